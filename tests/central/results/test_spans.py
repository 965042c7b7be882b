from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sync.central.results.spans import SHOWN, InMonths, Span, Step, steps_until, two_months_before, whole_of

TODAY = date(2026, 11, 24)


def test_steps_follow_each_other_without_a_gap_and_end_today() -> None:
    for step in Step:
        steps = steps_until(TODAY, step)
        assert len(steps) == SHOWN[step]
        assert all((after.first - before.last).days == 1 for before, after in pairwise(steps))
        assert whole_of(steps).last == TODAY


def test_weeks_begin_on_monday_and_months_on_their_first_day() -> None:
    weeks, months = steps_until(TODAY, Step.WEEK), steps_until(TODAY, Step.MONTH)
    assert {week.first.weekday() for week in weeks} == {0}
    assert weeks[-1] == Span(date(2026, 11, 23), TODAY)
    assert [months[0].first, months[-1].first] == [date(2025, 12, 1), date(2026, 11, 1)]


def test_a_year_before_the_29th_of_february_is_the_28th() -> None:
    assert Span(date(2028, 2, 1), date(2028, 2, 29)).a_year_before() == Span(
        date(2027, 2, 1), date(2027, 2, 28)
    )


def test_two_full_months_are_over_before_this_one() -> None:
    assert two_months_before(date(2027, 1, 31)) == (
        Span(date(2026, 11, 1), date(2026, 11, 30)),
        Span(date(2026, 12, 1), date(2026, 12, 31)),
    )


def test_a_span_is_the_nearest_months_with_days_that_are_added_and_taken_away() -> None:
    november = Span(date(2026, 11, 1), date(2026, 11, 30))
    assert november.in_months() == InMonths(november, (), ())
    until_today = Span(date(2026, 11, 1), TODAY)
    assert until_today.in_months() == InMonths(november, (), (Span(date(2026, 11, 25), date(2026, 11, 30)),))
    assert Span(date(2026, 9, 17), date(2026, 12, 3)).in_months() == InMonths(
        Span(date(2026, 10, 1), date(2026, 11, 30)),
        (Span(date(2026, 9, 17), date(2026, 9, 30)), Span(date(2026, 12, 1), date(2026, 12, 3))),
        (),
    )
    for days in (Span(TODAY, TODAY), Span(date(2026, 10, 31), date(2026, 11, 10))):
        assert days.in_months() == InMonths(None, (days,), ())


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 800))
def test_the_months_of_a_span_come_to_its_days_and_few_days_are_read(first: date, more: int) -> None:
    span = Span(first, first + timedelta(days=more))
    months, added, taken = span.in_months()
    found = Counter(day for part in (months, *added) if part for day in _days(part))
    found.subtract(day for part in taken for day in _days(part))
    assert {day: n for day, n in found.items() if n} == dict.fromkeys(_days(span), 1)
    assert sum(1 for part in (*added, *taken) for _ in _days(part)) <= 31
    assert months is None or months.first.day == (months.last + timedelta(days=1)).day == 1


def _days(span: Span) -> Iterator[date]:
    return (span.first + timedelta(days=place) for place in range((span.last - span.first).days + 1))
