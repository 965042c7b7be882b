"""Time in which somebody is at an office: by its hours, public holidays, and what is worked for them.

Kiosks and marks go by the hours alone; this is for who waits for a sign of life. Moments are ms since
1970 UTC; days are counted since 1970 in Vietnam.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sync.central.directory.public_days import public_days
from sync.contract.desk_time import DAY_MS, date_of, day_begins_ms, day_number
from sync.contract.hours import Hours, open_spans, weekday

HORIZON_DAYS: Final = 400
_FRIDAY, _SATURDAY = 4, 5


@dataclass(frozen=True)
class OpenHours:
    """By `hours`, whose dates go before public days; None: all day."""

    hours: Hours | None = None

    def spans(self, day: int) -> list[tuple[int, int]]:
        """The open spans of a day, in order; a weekend's day that is worked for another is as Friday was."""
        date = date_of(day)
        public, as_told = public_days(date.year), self._told(day)
        if self.hours is not None and day in self.hours.dates:
            return as_told
        if date in public.rests:
            return []
        if date in public.works and not as_told and weekday(day) >= _SATURDAY:
            back = weekday(day) - _FRIDAY
            return [(start + back * DAY_MS, end + back * DAY_MS) for start, end in self._told(day - back)]
        return as_told

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

    def _told(self, day: int) -> list[tuple[int, int]]:
        if self.hours is not None:
            return open_spans(self.hours, day)
        return [(day_begins_ms(day), day_begins_ms(day + 1))]
