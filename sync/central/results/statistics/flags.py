"""Which of many units to look at: those that are below the benchmark, and were before, beyond chance."""

from collections.abc import Hashable, Mapping
from typing import Final, NamedTuple, TypeVar

from sync.central.results.statistics.beta import binomial_cdf
from sync.central.results.statistics.interval import wilson

LEVEL: Final = 0.025
"""One side of the 95 % intervals that are shown."""
FEWEST: Final = 30
"""Ratings in each of the two periods, below which a unit is not compared."""

Name = TypeVar("Name", bound=Hashable)


class Period(NamedTuple):
    """Ratings of one unit in one period, and the share that it is compared with there."""

    successes: int
    n: int
    benchmark: float

    @property
    def below(self) -> bool:
        """Whether the whole 95 % interval lies below the benchmark."""
        return wilson(self.successes, self.n).high < self.benchmark

    @property
    def p_value(self) -> float:
        """How likely so few successes, or fewer, are if the benchmark is true (exact binomial)."""
        return binomial_cdf(self.successes, self.n, self.benchmark)


def flagged(units: Mapping[Name, tuple[Period, Period]]) -> frozenset[Name]:
    """Return the units to look at, from two successive periods of each.

    A unit is flagged if its whole interval lies below the benchmark in both periods, and its p-value stands
    after correction for the number of units compared. The p-value of both periods together is the larger one:
    an intersection-union test (R. L. Berger (1982), "Multiparameter hypothesis testing and acceptance
    sampling", Technometrics 24, 295-300). Correction by Holm, since it needs no independence: units share one
    benchmark, and it bounds the chance of even a single false flag. The benchmark counts as known.
    """
    compared = {name: pair for name, pair in units.items() if all(one.n >= FEWEST for one in pair)}
    p_values = {name: max(one.p_value for one in pair) for name, pair in compared.items()}
    adjusted = holm(p_values)
    return frozenset(
        name for name, pair in compared.items() if adjusted[name] <= LEVEL and all(one.below for one in pair)
    )


def holm(p_values: Mapping[Name, float]) -> dict[Name, float]:
    """Return p-values adjusted for how many there are; those up to a level hold together at that level.

    Source: S. Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6, 65-70.
    """
    adjusted: dict[Name, float] = {}
    highest = 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda one: p_values[one])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[name]))
        adjusted[name] = highest
    return adjusted
