"""Reading lines that were released from salvages: after the lines of the ledger that they fell out of.

Those come first only to date what follows and to tell what was there already; nothing of them counts here. A
salvaged line that comes to count where it was written, as after a restore, counts there and no longer here.
One that a restored province releases once more counts above where it was released first.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, exists, or_, select

from sync.central.database.rows import in_pieces
from sync.central.database.tables import kiosks, ledgers, lines
from sync.central.figures.judging import Attention, Judged, Knowledge, Reason, judge_line
from sync.central.figures.reading import Reading
from sync.contract.rating import ChangedRating, DetailedRating, LapsedCall, WithdrawnRating

_SALVAGED: Final = lines.alias()
_SAME: Final = and_(lines.c.seq == _SALVAGED.c.seq, lines.c.raw == _SALVAGED.c.raw)
_COUNTED: Final = and_(
    ledgers.c.ledger_no == lines.c.ledger_no,
    or_(
        and_(
            ledgers.c.salvaged_from.is_(None),
            or_(ledgers.c.quarantined_from.is_(None), lines.c.seq < ledgers.c.quarantined_from),
        ),
        and_(ledgers.c.salvaged_from.is_not(None), ledgers.c.ledger_no < _SALVAGED.c.ledger_no),
    ),
)
has_salvages: Final = exists().where(ledgers.c.kiosk == kiosks.c.kiosk, ledgers.c.salvaged_from.is_not(None))
"""Of a row of kiosks: whether lines were released from salvages of it."""

_OF_SALVAGES: Final = (
    select(ledgers)
    .where(ledgers.c.kiosk == bindparam("kiosk"), ledgers.c.salvaged_from.is_not(None))
    .order_by(ledgers.c.ledger_no)
    .with_for_update()
)


def read_context(
    connection: Connection, salvaged_from: str, after: int, reading: Reading, knowledge: Knowledge
) -> None:
    """Read the lines of a ledger up to line `after`."""
    before = (
        select(lines.c.seq, lines.c.raw, lines.c.received_ms)
        .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
        .where(ledgers.c.ledger == salvaged_from, lines.c.seq <= after)
        .order_by(lines.c.seq)
    )
    for row in in_pieces(connection, before):
        reading.read(judge_line(row.seq, row.raw, knowledge), row.received_ms)


def held_elsewhere(connection: Connection, ledger: Row[*tuple[Any, ...]]) -> set[int]:
    """The numbers of those of its lines that count where they were written, or released before."""
    mine = (_SALVAGED.c.ledger_no == ledger.ledger_no, ledgers.c.kiosk == ledger.kiosk)
    rows = select(_SALVAGED.c.seq).join(lines, _SAME).join(ledgers, _COUNTED).where(*mine)
    return set(connection.execute(rows).scalars())


def salvaged_of(
    connection: Connection, kiosk: str, numbers: Sequence[int] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The kiosk's ledgers of salvaged lines, locked; all, or those with a line of one of these numbers."""
    found = connection.execute(_OF_SALVAGES, {"kiosk": kiosk}).all()
    if numbers is None:
        return found
    between = lines.c.seq.between(numbers[0], numbers[-1])
    return [
        row
        for row in found
        if connection.execute(
            select(lines.c.seq).where(lines.c.ledger_no == row.ledger_no, between).limit(1)
        ).first()
    ]


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
