"""Before and after, with and without a measure: difference in differences."""

from collections.abc import Sequence
from math import ceil
from random import Random
from typing import Final, NamedTuple

from sync.central.results.statistics.interval import Interval

FEWEST_UNITS: Final = 5
"""Units on each side: five can be drawn again in 126 different ways, enough for tails of 2.5 %."""
_DRAWS: Final = 1999


class Observed(NamedTuple):
    """The sum of `n` observations; of a proportion, the successes."""

    total: float
    n: int


class Unit(NamedTuple):
    """A unit before and after; all that was observed in it counts as one cluster."""

    before: Observed
    after: Observed


class Change(NamedTuple):
    """How much more the first side changed than the second, in the observations' own unit."""

    value: float
    interval: Interval


def difference_in_differences(treated: Sequence[Unit], others: Sequence[Unit], *, seed: int) -> Change | None:
    """Return the difference in differences of means with a 95 % bootstrap interval; None for too few units.

    Observations weigh alike, whichever unit they are of. Units are drawn again, with replacement, within each
    side, so that ratings of one unit stay together; the bounds are percentiles of 1,999 draws from `seed`.
    Same input in the same order, same output. It says what the measure did only if both sides would have
    changed alike without it.

    Source: M. Bertrand, E. Duflo and S. Mullainathan (2004), "How much should we trust
    differences-in-differences estimates?", Quarterly Journal of Economics 119, 249-275 (block bootstrap);
    B. Efron and R. J. Tibshirani (1993), "An Introduction to the Bootstrap", chapter 13 (percentiles). Of few
    units the interval is too narrow: A. C. Cameron, J. B. Gelbach and D. L. Miller (2008), "Bootstrap-based
    improvements for inference with clustered errors", Review of Economics and Statistics 90, 414-427.

    Raises:
        ValueError: a unit has no observations before or none after.
    """
    if any(seen.n < 1 for unit in (*treated, *others) for seen in unit):
        raise ValueError("a unit without observations")
    if min(len(treated), len(others)) < FEWEST_UNITS:
        return None
    random = Random(seed)  # noqa: S311 - a bootstrap, and no secret
    drawn = sorted(
        _changed(random.choices(treated, k=len(treated))) - _changed(random.choices(others, k=len(others)))
        for _ in range(_DRAWS)
    )
    tail = ceil(0.025 * (_DRAWS + 1))
    return Change(_changed(treated) - _changed(others), Interval(drawn[tail - 1], drawn[-tail]))


def _changed(units: Sequence[Unit]) -> float:
    return _mean([unit.after for unit in units]) - _mean([unit.before for unit in units])


def _mean(some: Sequence[Observed]) -> float:
    return sum(one.total for one in some) / sum(one.n for one in some)
