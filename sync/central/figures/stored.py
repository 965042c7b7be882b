"""Figures as their tables have them: read where new lines may touch them, written where they did."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, delete, not_, select

from sync.central.database.among import among, unindexed
from sync.central.database.partitions import make_months
from sync.central.database.rows import append, insert_new
from sync.central.database.tables import answers, ledgers, needs_attention, offers, ratings, receipts
from sync.central.figures.judging import Attention
from sync.central.figures.marking import mark_again
from sync.central.figures.open_lines import open_again
from sync.central.figures.reading import Reading
from sync.central.figures.records import Offer, Rating
from sync.central.figures.recounting import count_more, recount
from sync.central.figures.rollups import Cells, Tally, cells_of
from sync.central.figures.stand import write_stand
from sync.central.figures.touched import touch
from sync.contract.token import receipt_number

H = TypeVar("H", Rating, Offer)
Answers = Collection[tuple[str, str]]


class Stored(NamedTuple):
    """Some ratings and offers of one ledger, in its order."""

    ratings: list[Rating]
    offers: list[Offer]


_NOTHING: Final = Stored([], [])
_ROWS: Final[Mapping[type[Rating] | type[Offer], Select[*tuple[Any, ...]]]] = {
    shape: select(*(table.c[name] for name in shape.__struct_fields__))
    for shape, table in ((Rating, ratings), (Offer, offers))
}


def stored_records(connection: Connection, ledger_no: int) -> Stored:
    """All ratings and offers of a ledger."""
    return records_where(connection, [ratings.c.ledger_no == ledger_no], [offers.c.ledger_no == ledger_no])


def records_where(
    connection: Connection, rated: Iterable[ColumnElement[bool]], offered: Iterable[ColumnElement[bool]]
) -> Stored:
    """One ledger's ratings and offers for which any of these holds; each is asked for on its own."""
    return Stored(
        _any_of(_read(connection, Rating, which) for which in rated),
        _any_of(_read(connection, Offer, which) for which in offered),
    )


def write_records(
    connection: Connection,
    ledger: Row[*tuple[Any, ...]],
    reading: Reading,
    stored: Stored,
    attention: Iterable[tuple[int, Attention]],
    before: Cells,
) -> None:
    """Write what a reading touched, of which `stored` were there and counted in `before`; count it.

    Where nothing of it counted before, it is added; else all that it counts in is counted again.
    The caller holds the ledger's row and its unit's lock: nobody else writes figures of this ledger.
    """
    number = ledger.ledger_no
    rated, offered = _touched(reading, reading.ratings), _touched(reading, reading.offers)
    _clear(connection, ratings, number, [old for old in stored.ratings if old.seq in reading.touched])
    _clear(connection, offers, number, [old for old in stored.offers if old.seq in reading.touched])
    make_months(connection, (rating.received_ms for rating in rated))
    append(
        connection,
        ratings,
        ("ledger_no", "kiosk", *Rating.__struct_fields__),
        [(number, ledger.kiosk, *msgspec.structs.astuple(rating)) for rating in rated],
    )
    known = {old.seq for old in stored.ratings}
    append(
        connection,
        receipts,
        ("ledger_no", "seq", "code"),
        [(number, one.seq, receipt_number(one.rating)) for one in rated if one.seq not in known],
    )
    touch(connection, (rating.rating for rating in rated))
    open_again(connection, ledger, [one.seq for one in (*rated, *offered)])
    append(
        connection,
        offers,
        ("ledger_no", *Offer.__struct_fields__),
        [(number, *msgspec.structs.astuple(offer)) for offer in offered],
    )
    append(
        connection,
        answers,
        ("ledger_no", "seq", "question", "choice"),
        [(number, seq, *answer) for seq, answered in sorted(reading.answers.items()) for answer in answered],
    )
    told = [
        {"ledger_no": number, "seq": seq, "reason": why.reason, "detail": why.detail}
        for seq, why in attention
    ]
    insert_new(connection, needs_attention, told)
    cells = cells_of(rated, offered)
    if before.days:
        cells = Cells(before.days | cells.days, before.months | cells.months)
        recount(connection, cells)
    else:
        count_more(connection, _tally(ledger.kiosk, rated, offered, reading.answers))
    _judge_again(connection, ledger, cells, Stored(rated, offered))
    stand = ledgers.update().where(ledgers.c.ledger_no == number)
    connection.execute(stand.values(reading=write_stand(reading.stand)))


def count_again(connection: Connection, ledger: Row[*tuple[Any, ...]], cells: Cells) -> None:
    """Count cells again in which ratings of a ledger have changed, and judge its days there for marks.

    `ledger` is any row that names a ledger (`ledger_no`) and its `kiosk`.
    """
    recount(connection, cells)
    _judge_again(connection, ledger, cells, _NOTHING)


def _judge_again(
    connection: Connection, ledger: Row[*tuple[Any, ...]], cells: Cells, written: Stored
) -> None:
    """Judge a ledger's days in `cells` for marks; what the caller has just `written` is not read back."""
    if not any(cell.day for cell in cells.days):
        return
    others = records_where(
        connection,
        [_counted_there(ratings, ledger.ledger_no, cells, written.ratings)],
        [_counted_there(offers, ledger.ledger_no, cells, written.offers)],
    )
    mark_again(
        connection,
        ledger,
        _any_of([others.ratings, written.ratings]),
        _any_of([others.offers, written.offers]),
        cells,
    )


def _tally(
    kiosk: str, rated: Iterable[Rating], offered: Iterable[Offer], answered: Mapping[int, Answers]
) -> Tally:
    tally = Tally()
    tally.add(rated, kiosk)
    for rating in rated:
        tally.answered(rating, answered.get(rating.seq, ()))
    tally.offered(offered)
    return tally


def _counted_there(
    table: Table, ledger_no: int, cells: Cells, written: list[Rating] | list[Offer]
) -> ColumnElement[bool]:
    """What else counts of a ledger on the days of cells, all of one unit as the lines of a kiosk are.

    It is found by the index of units and days: a ledger grows for years.
    """
    return and_(
        unindexed(table.c.ledger_no) == ledger_no,
        among(table.c.unit, sorted({cell.unit for cell in cells.days})),
        among(table.c.day, sorted({cell.day for cell in cells.days if cell.day})),
        not_(among(table.c.seq, [record.seq for record in written])),
    )


def _read(connection: Connection, shape: type[H], which: ColumnElement[bool]) -> list[H]:
    names = shape.__struct_fields__
    rows = connection.execute(_ROWS[shape].where(which))
    return [shape(**dict(zip(names, row, strict=True))) for row in rows]


def _any_of(found: Iterable[list[H]]) -> list[H]:
    by_line = {record.seq: record for some in found for record in some}
    return [by_line[seq] for seq in sorted(by_line)]


def _touched(reading: Reading, records: Mapping[int, H]) -> list[H]:
    return [records[seq] for seq in sorted(reading.touched & records.keys())]


def _clear(connection: Connection, table: Table, ledger_no: int, records: list[Rating] | list[Offer]) -> None:
    """Make place for records that have changed; the moments when they were received tell which partitions."""
    if not records:
        return
    received = [record.received_ms for record in records]
    mine = (
        table.c.ledger_no == ledger_no,
        among(table.c.seq, [record.seq for record in records]),
        table.c.received_ms.between(min(received), max(received)),
    )
    connection.execute(delete(table).where(*mine))
