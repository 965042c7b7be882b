"""Figures as their tables have them, written where new lines touched them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Table, delete

from sync.central.database.among import among
from sync.central.database.partitions import make_months
from sync.central.database.rows import append, insert_new
from sync.central.database.tables import answers, needs_attention, offers, ratings, receipts
from sync.central.figures.finding import Stored, records_beside
from sync.central.figures.judging import Attention
from sync.central.figures.marking import mark_again
from sync.central.figures.open_lines import END, last_before, open_again
from sync.central.figures.reading import Reading
from sync.central.figures.records import Offer, Rating
from sync.central.figures.recounting import count_more, recount
from sync.central.figures.rollups import Cells, Tally, cells_of
from sync.central.figures.touched import touch
from sync.contract.token import receipt_number

H = TypeVar("H", Rating, Offer)
Answers = Collection[tuple[str, str]]
_NOTHING: Final = Stored([], [])


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
    number, kiosk = ledger.ledger_no, ledger.kiosk
    rated, offered = _touched(reading, reading.ratings), _touched(reading, reading.offers)
    _clear(connection, ratings, number, [old for old in stored.ratings if old.seq in reading.touched])
    _clear(connection, offers, number, [old for old in stored.offers if old.seq in reading.touched])
    make_months(connection, (rating.received_ms for rating in rated))
    append(
        connection,
        ratings,
        ("ledger_no", "kiosk", *Rating.__struct_fields__),
        [(number, kiosk, *msgspec.structs.astuple(rating)) for rating in rated],
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
        count_more(connection, _tally(kiosk, rated, offered, reading.answers))
    _judge_again(connection, ledger, cells, Stored(rated, offered), last_before(ledger))


def count_again(connection: Connection, ledger: Row[*tuple[Any, ...]], cells: Cells) -> None:
    """Count cells again in which ratings of a ledger have changed, and judge its days there for marks.

    `ledger` is any row that names a ledger (`ledger_no`) and its `kiosk`.
    """
    recount(connection, cells)
    _judge_again(connection, ledger, cells, _NOTHING, END)


def _judge_again(
    connection: Connection, ledger: Row[*tuple[Any, ...]], cells: Cells, written: Stored, last: int
) -> None:
    """Judge a ledger's days in `cells` for marks: of lines up to `last`, and of what was just `written`."""
    if not any(cell.day for cell in cells.days):
        return
    there = records_beside(connection, ledger.ledger_no, cells, written, last)
    mark_again(connection, ledger, there.ratings, there.offers, cells)


def _tally(
    kiosk: str, rated: Iterable[Rating], offered: Iterable[Offer], answered: Mapping[int, Answers]
) -> Tally:
    tally = Tally()
    tally.add(rated, kiosk)
    for rating in rated:
        if rating.seq in answered:
            tally.answered(rating, answered[rating.seq])
    tally.offered(offered)
    return tally


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
