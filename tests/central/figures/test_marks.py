"""Marks of one ledger's day: each rule, and what it leaves alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central.figures.marks import (
    BURST_MS,
    FEWEST,
    RUN_MS,
    Rule,
    Told,
    marks_of,
    stretches,
)
from sync.central.figures.records import PHONE, Offer, OfferKind, Rating, Status
from sync.contract.desk_time import day_begins_ms
from sync.contract.hours import read_hours

MINUTE_MS = 60_000
MONDAY = 20_780  # 23 November 2026
OPEN = read_hours({"mon": ["07:30-11:30", "13:30-17:00"]})


def rating(seq: int, up: int, **other: Any) -> Rating:
    usual: dict[str, Any] = {
        "rating": str(seq),
        "unit": "unit",
        "counter": "counter",
        "named": None,
        "official": None,
        "score": 3,
        "status": Status.COUNTED,
        "via": "touch",
        "stage": None,
        "questionnaire": "q/1",
        "received_ms": 0,
    }
    return Rating(seq=seq, up=up, **(usual | other))


def offer(seq: int, up: int, kind: OfferKind, **other: Any) -> Offer:
    usual: dict[str, Any] = {
        "unit": "unit",
        "counter": "counter",
        "named": None,
        "official": None,
        "status": Status.COUNTED,
        "received_ms": 0,
        "invitation": str(seq),
    }
    return Offer(seq=seq, up=up, kind=kind, **(usual | other))


def marked(rule: Rule, *rated: Rating, offered: tuple[Offer, ...] = (), hours: Any = None) -> list[int]:
    return [mark.seq for mark in marks_of(rated, offered, [Told(0, hours)]) if mark.rule is rule]


def every(step_ms: int, number: int = FEWEST, **other: Any) -> list[Rating]:
    return [rating(seq, seq * step_ms, **other) for seq in range(1, number + 1)]


def test_five_within_a_minute_are_a_burst_and_four_are_none() -> None:
    assert marked(Rule.BURST, *every(BURST_MS // 4)) == [1, 2, 3, 4, 5]
    assert marked(Rule.BURST, *every(BURST_MS // 4 + 1)) == []
    assert marked(Rule.BURST, *every(1, 4)) == []


def test_a_dossier_rated_again_is_marked_from_the_second_on() -> None:
    first, again, third = rating(1, 0), rating(2, 300_000, repeated=1), rating(3, 600_000, repeated=1)
    assert marked(Rule.REPEATED, first, again, third) == [2, 3]
    assert marked(Rule.REPEATED, rating(2, 0, repeated=1, status=Status.WITHDRAWN)) == []


def test_a_burst_holds_those_that_make_it_and_no_others() -> None:
    slow = [rating(9, 10 * MINUTE_MS), rating(10, 20 * MINUTE_MS)]
    assert marked(Rule.BURST, *every(1_000), *slow) == [1, 2, 3, 4, 5]


def test_a_boot_in_between_ends_a_burst() -> None:
    later = [rating(seq, seq) for seq in range(4, 7)]
    assert marked(Rule.BURST, rating(1, 50_000), rating(2, 51_000), rating(3, 52_000), *later) == []


def test_practice_withdrawn_and_planned_ratings_make_no_burst() -> None:
    rated = every(1_000)
    for status in set(Status) - {Status.COUNTED}:
        rated[2] = rating(3, 3_000, status=status)
        assert marked(Rule.BURST, *rated) == []


def test_silent_fives_of_one_official_within_ten_minutes_are_marked() -> None:
    step_ms = RUN_MS // 4
    assert marked(Rule.FIVES, *every(step_ms, score=5, official="an")) == [1, 2, 3, 4, 5]
    assert marked(Rule.FIVES, *every(step_ms + 1, score=5, official="an")) == []
    assert marked(Rule.FIVES, *every(step_ms, score=4, official="an")) == []
    assert marked(Rule.FIVES, *every(step_ms, score=5, official="an", detail=99)) == []
    assert marked(Rule.FIVES, *every(step_ms, score=5)) == []


def test_fives_of_several_officials_are_no_run() -> None:
    rated = [rating(seq, seq * 30_000, score=5, official=f"official {seq % 2}") for seq in range(1, 9)]
    assert marked(Rule.FIVES, *rated) == []


@pytest.mark.parametrize(
    ("minute", "outside"),
    [
        (7 * 60 + 29, True),
        (7 * 60 + 30, False),
        (11 * 60 + 59, False),
        (12 * 60 + 1, True),
        (13 * 60 + 30, False),
        (17 * 60 + 29, False),
        (17 * 60 + 30, True),
        (22 * 60, True),
    ],
)
def test_a_rating_outside_the_hours_is_marked_half_an_hour_after_they_end(minute: int, outside: bool) -> None:
    moment = day_begins_ms(MONDAY) + minute * MINUTE_MS
    one = rating(1, 0, earliest_ms=moment, latest_ms=moment)
    assert marked(Rule.OUT_OF_HOURS, one, hours=OPEN) == ([1] if outside else [])
    assert marked(Rule.OUT_OF_HOURS, one) == []


def test_a_rating_that_may_have_been_given_while_the_desk_was_open_is_not_out_of_hours() -> None:
    begins = day_begins_ms(MONDAY)
    wide = rating(1, 0, earliest_ms=begins, latest_ms=begins + 8 * 60 * MINUTE_MS)
    assert marked(Rule.OUT_OF_HOURS, wide, rating(2, 1), hours=OPEN) == []


def late(number: int, minute: int, **other: Any) -> list[Rating]:
    moment = day_begins_ms(MONDAY) + minute * MINUTE_MS
    usual = {"official": "an", "earliest_ms": moment, "latest_ms": moment}
    return [
        rating(minute * 100 + place, minute * MINUTE_MS + place, **(usual | other)) for place in range(number)
    ]


def test_ratings_of_one_official_that_crowd_into_the_last_quarter_of_an_hour_are_marked() -> None:
    evening, noon = late(5, 16 * 60 + 50), 10 * 60
    assert len(marked(Rule.CLOSING, *evening, *late(5, noon), hours=OPEN)) == 5
    assert marked(Rule.CLOSING, *evening, *late(6, noon), hours=OPEN) == []
    assert marked(Rule.CLOSING, *evening[:4], hours=OPEN) == []
    assert marked(Rule.CLOSING, *late(9, 16 * 60 + 44), hours=OPEN) == []
    assert marked(Rule.CLOSING, *late(9, 11 * 60 + 25), hours=OPEN) == []
    assert marked(Rule.CLOSING, *late(9, 16 * 60 + 50, official=None), hours=OPEN) == []


def test_touches_beyond_the_calls_of_a_counter_are_marked_the_last_ones_first() -> None:
    calls = tuple(offer(seq, seq, OfferKind.CALL) for seq in (1, 3))
    rated = [rating(2, 2, via="call"), rating(4, 4), rating(5, 5), rating(6, 6)]
    assert marked(Rule.UNCALLED, *rated, offered=calls) == [5, 6]
    assert marked(Rule.UNCALLED, *rated[:2], offered=calls) == []
    assert marked(Rule.UNCALLED, *rated) == []
    other = [rating(seq, seq, counter="other") for seq in range(7, 12)]
    assert marked(Rule.UNCALLED, *other, offered=calls) == []


def test_ratings_by_phone_are_marked_where_their_invitations_came_in_a_burst() -> None:
    fast = tuple(offer(seq, seq * 1_000, OfferKind.INVITATION) for seq in range(1, 6))
    slow = offer(9, 30 * MINUTE_MS, OfferKind.INVITATION)
    rated = [rating(2, 2_000, via=PHONE), rating(9, 30 * MINUTE_MS, via=PHONE)]
    assert marked(Rule.INVITATIONS, *rated, offered=(*fast, slow)) == [2]
    assert marked(Rule.BURST, *(rating(seq, seq, via=PHONE) for seq in range(1, 9)), offered=fast) == []


@given(st.lists(st.integers(0, 400), max_size=40), st.integers(1, 60), st.integers(2, 6))
def test_a_place_is_in_a_stretch_exactly_if_enough_lie_within_some_window_around_it(
    some: list[int], within: int, fewest: int
) -> None:
    moments = sorted(some)
    inside = {place for stretch in stretches(moments, within, fewest) for place in stretch}
    for place, moment in enumerate(moments):
        windows = (
            sum(start <= one <= start + within for one in moments)
            for start in moments
            if start <= moment <= start + within
        )
        assert (place in inside) == (max(windows) >= fewest)
