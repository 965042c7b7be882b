from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from sync.central.results.statistics.pooling import Nothing, Pooled, pool

TUMOURS = """
0/20 0/20 0/20 0/20 0/20 0/20 0/20 0/19 0/19 0/19 0/19 0/18 0/18 0/17 1/20 1/20 1/20 1/20 1/19 1/19 1/18 1/18
2/25 2/24 2/23 2/20 2/20 2/20 2/20 2/20 2/20 1/10 5/49 2/19 5/46 3/27 2/17 7/49 7/47 3/20 3/20 2/13 9/48 10/50
4/20 4/20 4/20 4/20 4/20 4/20 4/20 10/48 4/19 4/19 4/19 5/22 11/46 12/49 5/20 5/20 6/23 5/19 6/22 6/20 6/20
6/20 16/52 15/47 15/46 9/24
"""
"""Tumours in 70 groups of rats: Tarone (1982), in A. Gelman et al., "Bayesian Data Analysis", table 5.1."""
RATS = [(int(x), int(n)) for x, n in (group.split("/") for group in TUMOURS.split())]


def test_the_rats_have_the_prior_that_is_published_of_them() -> None:
    # S. Mukhopadhyay and D. Fletcher (2018), "Generalized empirical Bayes modeling via frequentist goodness
    # of fit", and the vignette of their R package BayesGOF: 2.304768 and 14.079707.
    found = pool(RATS)
    assert isinstance(found, Pooled)
    assert (found.alpha, found.beta) == pytest.approx((2.3048, 14.0797), rel=2e-3)


def test_the_fit_is_as_likely_as_that_of_an_independent_library() -> None:
    random = Random(7)
    groups = [(random.randint(n // 2, n), n) for n in (random.randint(5, 400) for _ in range(40))]

    def unlikely(a: float, b: float) -> float:
        return -float(sum(stats.betabinom.logpmf(x, n, a, b) for x, n in groups))

    best = optimize.minimize(lambda v: unlikely(*map(float, v)), (5, 2), method="Nelder-Mead")
    found = pool(groups)
    assert isinstance(found, Pooled)
    assert unlikely(found.alpha, found.beta) == pytest.approx(best.fun, abs=1e-4)


def test_a_share_of_few_ratings_is_drawn_to_the_others_and_one_of_many_is_not() -> None:
    pooled = Pooled(alpha=40, beta=10)
    few, many = pooled.shrunken(4, 10), pooled.shrunken(4000, 10_000)
    assert few.share == pytest.approx(44 / 60)
    assert many.share == pytest.approx(0.402, abs=0.0005)
    assert few.interval == pytest.approx(stats.beta.interval(0.95, 44, 16), abs=1e-9)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3))
def test_a_shrunken_share_lies_between_its_own_and_the_common_one(groups: list[tuple[int, int]]) -> None:
    pooled = pool(groups)
    if isinstance(pooled, Pooled):
        for x, n in groups:
            share, (low, high) = pooled.shrunken(x, n)
            assert min(x / n, pooled.mean) - 1e-12 <= share <= max(x / n, pooled.mean) + 1e-12
            assert 0 <= low <= share <= high <= 1


def test_it_says_when_there_is_nothing_to_pool() -> None:
    assert pool([(3, 4), (5, 9), (0, 0)]) is Nothing.FEW
    assert pool([(80, 100), (81, 100), (79, 100), (80, 100)]) is Nothing.ALIKE
    assert pool([(10, 10), (20, 20), (15, 15)]) is Nothing.ALIKE


def test_what_is_no_proportion_is_refused() -> None:
    with pytest.raises(ValueError, match="no proportions"):
        pool([(5, 4), (1, 2), (1, 2)])
