from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central.results.statistics.interval import Z_95, wilson

PROPORTIONS = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_agrees_with_published_values(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=0.00005)


def test_27_of_30_satisfied_may_mean_74_to_97_per_cent_and_30_of_30_no_less_than_89() -> None:
    assert [round(100 * bound) for bound in wilson(27, 30)] == [74, 97]
    assert [round(100 * bound) for bound in wilson(30, 30)] == [89, 100]


@given(st.integers(1, 1_000_000))
def test_nobody_or_everybody_satisfied_still_leaves_a_doubt_on_one_side_only(n: int) -> None:
    # At the ends the formula of Brown, Cai and DasGupta (2001), (4), becomes n/(n + z²) and z²/(n + z²).
    assert wilson(0, n) == pytest.approx((0.0, Z_95**2 / (n + Z_95**2)))
    assert wilson(n, n) == pytest.approx((n / (n + Z_95**2), 1.0))
    assert wilson(0, n).low == 0.0
    assert wilson(n, n).high == 1.0


@given(PROPORTIONS)
def test_the_interval_is_the_form_printed_by_brown_cai_and_dasgupta(proportion: tuple[int, int]) -> None:
    successes, n = proportion
    share, k = successes / n, Z_95
    centre = (successes + k * k / 2) / (n + k * k)
    half = k * sqrt(n) / (n + k * k) * sqrt(share * (1 - share) + k * k / (4 * n))
    assert wilson(successes, n) == pytest.approx((centre - half, centre + half), abs=1e-12)


@given(PROPORTIONS)
def test_the_interval_holds_the_share_and_stays_between_0_and_1(proportion: tuple[int, int]) -> None:
    successes, n = proportion
    low, high = wilson(successes, n)
    assert 0.0 <= low <= successes / n <= high <= 1.0
    assert low < high


@given(PROPORTIONS, st.integers(2, 50))
def test_more_ratings_with_the_same_share_narrow_the_interval(
    proportion: tuple[int, int], times: int
) -> None:
    successes, n = proportion
    wide, narrow = wilson(successes, n), wilson(successes * times, n * times)
    assert narrow.high - narrow.low < wide.high - wide.low


@given(PROPORTIONS)
def test_the_dissatisfied_share_has_the_mirrored_interval(proportion: tuple[int, int]) -> None:
    successes, n = proportion
    low, high = wilson(n - successes, n)
    assert wilson(successes, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (-1, 5), (6, 5), (1, -1)])
def test_what_is_no_proportion_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(successes, n)
