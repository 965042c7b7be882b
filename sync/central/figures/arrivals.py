"""What had arrived of a unit's cells when a day closed: counts, last lines, and how much of it is fresh.

Counts are what counts now less what came after the day. What came then is open, and so is all that can be
fresh or was taken from a leaf: a close reads sums of rollups, and what is open (`open_lines`).

A line's place is its number in the ledger that it was written in, also where it came as a salvage: what fell
out of a ledger, or came back into it after a restore, is never taken for fresh twice. A rating that counts
for somebody else than its line names is fresh nowhere; of the leaf that it was taken from, its line is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, select

from sync.central.database.among import among
from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import answers, offers, ratings
from sync.central.figures.closing import (
    ANSWERED,
    CALLED,
    CALLS,
    DESK,
    INVITED,
    OFFICIAL,
    RATED,
    Arrived,
    Cell,
)
from sync.central.figures.counted import Counted, asked
from sync.central.figures.open_lines import Open
from sync.central.figures.records import OfferKind, Status

OFFERED: Final = {OfferKind.CALL: (CALLS, CALLED), OfferKind.INVITATION: (INVITED, INVITED)}
"""The cell and the value that an offer counts in."""
_MANY: Final = 10 * AT_A_TIME


class Arrival(NamedTuple):
    """A rating or an offer that counts: cells and values, and by which line it may be fresh in which cells.

    `taken`: its line and the leaf that it names, where it counts for another.
    """

    ledger_no: int
    seq: int
    origin: str
    received_ms: int
    counts: Sequence[tuple[str, str]]
    fresh: Sequence[tuple[str, int]]
    taken: Sequence[tuple[str, int]] = ()

    def beyond(self, lines: Iterable[tuple[str, int]], cells: Mapping[str, Cell]) -> list[tuple[str, int]]:
        """Those of its lines that their cells have not seen."""
        return [
            (cell, line)
            for cell, line in lines
            if cell not in cells or line > cells[cell].seen.get(self.origin, 0)
        ]

    def waits(self, until_ms: int, cells: Mapping[str, Cell]) -> bool:
        """Whether a later close than that of the day that ended then may need it."""
        return self.received_ms >= until_ms or bool(self.beyond((*self.fresh, *self.taken), cells))


def read_arrivals(connection: Connection, read: Open) -> Iterator[tuple[str, Arrival]]:
    """What counts of a ledger's open lines, each with its unit."""
    for some in _pieces(connection, ratings, read):
        answered: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        seqs = [row.seq for row in some if row.detail is not None]
        mine = (answers.c.ledger_no == read.ledger_no, among(answers.c.seq, seqs))
        for row in connection.execute(select(answers).where(*mine)) if seqs else ():
            answered[row.seq].append((row.question, row.choice))
        for row in some:
            yield row.unit, _rated(row, read, answered[row.seq])
    for some in _pieces(connection, offers, read):
        for row in some:
            cell, value = OFFERED[OfferKind(row.kind)]
            place = (row.ledger_no, row.seq, read.origin, row.received_ms)
            yield row.unit, Arrival(*place, [(cell, value)], [(cell, row.seq)])


def arrived(
    counted: Counted, some: Iterable[Arrival], until_ms: int, cells: Mapping[str, Cell]
) -> dict[str, Arrived]:
    """A unit's cells as received before `until_ms`, whose last state is `cells`.

    `counted` is what counts now, `some` what of it is open. Lines that a cell has `seen` are not told again.
    """
    counts = defaultdict(Counter, {cell: Counter(values) for cell, values in counted.items()})
    fresh = Counter[str]()
    last: defaultdict[str, Counter[str]] = defaultdict(Counter)
    taken: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in some:
        if one.received_ms >= until_ms:
            for cell, value in one.counts:
                counts[cell][value] -= 1
            continue
        for cell, line in one.beyond(one.fresh, cells):
            fresh[cell] += 1
            last[cell][one.origin] = max(last[cell][one.origin], line)
        for cell, line in one.beyond(one.taken, cells):
            taken[cell][one.origin] = max(taken[cell][one.origin], line)
    left = {cell: {value: n for value, n in values.items() if n} for cell, values in counts.items()}
    return {
        cell: Arrived(left.get(cell, {}), fresh[cell], dict(last[cell]), dict(taken[cell]))
        for cell in sorted({cell for cell, values in left.items() if values} | taken.keys())
    }


def _pieces(connection: Connection, table: Any, read: Open) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """Fetched piece by piece only where there are many: that takes the database a few words more."""
    streamed = {"yield_per": AT_A_TIME} if read.lines > _MANY else {}
    for which in read.which(table):
        mine = select(table).where(which, table.c.status == Status.COUNTED)
        yield from connection.execute(mine, execution_options=streamed).partitions(AT_A_TIME)


def _rated(row: Any, read: Open, answered: Iterable[tuple[str, str]]) -> Arrival:
    leaf, named = leaf_of(row.official), leaf_of(row.named)
    chosen = [(asked(row.questionnaire, question), choice) for question, choice in answered]
    questions = {cell for cell, _ in chosen}
    counts = [(leaf, str(row.score)), *chosen, *((cell, ANSWERED) for cell in questions)]
    if row.via == "call":
        counts.append((CALLS, RATED))
    lines = [(cell, row.detail) for cell in questions]
    place = (row.ledger_no, row.seq, read.origin, row.received_ms)
    if leaf == named:
        return Arrival(*place, counts, [(leaf, row.seq), *lines])
    return Arrival(*place, counts, lines, [(named, row.seq)])


def leaf_of(whom: str | None) -> str:
    """The cell of an official's ratings; None: of the desk's."""
    return DESK if whom is None else OFFICIAL + whom
