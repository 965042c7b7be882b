from datetime import date
from itertools import pairwise

from sync.central.results.spans import SHOWN, Span, Step, steps_until, two_months_before, whole_of

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


def test_a_span_is_its_whole_months_and_the_days_before_and_after_them() -> None:
    november = Span(date(2026, 11, 1), date(2026, 11, 30))
    assert november.in_months() == (november, ())
    assert Span(date(2026, 9, 15), date(2026, 12, 3)).in_months() == (
        Span(date(2026, 10, 1), date(2026, 11, 30)),
        (Span(date(2026, 9, 15), date(2026, 9, 30)), Span(date(2026, 12, 1), date(2026, 12, 3))),
    )
    for days in (Span(date(2026, 10, 31), TODAY), Span(date(2026, 11, 2), date(2026, 11, 30))):
        assert days.in_months() == (None, (days,))
    assert Span(date(2026, 10, 31), date(2026, 10, 31)).in_months()[0] is None
    assert Span(date(2028, 1, 30), date(2028, 3, 1)).in_months()[0] == Span(
        date(2028, 2, 1), date(2028, 2, 29)
    )
