"""Opening hours, as a policy says them: what a kiosk follows, and what its ratings are judged by.

    {"mon": ["07:30-11:30", "13:30-17:00"], ..., "holidays": ["2026-09-02"], "days": {"2026-08-22": [...]}}

A weekday that is not named is closed; `days` go before `holidays`, and those before weekdays; no calendar
opens or closes a desk. Times are the desk's (UTC+7); a span's end is not part of it and may be 24:00. Moments
are ms since 1970 UTC; days are counted since 1970.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sync.contract.desk_time import day_begins_ms, day_number
from sync.contract.encoding import Malformed

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_SPANS: Final = 8
MAX_DATES: Final = 400
HORIZON_DAYS: Final = 400
MINUTE_MS: Final = 60_000

_EPOCH_ORDINAL: Final = datetime.date(1970, 1, 1).toordinal()
_SPAN: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Spans = tuple[tuple[int, int], ...]
"""Minutes of the day, in order: from, and up to but not including."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans from Monday to Sunday; `dates` (days since 1970) go before them, a holiday has none."""

    weekdays: tuple[Spans, ...]
    dates: Mapping[int, Spans]

    def on(self, day: int) -> Spans:
        """The spans of a day."""
        spans = self.dates.get(day)
        return self.weekdays[weekday(day)] if spans is None else spans


def read_hours(policy: object) -> Hours:
    """The policy's hours.

    Raises:
        Malformed: no kiosk could follow them; the detail names the day.
    """
    if not isinstance(policy, Mapping):
        raise Malformed("hours: expected an object")
    if unknown := set(policy) - {*WEEKDAYS, "holidays", "days"}:
        raise Malformed(f"hours: unknown {min(unknown, key=str)!r}")
    weekdays = tuple(_spans(name, policy.get(name, [])) for name in WEEKDAYS)
    holidays = _listed("holidays", policy.get("holidays", []), MAX_DATES)
    days = policy.get("days", {})
    if not isinstance(days, Mapping) or len(days) > MAX_DATES:
        raise Malformed(f"hours: days: expected an object of at most {MAX_DATES} dates")
    closed: dict[int, Spans] = {_day("holidays", date): () for date in holidays}
    dated = {_day("days", date): _spans(f"days: {date}", spans) for date, spans in days.items()}
    return Hours(weekdays, closed | dated)


def weekday(day: int) -> int:
    """Which day of the week a day is; Monday is 0."""
    return (day + 3) % 7  # 1970 began on a Thursday


def open_spans(hours: Hours, day: int) -> list[tuple[int, int]]:
    """When the desk is open on a day, in order."""
    begins = day_begins_ms(day)
    return [(begins + start * MINUTE_MS, begins + end * MINUTE_MS) for start, end in hours.on(day)]


def followed_hours(policy: object | None) -> Hours | None:
    """What a kiosk makes of the policy; None: its desk never closes, as where there is none to follow."""
    try:
        return None if policy is None else read_hours(policy)
    except Malformed:
        return None


def is_open(hours: Hours, at_ms: int) -> bool:
    """Whether the desk is open at `at_ms`."""
    return any(start <= at_ms < end for start, end in open_spans(hours, day_number(at_ms)))


def next_opening(hours: Hours, at_ms: int) -> int | None:
    """When the desk opens next, after `at_ms`; None: not within `HORIZON_DAYS`."""
    today = day_number(at_ms)
    for day in range(today, today + HORIZON_DAYS + 1):
        for start, _ in open_spans(hours, day):
            if start > at_ms and not is_open(hours, start - 1):
                return start
    return None


def _day(where: str, text: object) -> int:
    try:
        if not isinstance(text, str) or not _DATE.fullmatch(text):
            raise ValueError
        return datetime.date.fromisoformat(text).toordinal() - _EPOCH_ORDINAL
    except ValueError:
        raise Malformed(f"hours: {where}: {text!r} is no date like 2026-09-02") from None


def _spans(name: str, value: object) -> Spans:
    spans = sorted(_span(name, text) for text in _listed(name, value, MAX_SPANS))
    if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
        raise Malformed(f"hours: {name}: spans overlap")
    return tuple(spans)


def _span(name: str, text: object) -> tuple[int, int]:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Malformed(f"hours: {name}: {text!r} is no span like 07:30-11:30")
    hour, minute, end_hour, end_minute = found.groups()
    start = int(hour) * 60 + int(minute)
    end = 1440 if end_hour is None else int(end_hour) * 60 + int(end_minute)
    if start >= end:
        raise Malformed(f"hours: {name}: {text!r} ends before it begins")
    return start, end


def _listed(name: str, value: object, most: int) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple) or len(value) > most:
        raise Malformed(f"hours: {name}: expected a list of at most {most}")
    return value
