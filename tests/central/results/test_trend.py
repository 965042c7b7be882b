from datetime import date

from sync.central.results.distribution import Distribution
from sync.central.results.spans import Step, steps_until
from sync.central.results.standing import Standing
from sync.central.results.trend import Trend, trend_of

LAST = date(2026, 11, 24)


def trend(days: dict[date, Distribution], step: Step = Step.DAY) -> Trend:
    return trend_of(step, steps_until(LAST, step), days)


def of(low: int, high: int) -> Distribution:
    return Distribution((0, low, 0, 0, high))


def test_days_add_up_to_months() -> None:
    found = trend({date(2026, 10, 31): of(1, 9), date(2026, 11, 1): of(5, 5), LAST: of(0, 20)}, Step.MONTH)
    assert [one.distribution for one in found.past[-2:]] == [of(1, 9), of(5, 25)]


def test_fewer_than_ten_ratings_are_drawn_nowhere_and_no_line_leads_across() -> None:
    days = {date(2026, 11, day): of(2, 18) for day in (18, 19, 21, 22)}
    found = trend(days | {date(2026, 11, 20): of(0, 9)})
    assert found.drawing is not None
    assert [[dot.past.span.first.day for dot in run] for run in found.drawing.runs] == [[18, 19], [21, 22]]
    assert {one.span.first.day: one.standing for one in found.past}[20] is Standing.HIDDEN


def test_the_higher_share_lies_higher_within_its_interval_and_within_the_plot() -> None:
    found = trend({date(2026, 11, 10): of(8, 12), date(2026, 11, 11): of(1, 39)})
    assert found.drawing is not None
    low, high = found.drawing.dots
    assert high.y < low.y
    for dot in (low, high):
        assert 0 <= dot.high < dot.y < dot.low <= 100


def test_what_corrections_took_below_zero_is_withheld() -> None:
    found = trend({LAST: Distribution((0, -1, 0, 0, 30))})
    assert found.past[-1].standing is Standing.HIDDEN
    assert found.drawing is None
