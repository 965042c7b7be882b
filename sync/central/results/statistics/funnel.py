"""How far shares of n ratings stray from a benchmark by chance alone: the curves of a funnel plot."""

from math import sqrt
from typing import Final

from sync.central.results.statistics.beta import binomial_cdf
from sync.central.results.statistics.interval import Interval

INNER: Final = 0.025
"""Each tail of the inner limits: 95 % lie between them, about two standard deviations."""
OUTER: Final = 0.001
"""Each tail of the outer limits: 99.8 % lie between them, about three."""


def funnel_limits(n: int, benchmark: float, tail: float) -> Interval:
    """Return the shares between which 1 - 2 · `tail` of samples of `n` lie if the benchmark is true.

    Exact binomial with interpolation, and not the normal approximation: satisfaction lies near 1, where for
    n of 10 to 100 the normal limits are above 1 and much too symmetric.

    Source: D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in
    Medicine 24, 1185-1202, appendix A.1: r is the smallest number with P(R ≤ r) ≥ p, and the limit is
    (r - α)/n with α = (P(R ≤ r) - p) / (P(R ≤ r) - P(R ≤ r - 1)). Held between 0 and 1.

    Raises:
        ValueError: n < 1, a benchmark outside 0 … 1 or a tail outside 0 … ½ (bounds excluded).
    """
    if n < 1 or not 0 < benchmark < 1 or not 0 < tail < 0.5:
        raise ValueError(f"no funnel: {n}, {benchmark}, {tail}")
    low, high = (min(1.0, max(0.0, _limit(n, benchmark, p))) for p in (tail, 1 - tail))
    return Interval(low, high)


def _limit(n: int, benchmark: float, p: float) -> float:
    r = _quantile(n, benchmark, p)
    at, below = binomial_cdf(r, n, benchmark), binomial_cdf(r - 1, n, benchmark)
    return (r - (at - p) / (at - below)) / n


def _quantile(n: int, benchmark: float, p: float) -> int:
    """The smallest r with P(R ≤ r) ≥ p."""
    spread = 6 * sqrt(n * benchmark * (1 - benchmark)) + 6
    low, high = max(0, int(n * benchmark - spread)), min(n, int(n * benchmark + spread))
    if binomial_cdf(low, n, benchmark) >= p:
        low = 0
    if binomial_cdf(high, n, benchmark) < p:
        high = n
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if binomial_cdf(middle, n, benchmark) >= p else (middle + 1, high)
    return low
