"""True time from what a ledger says, and days of the desk's calendar (UTC+7)."""

from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from sync.contract.desk_time import date_of, day_number

_SENSIBLE: Final = range(946_684_800_000, 32_503_680_000_000)  # the years 2000 to 2999


class Interval(NamedTuple):
    """Ms UTC between which something happened; an end may be unknown."""

    earliest: int | None
    latest: int | None


UNKNOWN: Final = Interval(None, None)


class Anchor(msgspec.Struct, frozen=True):
    """The server said it was `time` (ms) somewhere between `sent` and `got` (ms since the boot)."""

    time: int
    sent: int
    got: int

    def earliest(self, up: int) -> int:
        """The first moment that `up` of the same boot can have been."""
        return self.time + up - self.got

    def latest(self, up: int) -> int:
        """The last moment that `up` of the same boot can have been."""
        return self.time + up - self.sent


class Receipted(msgspec.Struct, frozen=True):
    """A receipt, signed at `time` (ms), was applied: this line came after, lines up to `held` before it.

    `up` is that of line `held` if it can be read; `held` is 0 where the receipt's head is not this ledger's.
    """

    time: int
    held: int
    head: str
    up: int | None = None


def day_of(interval: Interval) -> str:
    """The one day, `YYYY-MM-DD` in UTC+7, that the whole interval lies in; otherwise ''."""
    return _common(interval, len("YYYY-MM-DD"))


def day_at(moment_ms: int) -> str:
    """The day, `YYYY-MM-DD` in UTC+7, of one moment."""
    return day_of(Interval(moment_ms, moment_ms))


def month_of(interval: Interval) -> str:
    """The one month, `YYYY-MM` in UTC+7, that the whole interval lies in; otherwise ''."""
    return _common(interval, len("YYYY-MM"))


def _common(interval: Interval, length: int) -> str:
    earliest, latest = interval
    if earliest is None or latest is None or earliest > latest:
        return ""
    if earliest not in _SENSIBLE or latest not in _SENSIBLE:
        return ""
    first, last = day_number(earliest), day_number(latest)
    common = _written(first)[:length]
    return common if first == last or _written(last).startswith(common) else ""


@lru_cache(maxsize=1_024)
def _written(day: int) -> str:
    """A day by its number since 1970, as YYYY-MM-DD."""
    return date_of(day).isoformat()
