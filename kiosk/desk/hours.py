"""Opening hours: whether the desk is open, and when it opens next, from the directory's policy.

    {"mon": ["07:30-11:30", "13:30-17:00"], ..., "holidays": ["2026-09-02"], "days": {"2026-08-22": [...]}}

A weekday that is not named is closed, `days` go before both (offices work a Saturday for a holiday moved).
Pure. Times are ms since 1970 UTC; the desk's day is Vietnam's, UTC+7 all year.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sync.contract.desk_time import day_begins_ms, day_number

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON_DAYS: Final = 400
MAX_SPANS: Final = 8
MAX_DATES: Final = 400

_MINUTE_MS: Final = 60_000
_EPOCH_ORDINAL: Final = datetime.date(1970, 1, 1).toordinal()
_SPAN: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")

Spans = tuple[tuple[int, int], ...]
"""Minutes of the day, in order: from, and up to but not including."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans from Monday to Sunday; `dates` (days since 1970) go before them, a holiday has none."""

    weekdays: tuple[Spans, ...]
    dates: Mapping[int, Spans]


@dataclass(frozen=True, slots=True)
class MalformedHours:
    """A policy that cannot be followed; `detail` names the part. The desk then counts as always open."""

    detail: str


class _Wrong(Exception):
    pass


def read_hours(policy: object) -> Hours | MalformedHours:
    """The policy's hours, or what is wrong with them. Never raises."""
    try:
        if not isinstance(policy, Mapping):
            raise _Wrong("hours: not an object")
        if unknown := set(policy) - {*WEEKDAYS, "holidays", "days"}:
            raise _Wrong(f"hours: unknown {min(unknown, key=str)!r}")
        dates = {_day(text): () for text in _listed("holidays", policy.get("holidays", []), MAX_DATES)}
        return Hours(
            weekdays=tuple(_spans(name, policy.get(name, [])) for name in WEEKDAYS),
            dates={**dates, **_dated(policy.get("days", {}))},
        )
    except _Wrong as wrong:
        return MalformedHours(str(wrong))


def is_open(hours: Hours, at_ms: int) -> bool:
    """Whether the desk is open at `at_ms`."""
    day, minute = _local(at_ms)
    return any(start <= minute < end for start, end in _spans_of(hours, day))


def next_opening(hours: Hours, at_ms: int) -> int | None:
    """When the desk opens next, after `at_ms`, in ms; None: not within `HORIZON_DAYS`."""
    today, _ = _local(at_ms)
    for day in range(today, today + HORIZON_DAYS + 1):
        for start, _ in _spans_of(hours, day):
            moment = day_begins_ms(day) + start * _MINUTE_MS
            if moment > at_ms and not is_open(hours, moment - 1):
                return moment
    return None


def _local(at_ms: int) -> tuple[int, int]:
    day = day_number(at_ms)
    return day, (at_ms - day_begins_ms(day)) // _MINUTE_MS


def _spans_of(hours: Hours, day: int) -> Spans:
    spans = hours.dates.get(day)
    return hours.weekdays[(day + 3) % 7] if spans is None else spans  # 1970 began on a Thursday


def _dated(value: object) -> dict[int, Spans]:
    if not isinstance(value, Mapping) or len(value) > MAX_DATES:
        raise _Wrong(f"days: not an object of at most {MAX_DATES} dates")
    return {_day(date): _spans(f"days {date}", spans) for date, spans in value.items()}


def _day(value: object) -> int:
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return datetime.date.fromisoformat(value).toordinal() - _EPOCH_ORDINAL
    except ValueError:
        raise _Wrong(f"{value!r} is no date") from None


def _spans(name: str, value: object) -> Spans:
    spans = sorted(_span(name, text) for text in _listed(name, value, MAX_SPANS))
    if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
        raise _Wrong(f"{name}: spans overlap")
    return tuple(spans)


def _span(name: str, text: object) -> tuple[int, int]:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise _Wrong(f"{name}: {text!r} is no span like 07:30-11:30")
    hour, minute, end_hour, end_minute = found.groups()
    start = int(hour) * 60 + int(minute)
    end = 1440 if end_hour is None else int(end_hour) * 60 + int(end_minute)
    if start >= end:
        raise _Wrong(f"{name}: {text!r} ends before it begins")
    return start, end


def _listed(name: str, value: object, most: int) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple) or len(value) > most:
        raise _Wrong(f"{name}: not a list of at most {most}")
    return value
