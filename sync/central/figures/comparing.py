"""Whether the rows of one ledger say what reading its lines says, a stretch of lines at a time."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, starmap, zip_longest
from operator import attrgetter, eq, itemgetter
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import astuple
from sqlalchemy import Column, ColumnElement, Connection, Row, Table, func, select

from sync.central.database.rows import bare
from sync.central.database.tables import (
    answers,
    kiosks,
    ledgers,
    marks,
    needs_attention,
    offers,
    ratings,
    receipts,
)
from sync.central.figures.coarse import coarse_before, coarsened
from sync.central.figures.difference import Difference
from sync.central.figures.judging import Attention, Reason
from sync.central.figures.marks import Mark
from sync.central.figures.reading import Reading
from sync.central.figures.records import Offer, Rating
from sync.central.figures.stand import write_stand
from sync.contract.token import receipt_number

Ledger = Row[*tuple[Any, ...]]
Told = tuple[Any, ...]
"""A row: its line, and what it says of that."""

T = TypeVar("T")
H = TypeVar("H", Rating, Offer)

_LINES_AT_A_TIME: Final = 10_000
_LEAST, _MOST = -(2**63), 2**63 - 1
"""Whatever line a row may name lies between these."""
_LINE: Final = attrgetter("seq")
_FIRST: Final = itemgetter(0)
_ATTENTION: Final = (needs_attention.c.reason, needs_attention.c.detail)
_DERIVED: Final = needs_attention.c.reason != Reason.FORKED


def compare(
    connection: Connection,
    ledger: Ledger,
    reading: Reading,
    attention: Iterable[tuple[int, Attention]],
    marked: Iterable[Mark],
) -> Iterator[Difference]:
    """Where the ledger's rows are not what reading it gave, what needs `attention` and what is `marked`."""
    rated = sorted(reading.ratings.values(), key=_LINE)
    offered = sorted(reading.offers.values(), key=_LINE)
    wrong, noted = sorted(attention, key=_FIRST), sorted(marked)
    before_ms = coarse_before(connection)
    latest = max((*reading.ratings, *reading.offers, *(seq for seq, _ in wrong)), default=0)
    parted = range(_LINES_AT_A_TIME, latest, _LINES_AT_A_TIME)
    ends = (_LEAST - 1, *parted, _MOST)
    for after, last in pairwise(ends):
        there = _Rows(connection, ledger, after, last)
        given = there.of(rated, _LINE)
        yield from there.records("rating", ratings, Rating, given, before_ms)
        yield from there.records("offer", offers, Offer, there.of(offered, _LINE), before_ms)
        codes = [(one.seq, receipt_number(one.rating)) for one in given]
        yield from there.told("receipt code", codes, receipts.c.code)
        said = [(one.seq, *pair) for one in given for pair in reading.answers.get(one.seq, ())]
        yield from there.told("answer", said, answers.c.question, answers.c.choice)
        why = [(seq, told.reason, told.detail) for seq, told in there.of(wrong, _FIRST)]
        yield from there.told("needs attention", why, *_ATTENTION, which=[_DERIVED])
        ones = ((reading.ratings[seq], rule) for seq, rule in there.of(noted, _LINE))
        ruled = [(one.seq, rule, one.unit, one.day) for one, rule in ones]
        yield from there.told("mark", ruled, marks.c.rule, marks.c.unit, marks.c.day)
    mine = (ratings.c.ledger_no == ledger.ledger_no, ratings.c.kiosk != ledger.kiosk)
    for seq, kiosk in connection.execute(select(ratings.c.seq, ratings.c.kiosk).where(*mine)):
        yield Difference("rating kiosk", _where(ledger, seq), kiosk, ledger.kiosk)
    if (stand := write_stand(reading.stand)) != ledger.reading:
        yield Difference("dating", f"ledger {ledger.ledger}", str(ledger.reading), stand)


