import datetime
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.contract.encoding import Malformed
from sync.contract.hours import WEEKDAYS, Hours, is_open, next_opening, read_hours

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
WORKDAY = ["07:30-11:30", "13:30-17:00"]
OFFICE = {
    **dict.fromkeys(WEEKDAYS[:5], WORKDAY),
    "holidays": ["2026-09-01", "2026-09-02"],
    "days": {"2026-08-22": ["08:00-11:00"]},
}
MINUTE_MS = 60_000


def at(text: str) -> int:
    """Ms UTC of a local time."""
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=VIETNAM).timestamp() * 1000)


@pytest.mark.parametrize(
    ("time", "opened", "next_time"),
    [
        ("2026-10-08T07:29:59", False, "2026-10-08T07:30"),
        ("2026-10-08T07:30", True, "2026-10-08T13:30"),
        ("2026-10-08T11:30", False, "2026-10-08T13:30"),
        ("2026-10-08T16:59:59", True, "2026-10-09T07:30"),
        ("2026-10-09T17:00", False, "2026-10-12T07:30"),
        ("2026-08-31T17:30", False, "2026-09-03T07:30"),
        ("2026-09-02T09:00", False, "2026-09-03T07:30"),
        ("2026-08-22T09:00", True, "2026-08-24T07:30"),
        ("2026-08-22T14:00", False, "2026-08-24T07:30"),
    ],
)
def test_an_office_opens_and_closes_by_the_minute(time: str, opened: bool, next_time: str) -> None:
    hours = read_hours(OFFICE)
    assert is_open(hours, at(time)) is opened
    assert next_opening(hours, at(time)) == at(next_time)


def test_a_desk_that_never_opens_has_no_next_opening() -> None:
    assert next_opening(read_hours({}), at("2026-10-08T09:00")) is None


def test_a_desk_that_never_closes_does_not_open_again_at_midnight() -> None:
    hours = read_hours({day: ["00:00-24:00"] for day in WEEKDAYS})
    assert is_open(hours, at("2026-10-08T23:59:59"))
    assert next_opening(hours, at("2026-10-08T09:00")) is None


def test_spans_that_touch_are_one() -> None:
    hours = read_hours({"thu": ["11:30-17:00", "07:30-11:30"]})
    assert next_opening(hours, at("2026-10-08T08:00")) == at("2026-10-15T07:30")


@pytest.mark.parametrize(
    ("policy", "named"),
    [
        (None, "hours"),
        ([], "hours"),
        ({"monday": WORKDAY}, "monday"),
        ({"mon": "07:30-11:30"}, "mon"),
        ({"mon": ["7:30-11:30"]}, "7:30-11:30"),
        ({"mon": ["07:30-11:30\n"]}, "mon"),
        ({"mon": ["07:30-07:30"]}, "07:30-07:30"),
        ({"mon": ["22:00-06:00"]}, "22:00-06:00"),
        ({"mon": ["07:30-25:00"]}, "25:00"),
        ({"mon": [730]}, "730"),
        ({"mon": ["07:30-11:30", "11:00-12:00"]}, "overlap"),
        ({"mon": ["00:00-00:01"] * 9}, "mon"),
        ({"holidays": ["2026-02-30"]}, "2026-02-30"),
        ({"holidays": ["20260902"]}, "20260902"),
        ({"holidays": [None]}, "None"),
        ({"days": ["2026-09-02"]}, "days"),
        ({"days": {"2026-09-02": None}}, "2026-09-02"),
        ({"days": {"soon": WORKDAY}}, "soon"),
    ],
)
def test_hours_that_cannot_be_followed_say_which_part(policy: Any, named: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_hours(policy)
    assert named in refused.value.detail


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(WORKDAY),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*WEEKDAYS, "holidays", "days"]) | st.text(max_size=10), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_whatever_stands_in_a_policy_is_read_or_refused(policy: Any) -> None:
    with suppress(Malformed):
        assert isinstance(read_hours(policy), Hours)


@st.composite
def policies(draw: st.DrawFn) -> Hours:
    def spans() -> list[str]:
        marks = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
        pairs = zip(marks[::2], marks[1::2], strict=False)
        return [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in pairs]

    dates = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)).map(str)
    policy = {day: spans() for day in WEEKDAYS} | {
        "holidays": draw(st.lists(dates, max_size=5)),
        "days": {date: spans() for date in draw(st.lists(dates, max_size=3))},
    }
    return read_hours(json.loads(json.dumps(policy)))


@given(policies(), st.integers(at("2025-12-20T00:00"), at("2026-03-10T00:00")))
def test_the_next_opening_is_the_first_moment_that_is_open_after_one_that_is_not(
    hours: Hours, now: int
) -> None:
    opening = next_opening(hours, now)
    if opening is None:
        return
    assert opening > now
    assert is_open(hours, opening)
    assert not is_open(hours, opening - 1)
    steps = range(now - now % MINUTE_MS + MINUTE_MS, min(opening, now + 3 * 86_400_000), MINUTE_MS)
    begins = [step for step in steps if is_open(hours, step) and not is_open(hours, step - 1)]
    assert begins == []


@given(policies(), st.integers(-(10**18), 10**18))
def test_a_clock_that_is_wrong_by_ages_still_gets_an_answer(hours: Hours, now: int) -> None:
    assert is_open(hours, now) in (True, False)
    next_opening(hours, now)
