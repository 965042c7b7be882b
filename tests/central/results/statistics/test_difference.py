import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from sync.central.results.statistics.difference import newcombe

PROPORTIONS = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # R. G. Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_agrees_with_published_values(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(*first, *second).interval == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize("first", [(56, 70), (1, 29), (300, 4000)])
@pytest.mark.parametrize("second", [(48, 80), (3, 10), (999, 1000)])
def test_the_interval_is_that_of_an_independent_library(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    expected = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert newcombe(*first, *second).interval == pytest.approx(expected, abs=1e-9)


@given(PROPORTIONS, PROPORTIONS)
def test_the_interval_holds_the_difference_and_turns_with_it(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    value, (low, high) = newcombe(*first, *second)
    assert -1 <= low <= value <= high <= 1
    turned, (turned_low, turned_high) = newcombe(*second, *first)
    assert (turned, turned_low, turned_high) == pytest.approx((-value, -high, -low))


def test_what_is_no_proportion_is_refused() -> None:
    with pytest.raises(ValueError, match="no proportion"):
        newcombe(1, 2, 3, 2)