def check_strays(connection: Connection) -> Iterator[Difference]:
    """Where there are rows of a ledger that no kiosk wrote: nothing follows from its lines."""
    read = select(ledgers.c.ledger_no).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
    for table in (ratings, offers, receipts, answers, needs_attention, marks):
        number = table.c.ledger_no
        stray = select(number, func.count()).where(number.not_in(read)).group_by(number).order_by(number)
        if table is needs_attention:
            stray = stray.where(_DERIVED)
        for ledger_no, n in connection.execute(stray):
            yield Difference(f"rows in {table.name}", f"ledger number {ledger_no}", str(n), "0")


class _Rows(NamedTuple):
    """A ledger's rows of the lines behind `after`, up to `last`."""

    connection: Connection
    ledger: Ledger
    after: int
    last: int

    def of(self, some: Sequence[T], line: Callable[[T], int]) -> Sequence[T]:
        """What is of these lines, of some in the order of theirs."""
        first, behind = (bisect_right(some, end, key=line) for end in (self.after, self.last))
        return some[first:behind]

    def records(
        self, what: str, table: Table, shape: type[H], derived: Sequence[H], before_ms: int
    ) -> Iterator[Difference]:
        """Ratings or offers of which there is one only, or that differ."""
        names = shape.__struct_fields__
        columns = [table.c[name] for name in names]
        kept = (coarsened(one) if one.received_ms < before_ms else one for one in derived)
        if _same(self._read(columns), map(astuple, kept if before_ms else derived)):
            return
        missing, last = {one.seq: one for one in derived}, None
        for row in self._read(columns):
            here = shape(**dict(zip(names, row, strict=True)))
            where, one = _where(self.ledger, here.seq), missing.pop(here.seq, None)
            if one is not None:
                yield from _apart(what, where, here, _as_kept(here, one, before_ms))
            elif here.seq == last:
                yield Difference(what, where, "another", "one")
            else:
                yield Difference(what, where, "one", "none")
            last = here.seq
        for seq in missing:
            yield Difference(what, _where(self.ledger, seq), "none", "one")

    def told(
        self,
        what: str,
        derived: list[Told],
        *says: Column[Any],
        which: Sequence[ColumnElement[bool]] = (),
    ) -> Iterator[Difference]:
        """What is told of a line in one of the two only."""
        columns = [says[0].table.c.seq, *says]
        if _same(self._read(columns, *which), sorted(derived)):
            return
        stored = set(self._read(columns, *which))
        for seq, *said in sorted(stored.symmetric_difference(derived)):
            here, text = (seq, *said) in stored, " ".join(map(str, said))
            where = _where(self.ledger, seq)
            yield Difference(what, where, text if here else "nothing", "nothing" if here else text)

    def _read(self, columns: list[Column[Any]], *which: ColumnElement[bool]) -> Iterator[Told]:
        table = columns[0].table
        mine = (table.c.ledger_no == self.ledger.ledger_no, table.c.seq.between(self.after + 1, self.last))
        rows = select(*columns).where(*mine, *which).order_by(*table.primary_key)
        return bare(self.connection, rows)


def _same(stored: Iterable[Told], derived: Iterable[Told]) -> bool:
    """Whether both are alike: nearly always they are, and then nothing else need be looked at."""
    return all(starmap(eq, zip_longest(stored, derived)))


def _where(ledger: Ledger, seq: int) -> str:
    return f"ledger {ledger.ledger} line {seq}"


def _as_kept(stored: H, derived: H, before_ms: int) -> H:
    """What is derived, with dates only where what is stored may have no more, and has no more."""
    if derived.received_ms < before_ms and stored == coarsened(stored):
        return coarsened(derived)
    return derived


def _apart(what: str, where: str, stored: H, derived: H) -> Iterator[Difference]:
    for field in stored.__struct_fields__:
        one, other = getattr(stored, field), getattr(derived, field)
        if one != other:
            yield Difference(f"{what} {field}", where, str(one), str(other))
