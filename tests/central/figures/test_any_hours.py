"""A kiosk and the marks of its ratings agree about any moment, whatever its policy says."""

import datetime
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from sync.central.figures.marking import hours_in
from sync.central.figures.marks import GRACE_MS, Rule, Told, marks_of
from sync.contract.encoding import write_json
from sync.contract.hours import MINUTE_MS, WEEKDAYS
from tests.central.figures.test_marks import rating
from tests.central.fleet.test_silence import OFFICE, at
from tests.hand_clock import HandClock
from tests.kiosk.app.test_office import Room


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    def spans() -> list[str]:
        marks = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
        pairs = zip(marks[::2], marks[1::2], strict=False)
        return [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in pairs]

    dates = st.dates(datetime.date(2026, 12, 20), datetime.date(2027, 1, 10)).map(str)
    policy: dict[str, Any] = {day: spans() for day in WEEKDAYS}
    return policy | {
        "holidays": draw(st.lists(dates, max_size=5)),
        "days": {date: spans() for date in draw(st.lists(dates, max_size=3))},
    }


@given(policies() | st.none(), st.integers(at("2026-12-20T00:00"), at("2027-01-10T00:00")))
@example(OFFICE, at("2026-11-24T09:00"))  # Vietnam Cultural Day
@example(OFFICE, at("2027-04-30T09:00"))  # Reunification Day
@example({"mon": ["00:00-24:00"]}, at("2026-12-29T00:29"))
def test_out_of_hours_is_what_was_given_half_an_hour_after_its_kiosk_had_closed(
    policy: dict[str, Any] | None, now_ms: int
) -> None:
    kiosk = Room(HandClock(now_ms - GRACE_MS), hours=policy)
    for _ in range(GRACE_MS // MINUTE_MS):
        kiosk.wait(MINUTE_MS)
    given_now = rating(1, 0, earliest_ms=now_ms, latest_ms=now_ms)
    hours = hours_in(write_json({"policies": {"hours": policy}}) + b"\n")
    marked = [mark.rule for mark in marks_of([given_now], [], [Told(0, hours)])]
    assert (Rule.OUT_OF_HOURS in marked) is not any(kiosk.hours)
