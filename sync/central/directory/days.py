"""The desk's calendar: a day is YYYY-MM-DD in UTC+7."""

from datetime import UTC, datetime, timedelta
from typing import Final

_DESK: Final = timedelta(hours=7)


def desk_day(now_ms: int) -> str:
    """The day at the desks at this moment (ms since 1970 UTC)."""
    return (datetime.fromtimestamp(now_ms / 1000, UTC) + _DESK).date().isoformat()
