"""Precise times of ratings and offers: after their days only dates are left in the rows that pages read."""

from typing import Final

from sqlalchemy import Connection, Table, and_, func, or_, select, tuple_, update
from sqlalchemy.sql import ColumnElement

from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import offers, ratings
from sync.central.figures.coarse import day_start_of
from sync.contract.desk_time import DAY_MS

_TABLES: Final = (ratings, offers)


def count_precise(connection: Connection, before_ms: int) -> int:
    """How many rows received before would lose their time."""
    return sum(
        connection.execute(
            select(func.count()).select_from(table).where(_precise(table, before_ms))
        ).scalar_one()
        for table in _TABLES
    )


def coarsen(connection: Connection, before_ms: int) -> int:
    """Let a piece of them lose it; how many did, 0 when none is left."""
    for table in _TABLES:
        key = tuple_(table.c.ledger_no, table.c.seq)
        some = select(table.c.ledger_no, table.c.seq).where(_precise(table, before_ms)).limit(AT_A_TIME)
        found = [tuple(row) for row in connection.execute(some)]
        if found:
            connection.execute(
                update(table)
                .where(key.in_(found))
                .values(
                    earliest_ms=day_start_of(table.c.earliest_ms),
                    latest_ms=day_start_of(table.c.latest_ms) + DAY_MS - 1,
                    received_ms=day_start_of(table.c.received_ms),
                )
            )
            return len(found)
    return 0


def _precise(table: Table, before_ms: int) -> ColumnElement[bool]:
    return and_(
        table.c.received_ms < before_ms,
        or_(
            table.c.received_ms != day_start_of(table.c.received_ms),
            table.c.earliest_ms != day_start_of(table.c.earliest_ms),
            table.c.latest_ms != day_start_of(table.c.latest_ms) + DAY_MS - 1,
        ),
    )
