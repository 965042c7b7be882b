"""What the pages of staff show of a moment: pure."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.staff_props import (
    Open,
    StaffProps,
    bytes_text,
    clock_left,
    derive_staff_props,
    grouped,
    moment,
    span,
)
from kiosk.ui.staff_scene import Figures, Said, StaffScene
from kiosk.visit import Page
from tests.kiosk.ui.staff_scenes import FIGURES, LOST, NEW, NOON_MS, staff_scene_at

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def props(opened: Open | None = None, dots: int = 0, **others: object) -> StaffProps:
    return derive_staff_props(staff_scene_at(Page.STAFF, **others), opened or Open(), dots)  # type: ignore[arg-type]


def test_a_kiosk_that_is_well_says_so() -> None:
    shown = props()
    assert (shown.contact, shown.contact_good, shown.contact_since) == ("delivered", True, "11:00")
    assert (shown.pending, shown.held, shown.last, shown.heard) == ("3", "1.231", "1.234", "11:56")
    assert (shown.free_room, shown.room_days, shown.room_good) == ("61,0 GB", 412, True)
    assert (shown.anchored, shown.clock_good, shown.offset, shown.offset_unit) == (
        True,
        True,
        "0,1",
        "second",
    )
    assert (shown.ledger, shown.head, shown.directory) == ("6f1e9a52", "9f86d081884c", "17")
    assert shown.now == "12:00 25/11/2026"
    assert (shown.standing, shown.former_waiting) == ("in_use", "")


def test_a_kiosk_that_is_not_well_says_what_is_wrong() -> None:
    shown = props(figures=LOST)
    assert (shown.contact_good, shown.contact_since, shown.heard) == (False, "12:00 16/11", "21/10/2025")
    assert (shown.pending, shown.caught_up) == ("1.000.000", False)
    assert (shown.room_good, shown.free_room) == (False, "300 MB")
    assert (shown.clock_good, shown.offset, shown.offset_unit) == (False, "400", "day")
    assert shown.not_come == "unreachable.tls"
    assert (shown.standing, shown.former_waiting) == ("revoked", "1.234")


def test_what_is_not_known_is_not_made_up() -> None:
    shown = props(figures=NEW)
    assert (shown.contact, shown.contact_since, shown.heard, shown.offset) == ("", "", "", "")
    assert (shown.room_days, shown.anchored, shown.clock_good) == (-1, False, False)
    nothing = props(figures=None)
    assert not nothing.known
    assert (nothing.pending, nothing.kiosk, nothing.now) == ("", "", "")


def test_no_room_is_no_good_however_slowly_the_ledger_grows() -> None:
    assert not props(figures=replace(FIGURES, free_bytes=512 * 1024**2, room_days=900)).room_good
    assert not props(figures=replace(FIGURES, room_days=30)).room_good


def test_numbers_are_written_as_the_language_does() -> None:
    english = props(language="en", said=Said("delivered", 12_345, left=6_789))
    assert (english.held, english.free_room, english.offset) == ("1,231", "61.0 GB", "0.1")
    assert (english.said_count, english.said_left) == ("12,345", "6,789")
    assert grouped(1_234_567, vi=True) == "1.234.567"


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, ("0,0", "second")),
        (59_999, ("60,0", "second")),
        (MINUTE, ("1", "minute")),
        (HOUR, ("1", "hour")),
        (DAY, ("1", "day")),
        (25 * HOUR, ("1", "day")),
        (4_000 * DAY, ("4.000", "day")),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(ms: int, text: tuple[str, str]) -> None:
    assert span(ms, vi=True) == text


@given(st.integers(1, 3_600_000))
def test_a_countdown_never_says_that_nothing_is_left_while_something_is(ms: int) -> None:
    minutes, seconds = map(int, clock_left(ms).split(":"))
    assert 0 <= 60_000 * minutes + 1_000 * seconds - ms < 1_000


def test_a_wait_that_is_over_is_no_wait() -> None:
    assert clock_left(0) == ""
    assert (clock_left(28_000), clock_left(3_600_000)) == ("0:28", "60:00")


@given(st.integers(-(2**53), 2**53), st.integers(-(2**53), 2**53))
def test_no_clock_is_too_wrong_to_be_shown(ms: int, now_ms: int) -> None:
    assert moment(ms, now_ms)
    assert props(figures=replace(FIGURES, now_ms=now_ms, since_ms=ms, heard_ms=ms, offset_ms=ms)).now


def test_room_is_told_in_what_a_person_counts_in() -> None:
    assert (bytes_text(0, vi=True), bytes_text(5 * 1024**2, vi=True)) == ("0 MB", "5 MB")
    assert bytes_text(1024**4, vi=False) == "1024.0 GB"


@pytest.mark.parametrize("kind", [StaffProps, Figures, StaffScene])
def test_nothing_staff_are_shown_is_about_a_rating(kind: type) -> None:
    names = {field.name for field in fields(kind)}
    assert not {
        name for name in names if any(word in name for word in ("score", "rating", "comment", "official"))
    }


def test_noon_is_noon_in_viet_nam() -> None:
    assert moment(NOON_MS, NOON_MS) == "12:00"
    assert moment(NOON_MS - 18 * HOUR, NOON_MS) == "18:00 24/11"
    assert moment(None, NOON_MS) == ""
