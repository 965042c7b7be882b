"""Reading lines that were released from salvages: after the lines of the ledger that they fell out of.

Those come first only to date what follows and to tell what was there already; nothing of them counts here.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from sync.central.database.tables import ledgers, lines
from sync.central.figures.judging import Attention, Judged, Knowledge, Reason, judge_line
from sync.central.figures.reading import Reading
from sync.contract.rating import ChangedRating, DetailedRating, LapsedCall, WithdrawnRating


def read_context(
    connection: Connection, salvaged_from: str, after: int, reading: Reading, knowledge: Knowledge
) -> None:
    """Read the lines of a ledger up to line `after`."""
    rows = connection.execute(
        select(lines.c.seq, lines.c.raw, lines.c.received_ms)
        .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
        .where(ledgers.c.ledger == salvaged_from, lines.c.seq <= after)
        .order_by(lines.c.seq)
    )
    for row in rows:
        reading.read(judge_line(row.seq, row.raw, knowledge), row.received_ms)


def keep_only(reading: Reading, judged: Iterable[Judged]) -> None:
    """Let only these lines count; one that would change what counts elsewhere needs attention instead."""
    mine = {line.seq: line for line in judged}
    for seq, line in mine.items():
        if not isinstance(line.fact, ChangedRating | WithdrawnRating | DetailedRating | LapsedCall):
            continue
        of = line.fact.of
        if of not in mine and (of in reading.ratings or of in reading.offers):
            where = f"line {of} counts in the ledger that this line fell out of"
            reading.attention[seq, Attention(Reason.BAD_REFERENCE, where)] = None
    reading.ratings = {seq: rating for seq, rating in reading.ratings.items() if seq in mine}
    reading.offers = {seq: offer for seq, offer in reading.offers.items() if seq in mine}
    reading.answers = {seq: some for seq, some in reading.answers.items() if seq in reading.ratings}
    reading.attention = {told: None for told in reading.attention if told[0] in mine}
    reading.touched &= mine.keys()
