import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sync.central.results.statistics.beta import beta_cdf, beta_quantile, binomial_cdf

SHAPES = st.floats(0.05, 20_000)


@settings(max_examples=60)
@given(st.floats(0, 1), SHAPES, SHAPES)
def test_the_distribution_function_is_that_of_an_independent_library(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-9)


@settings(max_examples=30)
@given(st.sampled_from([0.001, 0.025, 0.5, 0.975]), st.floats(0.5, 5_000), st.floats(0.5, 5_000))
def test_the_quantile_is_that_of_an_independent_library(p: float, a: float, b: float) -> None:
    assert beta_quantile(p, a, b) == pytest.approx(stats.beta.ppf(p, a, b), abs=1e-9)


@settings(max_examples=60)
@given(st.integers(-1, 300), st.integers(1, 300), st.floats(0.001, 0.999))
def test_the_binomial_sum_is_that_of_an_independent_library(successes: int, n: int, share: float) -> None:
    assert binomial_cdf(successes, n, share) == pytest.approx(stats.binom.cdf(successes, n, share), abs=1e-9)


def test_what_is_no_beta_distribution_is_refused() -> None:
    with pytest.raises(ValueError, match="no beta distribution"):
        beta_cdf(0.5, 0, 1)
