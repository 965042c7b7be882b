"""Times that are no more than dates: what is left of precise ones once a province lets them go.

Only derived rows lose them; the lines that they are derived from stay as they are.
"""

from typing import Final, TypeVar

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, func, select

from sync.central.database.tables import retention
from sync.central.figures.records import Offer, Rating
from sync.contract.desk_time import DAY_MS, DESK_MS, day_begins_ms, day_number

TIMES: Final = "times"
"""The policy's name."""

H = TypeVar("H", Rating, Offer)


def day_start(ms: int) -> int:
    """The start of the day in UTC+7 that this moment belongs to."""
    return day_begins_ms(day_number(ms))


def day_start_of(column: Column[int]) -> ColumnElement[int]:
    """The same, of a column."""
    into_day = (column + DESK_MS) % DAY_MS
    return column - into_day


def coarsened(happening: H) -> H:
    """What happened, with dates in the place of times."""
    earliest, latest = happening.earliest_ms, happening.latest_ms
    return msgspec.structs.replace(
        happening,
        received_ms=day_start(happening.received_ms),
        earliest_ms=None if earliest is None else day_start(earliest),
        latest_ms=None if latest is None else day_start(latest) + DAY_MS - 1,
    )


def coarse_before(connection: Connection) -> int:
    """What was received before this moment (ms UTC) may stand with dates only; 0: nothing."""
    found = select(func.max(retention.c.until_ms)).where(retention.c.policy == TIMES)
    return connection.execute(found).scalar_one() or 0
