"""The interval of one proportion."""

from math import sqrt
from typing import Final, NamedTuple

Z_95: Final = 1.959963984540054
"""97.5 % point of the standard normal distribution."""


class Interval(NamedTuple):
    """Bounds of a proportion, 0 ≤ low ≤ high ≤ 1."""

    low: float
    high: float


def wilson(successes: int, n: int) -> Interval:
    """Return the 95 % Wilson score interval of `successes` out of `n`.

    Source: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 209-212; recommended for small n by L. D. Brown,
    T. T. Cai and A. DasGupta (2001), "Interval estimation for a binomial proportion", Statistical Science 16,
    101-133. Without continuity correction.

    Raises:
        ValueError: n < 1, or successes outside 0 … n.
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"no proportion: {successes} of {n}")
    share, z_squared = successes / n, Z_95**2
    centre = (share + z_squared / (2 * n)) / (1 + z_squared / n)
    half = Z_95 / (1 + z_squared / n) * sqrt(share * (1 - share) / n + z_squared / (4 * n * n))
    return Interval(
        low=0.0 if successes == 0 else max(0.0, centre - half),
        high=1.0 if successes == n else min(1.0, centre + half),
    )
