"""The desk's calendar: a day is Vietnam's, UTC+7 all year. Moments are ms since 1970 UTC."""

from datetime import date, timedelta, timezone
from typing import Final

DAY_MS: Final = 86_400_000
DESK_MS: Final = 7 * 3_600_000
DESK: Final = timezone(timedelta(milliseconds=DESK_MS))
_EPOCH: Final = date(1970, 1, 1)


def day_number(moment_ms: int) -> int:
    """The day that a moment lies in, counted since 1970."""
    return (moment_ms + DESK_MS) // DAY_MS


def day_begins_ms(number: int) -> int:
    """The moment at which a day, counted since 1970, begins."""
    return number * DAY_MS - DESK_MS


def date_of(number: int) -> date:
    """The date of a day counted since 1970.

    Raises:
        OverflowError: no calendar reaches it.
    """
    return _EPOCH + timedelta(days=number)


def desk_date(moment_ms: int) -> date:
    """The date that a moment lies in."""
    return date_of(day_number(moment_ms))


def desk_day(moment_ms: int) -> str:
    """The same as YYYY-MM-DD."""
    return desk_date(moment_ms).isoformat()


def began_ms(day: date) -> int:
    """The moment at which a date began."""
    return day_begins_ms((day - _EPOCH).days)
