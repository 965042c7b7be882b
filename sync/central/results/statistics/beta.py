"""The beta distribution and, through it, the binomial one: exact sums without adding up tails."""

from math import exp, lgamma, log, log1p
from typing import Final

_TINY: Final = 1e-300
_CLOSE: Final = 1e-15
_NEAR: Final = 1e-9
_STEPS: Final = 10_000


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function Iₓ(a, b), the distribution function of Beta(a, b).

    Source: NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction), summed by the
    modified Lentz algorithm, with 8.17.4 (symmetry) where the fraction converges slowly. About 12 digits.

    Raises:
        ValueError: a or b is not positive.
    """
    if a <= 0 or b <= 0:
        raise ValueError(f"no beta distribution: {a}, {b}")
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1.0 - front * _fraction(1 - x, b, a) / b
    return front * _fraction(x, a, b) / a


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the x with Iₓ(a, b) = p, by bisection; within 1e-9."""
    low, high = 0.0, 1.0
    while high - low > _NEAR:
        middle = (low + high) / 2
        low, high = (middle, high) if beta_cdf(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def binomial_cdf(successes: int, n: int, share: float) -> float:
    """Return P(X ≤ successes) for X ~ Binomial(n, share).

    Source: NIST Digital Library of Mathematical Functions, 8.17.5.
    """
    if successes < 0:
        return 0.0
    if successes >= n:
        return 1.0
    return beta_cdf(1 - share, n - successes, successes + 1)


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1 / _not_zero(1 + term * d), _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _CLOSE:
            return value
    raise ArithmeticError(f"the fraction does not converge: {x}, {a}, {b}")


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
