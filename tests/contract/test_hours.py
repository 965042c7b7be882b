"""Which hours a kiosk can follow, and which are refused."""

from typing import Any

import pytest

from sync.contract.encoding import Malformed
from sync.contract.hours import read_hours

GOOD: list[dict[str, Any]] = [
    {},
    {"mon": ["07:30-11:30", "13:30-17:00"], "sun": []},
    {"mon": ("13:30-17:00", "07:30-11:30")},
    {"mon": ["00:00-24:00"]},
    {"mon": ["07:00-08:00", "08:00-09:00"]},
    {"mon": [f"0{hour}:00-0{hour}:30" for hour in range(8)]},
    {"holidays": ["2026-09-02", "2028-02-29"], "days": {"2026-08-22": ["07:30-11:30"], "2026-08-23": []}},
    {"holidays": ["2026-01-01"] * 400},
]
BAD: list[dict[str, Any]] = [
    {"monday": []},
    {"mon": None},
    {"mon": "07:30-11:30"},
    {"mon": [730]},
    {"mon": ["7:30-11:30"]},
    {"mon": ["07:30-11:30 "]},
    {"mon": ["07:60-11:30"]},
    {"mon": ["24:00-24:00"]},
    {"mon": ["11:30-07:30"]},
    {"mon": ["07:30-07:30"]},
    {"mon": ["07:30-11:30", "11:29-12:00"]},
    {"mon": ["07:00-07:01"] * 9},
    {"holidays": "2026-09-02"},
    {"holidays": ["2026-02-29"]},
    {"holidays": ["2026-9-2"]},
    {"holidays": [20260902]},
    {"holidays": ["2026-01-01"] * 401},
    {"days": []},
    {"days": {"2026-13-01": []}},
    {"days": {"2026-01-01": ["x"]}},
]


@pytest.mark.parametrize("hours", GOOD)
def test_good_hours_are_read(hours: dict[str, Any]) -> None:
    assert len(read_hours(hours).weekdays) == 7


@pytest.mark.parametrize("hours", BAD)
def test_bad_hours_are_refused_with_the_day(hours: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match=rf"hours: .*{next(iter(hours))}"):
        read_hours(hours)
