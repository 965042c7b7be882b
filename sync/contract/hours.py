"""Opening hours, as a policy says them; judged for both ends.

    {"mon": ["07:30-11:30", "13:30-17:00"], ..., "holidays": ["2026-09-02"], "days": {"2026-08-22": [...]}}

A weekday that is not named is closed; `days` go before `holidays`, and those before weekdays. Times are the
desk's (UTC+7); a span's end is not part of it and may be 24:00.
"""

import datetime
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from sync.contract.encoding import Malformed

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_SPANS: Final = 8
MAX_DATES: Final = 400

_SPAN: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def judge_hours(policy: Mapping[str, object]) -> None:
    """Refuse hours that no kiosk could follow.

    Raises:
        Malformed: the detail names the day.
    """
    if unknown := policy.keys() - {*WEEKDAYS, "holidays", "days"}:
        raise Malformed(f"hours: unknown {min(unknown)!r}")
    for name in WEEKDAYS:
        _judge_spans(name, policy.get(name, []))
    for date in _listed("holidays", policy.get("holidays", []), MAX_DATES):
        _judge_date("holidays", date)
    days = policy.get("days", {})
    if not isinstance(days, Mapping) or len(days) > MAX_DATES:
        raise Malformed(f"hours: days: expected an object of at most {MAX_DATES} dates")
    for date, spans in days.items():
        _judge_date("days", date)
        _judge_spans(f"days: {date}", spans)


def _judge_spans(name: str, value: object) -> None:
    spans = sorted(_span(name, text) for text in _listed(name, value, MAX_SPANS))
    if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
        raise Malformed(f"hours: {name}: spans overlap")


def _span(name: str, text: object) -> tuple[str, str]:
    if not isinstance(text, str) or not _SPAN.fullmatch(text):
        raise Malformed(f"hours: {name}: {text!r} is no span like 07:30-11:30")
    start, _, end = text.partition("-")
    if start >= end:
        raise Malformed(f"hours: {name}: {text!r} ends before it begins")
    return start, end


def _judge_date(where: str, text: object) -> None:
    try:
        if not isinstance(text, str) or not _DATE.fullmatch(text):
            raise ValueError
        datetime.date.fromisoformat(text)
    except ValueError:
        raise Malformed(f"hours: {where}: {text!r} is no date like 2026-09-02") from None


def _listed(name: str, value: object, most: int) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple) or len(value) > most:
        raise Malformed(f"hours: {name}: expected a list of at most {most}")
    return value
