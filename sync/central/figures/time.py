"""True time from what a ledger says, and days of the desk's calendar (UTC+7)."""

from functools import lru_cache
from typing import Final

import msgspec

from sync.contract.desk_time import date_of, day_number

_2000_MS: Final = 946_684_800_000
_3000_MS: Final = 32_503_680_000_000


class Interval(msgspec.Struct, frozen=True, gc=False):
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


def dates_of(interval: Interval) -> tuple[str, str]:
    """The one day, `YYYY-MM-DD` in UTC+7, and the one month that the whole interval lies in; otherwise ''."""
    earliest, latest = interval.earliest, interval.latest
    if earliest is None or latest is None or not _2000_MS <= earliest <= latest < _3000_MS:
        return "", ""
    return _common(day_number(earliest), day_number(latest))


def day_of(interval: Interval) -> str:
    """The day alone."""
    return dates_of(interval)[0]


def day_at(moment_ms: int) -> str:
    """The day, `YYYY-MM-DD` in UTC+7, of one moment."""
    return day_of(Interval(moment_ms, moment_ms))


def month_of(interval: Interval) -> str:
    """The month alone."""
    return dates_of(interval)[1]


@lru_cache(maxsize=1_024)
def _common(first: int, last: int) -> tuple[str, str]:
    """The day and the month of days by their numbers since 1970; '' where they have none in common."""
    day, other = date_of(first).isoformat(), date_of(last).isoformat()
    month = day[: len("YYYY-MM")]
    return day if day == other else "", month if other.startswith(month) else ""
