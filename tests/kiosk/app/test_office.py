"""The office's hours and days, with clocks set by hand: right, wrong, corrected and dead."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from kiosk.app.office import Office
from kiosk.visit import DutyLapsed, Event, HoursTold
from tests.hand_clock import HandClock
from tests.kiosk.app.clocks import at, known
from tests.kiosk.app.test_drafting import BINH, LAN, posting

HOURS = {
    "mon": ["07:30-11:30", "13:30-17:00"],
    "tue": ["07:30-11:30"],
    "days": {"2025-12-06": ["08:00-10:00"]},
}
MONDAY = "2025-11-24T"


class Room:
    """An office and what it told."""

    def __init__(self, clock: HandClock, **policies: Any) -> None:
        self.clock = clock
        self.told: list[Event] = []
        self.on_duty: tuple[str, ...] = (LAN, BINH)
        known_time, self.time = known(clock)
        here = posting(**({"hours": HOURS} | policies)).directory
        self.office = Office(here, known_time, self.told.append, lambda: self.on_duty)
        self.office.open()

    @property
    def hours(self) -> list[bool]:
        return [event.is_open for event in self.told if isinstance(event, HoursTold)]

    @property
    def lapsed(self) -> list[tuple[str, ...]]:
        return [event.officials for event in self.told if isinstance(event, DutyLapsed)]

    def wait(self, ms: int) -> None:
        """Time goes by, and the office looks at its clock."""
        self.clock.pass_ms(ms)
        self.office.look()

    def believe(self, text: str) -> None:
        """The central server says what time it is."""
        self.time.anchored_at(at(text), self.clock.up)


@contextmanager
def a_room(wall: str, **policies: Any) -> Iterator[Room]:
    room = Room(HandClock(at(wall)), **policies)
    yield room


def test_the_office_opens_and_closes_within_the_minute() -> None:
    with a_room(MONDAY + "07:29:59") as room:
        assert room.hours == [False]
        room.wait(1_000)
        assert room.hours == [False, True]
        for _ in range(59):
            room.wait(1_000)
        assert room.hours == [False, True]
        room.wait(1_000)
        assert room.hours == [False, True, True]


@pytest.mark.parametrize(
    ("wall", "when", "days"),
    [
        (MONDAY + "06:00", "2025-11-24T07:30", 0),
        (MONDAY + "12:00", "2025-11-24T13:30", 0),
        (MONDAY + "18:00", "2025-11-25T07:30", 1),
        ("2025-11-26T18:00", "2025-12-01T07:30", 5),
        ("2025-12-05T18:00", "2025-12-06T08:00", 1),
    ],
)
def test_a_closed_office_tells_when_it_opens_next(wall: str, when: str, days: int) -> None:
    with a_room(wall) as room:
        opens = room.office.opens()
        assert opens is not None
        assert (opens.at.isoformat(timespec="minutes")[:16], opens.days) == (when, days)


def test_an_open_office_has_no_next_opening() -> None:
    with a_room(MONDAY + "08:00") as room:
        assert room.office.opens() is None


@pytest.mark.parametrize("wall", ["1970-01-01T08:00", "2025-11-01T03:00", "2041-05-05T03:00"])
def test_where_nobody_knows_the_time_the_office_counts_as_open(wall: str) -> None:
    with a_room(wall) as room:
        room.wait(1_000)
        assert room.hours == [True]
        assert room.office.opens() is None


def test_a_dead_clock_is_corrected_by_the_servers_word_alone() -> None:
    with a_room("1970-01-01T08:00") as room:
        room.believe(MONDAY + "12:00")
        room.wait(1_000)
        assert room.hours == [True, False]


def test_hours_are_those_of_corrected_time() -> None:
    with a_room(MONDAY + "08:00") as room:
        room.believe(MONDAY + "12:00")
        room.wait(1_000)
        assert room.hours == [True, False]


@pytest.mark.parametrize("hours", [None, {"mon": ["morning"]}])
def test_without_hours_that_can_be_followed_the_office_is_always_open(hours: dict[str, Any] | None) -> None:
    with a_room(MONDAY + "03:00") as room:
        there = posting().directory
        policies = msgspec.structs.replace(there.policies, hours=hours)
        room.office.follow(msgspec.structs.replace(there, policies=policies))
        assert room.hours == [False, True]


def test_a_new_directorys_hours_hold_at_once() -> None:
    with a_room(MONDAY + "08:00") as room:
        room.office.follow(posting(hours={"tue": ["08:00-09:00"]}).directory)
        assert room.hours == [True, False]


def test_when_the_day_turns_nobody_is_on_duty_any_more() -> None:
    with a_room(MONDAY + "23:59:30") as room:
        room.wait(1_000)
        assert room.lapsed == []
        for _ in range(60):
            room.wait(1_000)
        assert room.lapsed == [(LAN, BINH)]


def test_a_machine_that_slept_through_the_night_finds_another_day() -> None:
    with a_room(MONDAY + "17:00") as room:
        room.wait(1_000)
        room.wait(14 * 3_600_000)
        assert room.lapsed == [(LAN, BINH)]


def test_a_clock_that_is_corrected_by_days_ends_no_duty() -> None:
    with a_room("2025-11-23T08:00") as room:
        room.wait(1_000)
        room.believe(MONDAY + "08:00")
        room.wait(1_000)
        assert room.lapsed == []
        room.wait(16 * 3_600_000)
        assert room.lapsed == [(LAN, BINH)]


def test_a_clock_that_becomes_known_ends_no_duty() -> None:
    with a_room("1970-01-01T08:00") as room:
        room.wait(1_000)
        room.believe(MONDAY + "08:00")
        room.wait(1_000)
        assert room.lapsed == []
