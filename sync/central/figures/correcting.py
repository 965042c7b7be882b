"""What is stored follows a correction of whom it counts for, as if its ledgers were read again."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select, update

from sync.central.database.among import among
from sync.central.database.tables import ledgers, offers, ratings
from sync.central.figures.attribution import attributed, corrections_at, reaches
from sync.central.figures.coarse import coarsened
from sync.central.figures.derive import reread
from sync.central.figures.finding import records_where
from sync.central.figures.judging import Knowledge
from sync.central.figures.records import Offer, Rating
from sync.central.figures.rollups import Cells, cells_of
from sync.central.figures.stored import count_again
from sync.central.figures.time import Interval
from sync.central.figures.touched import touch
from sync.contract.attribution import Correction

H = TypeVar("H", Rating, Offer)


def attribute_again(connection: Connection, correction: Correction, knowledge: Knowledge) -> None:
    """Let what is stored of the kiosk follow this correction, the last one that is kept.

    The caller holds the unit's lock.
    """
    some = corrections_at(connection, knowledge.server, correction.kiosk)
    mine = select(ledgers).where(ledgers.c.kiosk == correction.kiosk).order_by(ledgers.c.ledger_no)
    for ledger in connection.execute(mine.with_for_update()).all():
        stored = records_where(
            connection,
            [_reached(ratings, ledger.ledger_no, correction)],
            [_reached(offers, ledger.ledger_no, correction)],
        )
        if any(one == coarsened(one) for one in stored.ratings) or any(
            one == coarsened(one) for one in stored.offers
        ):
            reread(connection, ledger, knowledge)  # their times were let go: only the lines still tell them
            continue
        rated, offered = _changed(stored.ratings, some), _changed(stored.offers, some)
        _write(connection, ratings, ledger.ledger_no, rated)
        _write(connection, offers, ledger.ledger_no, offered)
        if rated:
            touch(connection, (one.rating for one, _ in rated))
            before = cells_of(one for one, _ in rated)
            for one, official in rated:
                one.official = official
            after = cells_of(one for one, _ in rated)
            count_again(connection, ledger, Cells(before.days | after.days, before.months | after.months))


def reached_by(connection: Connection, correction: Correction) -> list[Rating]:
    """The stored ratings that a correction reaches, or would reach, as they count now."""
    numbers = select(ledgers.c.ledger_no).where(ledgers.c.kiosk == correction.kiosk)
    return [
        one
        for number in connection.execute(numbers.order_by(ledgers.c.ledger_no)).scalars().all()
        for one in records_where(connection, [_reached(ratings, number, correction)], []).ratings
        if reaches(correction, one.named, _when(one))
    ]


def _reached(table: Table, ledger_no: int, correction: Correction) -> ColumnElement[bool]:
    """Whatever may lie in the correction's time, as far as the table tells."""
    return (
        (table.c.ledger_no == ledger_no)
        & (table.c.earliest_ms < correction.until)
        & (table.c.latest_ms >= correction.since)
        & table.c.named.is_not_distinct_from(correction.named)
    )


def _changed(stored: Sequence[H], some: Sequence[Correction]) -> list[tuple[H, str | None]]:
    """Those that count for somebody else now, and for whom."""
    now = ((one, attributed(some, one.named, _when(one))) for one in stored)
    return [(one, official) for one, official in now if official != one.official]


def _when(one: Rating | Offer) -> Interval:
    return Interval(one.earliest_ms, one.latest_ms)


def _write(
    connection: Connection, table: Table, ledger_no: int, changed: Sequence[tuple[Any, str | None]]
) -> None:
    lines: defaultdict[str | None, list[int]] = defaultdict(list)
    for one, official in changed:
        lines[official].append(one.seq)
    for official, seqs in lines.items():
        which = (table.c.ledger_no == ledger_no, among(table.c.seq, seqs))
        connection.execute(update(table).where(*which).values(official=official))
