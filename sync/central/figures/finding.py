"""Ratings and offers of one ledger, found in their tables; what every delivery asks for is built once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final, Generic, NamedTuple, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, Table, bindparam, select

from sync.central.database.among import among, among_found, unindexed
from sync.central.database.tables import offers, ratings, receipts
from sync.central.figures.records import Offer, Rating
from sync.central.figures.rollups import Cells
from sync.contract.encoding import is_id
from sync.contract.token import receipt_number

H = TypeVar("H", Rating, Offer)
_LEDGER: Final[BindParameter[Any]] = bindparam("ledger_no")
_SEQS: Final[BindParameter[Any]] = bindparam("seqs")
_NAMES: Final[BindParameter[Any]] = bindparam("names")


class Stored(NamedTuple):
    """Some ratings and offers of one ledger, in its order."""

    ratings: list[Rating]
    offers: list[Offer]


class Wanted(NamedTuple):
    """What is of these lines, has one of these names, or stands in line `first` or later."""

    seqs: Collection[int]
    names: Collection[str] | Collection[int]
    first: int | None


class _Records(Generic[H]):
    """Statements for one table, whose rows have the members of `shape`."""

    def __init__(self, shape: type[H], table: Table, named: ColumnElement[bool]) -> None:
        self._shape: type[H] = shape
        self._names = shape.__struct_fields__
        mine, by_another = table.c.ledger_no == _LEDGER, unindexed(table.c.ledger_no) == _LEDGER
        self._rows = select(*(table.c[name] for name in self._names))
        self._all = self._rows.where(mine)
        self._of_lines = self._all.where(among(table.c.seq, _SEQS))
        self._named = self._rows.where(named)
        self._since = self._all.where(table.c.seq >= bindparam("first"))
        self._beside = self._rows.where(
            by_another,
            table.c.unit == bindparam("unit"),
            among(table.c.day, bindparam("days")),
            table.c.seq <= bindparam("last"),
        )

    def all(self, connection: Connection, ledger_no: int) -> list[H]:
        return _in_order([self._read(connection, self._all, ledger_no=ledger_no)])

    def where(self, connection: Connection, which: Iterable[ColumnElement[bool]]) -> list[H]:
        return _in_order(self._read(connection, self._rows.where(one)) for one in which)

    def wanted(self, connection: Connection, ledger_no: int, wanted: Wanted) -> list[H]:
        found = []
        if wanted.seqs:
            found.append(self._read(connection, self._of_lines, ledger_no=ledger_no, seqs=wanted.seqs))
        if wanted.names:
            found.append(self._read(connection, self._named, ledger_no=ledger_no, names=wanted.names))
        if wanted.first is not None:
            found.append(self._read(connection, self._since, ledger_no=ledger_no, first=wanted.first))
        return _in_order(found)

    def beside(
        self, connection: Connection, ledger_no: int, cells: Cells, written: list[H], last: int
    ) -> list[H]:
        mine = {"ledger_no": ledger_no, "last": last}
        days: defaultdict[str, list[str]] = defaultdict(list)
        for cell in cells.days:
            if cell.day:
                days[cell.unit].append(cell.day)
        there: list[H] = []
        for unit, some in days.items():
            there += self._read(connection, self._beside, **mine, unit=unit, days=some)
        return _in_order([there, written])

    def _read(self, connection: Connection, asked: Select[*tuple[Any, ...]], **values: Any) -> list[H]:
        return [
            self._shape(**dict(zip(self._names, row, strict=True)))
            for row in connection.execute(asked, values)
        ]


_CODED: Final = select(receipts.c.seq).where(
    unindexed(receipts.c.ledger_no) == _LEDGER, among(receipts.c.code, _NAMES)
)
_CODED_ANYWHERE: Final = select(receipts.c.ledger_no, receipts.c.seq).where(among(receipts.c.code, _NAMES))
_WHOLE: Final = (
    select(ratings).where(ratings.c.ledger_no == _LEDGER, among(ratings.c.seq, _SEQS)).order_by(ratings.c.seq)
)
_RATINGS: Final = _Records(
    Rating, ratings, (ratings.c.ledger_no == _LEDGER) & among_found(ratings.c.seq, _CODED)
)
_OFFERS: Final = _Records(
    Offer, offers, (unindexed(offers.c.ledger_no) == _LEDGER) & among(offers.c.invitation, _NAMES)
)


def stored_records(connection: Connection, ledger_no: int) -> Stored:
    """All ratings and offers of a ledger."""
    return Stored(_RATINGS.all(connection, ledger_no), _OFFERS.all(connection, ledger_no))


def records_where(
    connection: Connection, rated: Iterable[ColumnElement[bool]], offered: Iterable[ColumnElement[bool]]
) -> Stored:
    """One ledger's ratings and offers for which any of these holds; each is asked for on its own."""
    return Stored(_RATINGS.where(connection, rated), _OFFERS.where(connection, offered))


def records_wanted(connection: Connection, ledger_no: int, rated: Wanted, offered: Wanted) -> Stored:
    """Those of a ledger's ratings and offers that are wanted.

    Ratings are found by the numbers of their receipt codes, and offers by their invitations: a number is the
    smaller key, and stands in one table however many months there are.
    """
    return Stored(
        _RATINGS.wanted(connection, ledger_no, rated), _OFFERS.wanted(connection, ledger_no, offered)
    )


def records_beside(
    connection: Connection, ledger_no: int, cells: Cells, written: Stored, last: int
) -> Stored:
    """All that stands of a ledger on the days of cells: what was just `written`, and lines up to `last`.

    Those up to `last` are found by the index of units and days: a ledger grows for years.
    """
    return Stored(
        _RATINGS.beside(connection, ledger_no, cells, written.ratings, last),
        _OFFERS.beside(connection, ledger_no, cells, written.offers, last),
    )


def ratings_with_ids(connection: Connection, names: Iterable[str]) -> list[Row[*tuple[Any, ...]]]:
    """The rows of ratings of these ids, in whatever ledgers: their receipt codes lead to them."""
    wanted = {name for name in names if is_id(name)}
    codes = [receipt_number(name) for name in wanted]
    by_ledger: defaultdict[int, list[int]] = defaultdict(list)
    for number, seq in connection.execute(_CODED_ANYWHERE, {"names": codes}):
        by_ledger[number].append(seq)
    return [
        row
        for number, seqs in sorted(by_ledger.items())
        for row in connection.execute(_WHOLE, {"ledger_no": number, "seqs": seqs})
        if row.rating in wanted
    ]


def _in_order(found: Iterable[list[H]]) -> list[H]:
    by_line = {record.seq: record for some in found for record in some}
    return [by_line[seq] for seq in sorted(by_line)]
