"""Many proportions, some of few ratings: what each is likely to be, seen with the others."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import exp, lgamma, log, sqrt
from typing import Final, NamedTuple

from sync.central.results.statistics.beta import beta_quantile
from sync.central.results.statistics.interval import Interval

_GOLDEN: Final = (sqrt(5) - 1) / 2
_STEPS: Final = 32
_WEAKEST, _STRONGEST = log(0.05), log(1e6)
"""Bounds of the search for α + β, in log ratings."""


class Nothing(StrEnum):
    """Why there is nothing to pool."""

    FEW = "few"
    """Fewer than three proportions."""
    ALIKE = "alike"
    """They differ no more than chance would have it: one share describes all of them."""


class Pooled(NamedTuple):
    """Shares are spread as Beta(alpha, beta); alpha + beta is how many ratings the others' word is worth."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The mean of the shares."""
        return self.alpha / (self.alpha + self.beta)

    def shrunken(self, successes: int, n: int) -> "Shrunken":
        """Return the posterior mean of one share, and the middle 95 % of its posterior.

        Source: A. Gelman et al. (2013), "Bayesian Data Analysis", 3rd ed., section 2.4:
        Beta(α + x, β + n - x).
        Empirical Bayes: α and β count as known, so of few groups the interval is somewhat too narrow.
        """
        a, b = self.alpha + successes, self.beta + n - successes
        return Shrunken(a / (a + b), Interval(beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)))


class Shrunken(NamedTuple):
    """A share drawn towards the others, the more the fewer ratings it has."""

    share: float
    interval: Interval


def pool(groups: Sequence[tuple[int, int]]) -> Pooled | Nothing:
    """Fit a beta-binomial to groups of (successes, n) by marginal likelihood; empty groups are left out.

    Source of the likelihood: J. G. Skellam (1948), "A probability distribution derived from the binomial
    distribution", Journal of the Royal Statistical Society B 10, 257-261. Maximised over log(α + β) and,
    inside, over the mean, by golden section. Where the likelihood still grows at α + β = 10⁶, or pooling
    gains nothing against one common share, the groups are `ALIKE`.

    Raises:
        ValueError: a group is no proportion.
    """
    counted = [(x, n) for x, n in groups if n]
    if any(not 0 <= x <= n for x, n in counted):
        raise ValueError(f"no proportions: {counted}")
    if len(counted) < 3:
        return Nothing.FEW

    def best_mean(log_strength: float) -> tuple[float, float]:
        strength = exp(log_strength)
        return _highest(lambda mean: _likelihood(counted, mean * strength, (1 - mean) * strength), 0.0, 1.0)

    log_strength, likelihood = _highest(lambda s: best_mean(s)[1], _WEAKEST, _STRONGEST)
    if likelihood <= _common(counted) or log_strength > _STRONGEST - 0.5:
        return Nothing.ALIKE
    mean, strength = best_mean(log_strength)[0], exp(log_strength)
    return Pooled(mean * strength, (1 - mean) * strength)


def _likelihood(groups: Sequence[tuple[int, int]], a: float, b: float) -> float:
    """Without the binomial coefficients, which do not depend on a and b."""
    whole = lgamma(a + b) - lgamma(a) - lgamma(b)
    return sum(lgamma(a + x) + lgamma(b + n - x) - lgamma(a + b + n) + whole for x, n in groups)


def _common(groups: Sequence[tuple[int, int]]) -> float:
    """The likelihood of one share for all."""
    x, n = sum(x for x, _ in groups), sum(n for _, n in groups)
    return sum(part * log(part / n) for part in (x, n - x) if part)


def _highest(of: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Where a function with one peak is highest, and how high."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = of(left), of(right)
    for _ in range(_STEPS):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = of(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = of(right)
    middle = (low + high) / 2
    return middle, of(middle)
