"""Time as an office counts it: only while it is open, by its policy and Vietnam's public holidays.

Times are ms since 1970 UTC; the desk's day is UTC+7 all year.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sync.contract.desk_time import DAY_MS, date_of, day_begins_ms, day_number
from sync.contract.hours import WEEKDAYS

MINUTE_MS: Final = 60_000
HORIZON_DAYS: Final = 400
_ALL_DAY: Final = ("00:00-24:00",)


@dataclass(frozen=True)
class OpenHours:
    """When a desk is open: `policy` as a directory has it, `days` before public holidays; None: all day."""

    policy: Mapping[str, Any] | None = None

    def spans(self, day: int) -> list[tuple[int, int]]:
        """The open spans of `day` (counted since 1970 in Vietnam), ms UTC, in order."""
        begins = day_begins_ms(day)
        return [(begins + start, begins + end) for start, end in sorted(map(_span, self._texts(day)))]

    def open_ms(self, from_ms: int, to_ms: int) -> int:
        """How long the desk was open between two moments."""
        return sum(
            max(0, min(end, to_ms) - max(start, from_ms))
            for day in range(day_number(from_ms), day_number(to_ms) + 1)
            for start, end in self.spans(day)
        )

    def back(self, now_ms: int, open_ms: int) -> int:
        """The latest moment since when the desk was open for `open_ms`; 400 days ago where it never was."""
        left = open_ms
        for start, end in self._spans_before(now_ms):
            if end - start >= left:
                return end - left
            left -= end - start
        return now_ms - HORIZON_DAYS * DAY_MS

    def _spans_before(self, now_ms: int) -> Iterator[tuple[int, int]]:
        today = day_number(now_ms)
        for day in range(today, today - HORIZON_DAYS, -1):
            for start, end in reversed(self.spans(day)):
                if start < now_ms:
                    yield start, min(end, now_ms)

    def _texts(self, day: int) -> Sequence[str]:
        date, policy = date_of(day), self.policy or {}
        named = policy.get("days", {}).get(date.isoformat())
        if named is not None:
            return tuple(named)
        if date.isoformat() in policy.get("holidays", ()) or date in public_holidays(date.year):
            return ()
        return _ALL_DAY if self.policy is None else tuple(policy.get(WEEKDAYS[date.weekday()], ()))


@cache
def public_holidays(year: int) -> frozenset[datetime.date]:
    """Vietnam's public holidays of a year, with the days off that the government moved."""
    import holidays  # a tenth of a second that most commands need not wait

    return frozenset(holidays.country_holidays("VN", years=year))


def _span(text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    return _minutes(start) * MINUTE_MS, _minutes(end) * MINUTE_MS


def _minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)
