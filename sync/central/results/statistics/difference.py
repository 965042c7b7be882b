"""The difference between two independent proportions."""

from math import sqrt
from typing import NamedTuple

from sync.central.results.statistics.interval import Interval, wilson


class Difference(NamedTuple):
    """First minus second, as shares; bounds between -1 and 1."""

    value: float
    interval: Interval


def newcombe(successes: int, n: int, other_successes: int, other_n: int) -> Difference:
    """Return the difference of two independent proportions with its 95 % hybrid score interval.

    Source: R. G. Newcombe (1998), "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17, 873-890, method 10: the Wilson bounds (l₁, u₁)
    and (l₂, u₂) of the two, squared and added; no continuity correction.

    Raises:
        ValueError: one of the two is no proportion.
    """
    first, second = wilson(successes, n), wilson(other_successes, other_n)
    p, q = successes / n, other_successes / other_n
    value = p - q
    return Difference(
        value,
        Interval(
            low=max(-1.0, value - sqrt((p - first.low) ** 2 + (second.high - q) ** 2)),
            high=min(1.0, value + sqrt((first.high - p) ** 2 + (q - second.low) ** 2)),
        ),
    )
