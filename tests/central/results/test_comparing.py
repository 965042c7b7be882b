from datetime import date

import pytest

from sync.central.results.calls import Calls
from sync.central.results.comparing import Comparison, Verdict, are_uneven, difference_of
from sync.central.results.distribution import Distribution
from sync.central.results.spans import Span

DAYS = Span(date(2026, 11, 1), date(2026, 11, 24))


def verdict(ours: tuple[int, int], other: tuple[int, int]) -> Verdict:
    one, another = (Distribution((0, low, 0, 0, high)) for low, high in (ours, other))
    return Comparison(one, another, DAYS, difference_of(one, another)).verdict


def test_a_difference_is_told_only_where_its_whole_interval_lies_on_one_side() -> None:
    assert verdict((10, 90), (300, 700)) is Verdict.HIGHER
    assert verdict((30, 70), (10, 90)) is Verdict.LOWER
    assert verdict((10, 90), (120, 880)) is Verdict.UNCLEAR


@pytest.mark.parametrize("sides", [((0, 9), (0, 900)), ((0, 900), (0, 9)), ((0, 0), (0, 0))])
def test_few_ratings_on_a_side_are_said_to_be_too_few(sides: tuple[tuple[int, int], tuple[int, int]]) -> None:
    assert verdict(*sides) is Verdict.FEW


def test_response_rates_far_apart_are_a_reason_not_to_compare() -> None:
    assert are_uneven(Calls(100, 90), Calls(1000, 500))
    assert not are_uneven(Calls(100, 60), Calls(1000, 500))
    assert not are_uneven(Calls(9, 9), Calls(1000, 100))
    assert not are_uneven(Calls(100, 110), Calls(1000, 100))
