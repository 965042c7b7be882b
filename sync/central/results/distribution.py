"""A distribution over the five levels, and what may be said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sync.central.results.statistics.interval import Interval, wilson
from sync.contract.rating import SCORES

_TOP_TWO: Final = (4, 5)
_BOTTOM_TWO: Final = (1, 2)


@dataclass(frozen=True)
class Estimate:
    """A proportion of ratings with its 95 % Wilson interval."""

    number: int
    share: float
    interval: Interval

    @classmethod
    def of(cls, number: int, n: int) -> "Estimate":
        """Estimate from `number` of `n`, which is at least 1."""
        return cls(number, number / n, wilson(number, n))


@dataclass(frozen=True)
class Distribution:
    """How many ratings gave each level, from 1 ("rất không hài lòng") to 5 ("rất hài lòng")."""

    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @classmethod
    def of(cls, counts: Mapping[int, int]) -> "Distribution":
        """Build from {score: number}; a score that is missing counts 0."""
        one, two, three, four, five = (counts.get(score, 0) for score in SCORES)
        return cls((one, two, three, four, five))

    @property
    def n(self) -> int:
        """How many ratings there are."""
        return sum(self.counts)

    @property
    def top_two(self) -> Estimate:
        """Levels 4 and 5; "bình thường" never counts as satisfied."""
        return self._estimate(_TOP_TWO)

    @property
    def bottom_two(self) -> Estimate:
        """Levels 1 and 2."""
        return self._estimate(_BOTTOM_TWO)

    @property
    def levels(self) -> tuple[Estimate, ...]:
        """One estimate a level, from 1 to 5."""
        return tuple(self._estimate((score,)) for score in SCORES)

    @property
    def mean(self) -> float:
        """The mean level, 1 to 5."""
        return sum(score * number for score, number in zip(SCORES, self.counts, strict=True)) / self.n

    def __add__(self, other: "Distribution") -> "Distribution":
        return self._zip(other, 1)

    def __sub__(self, other: "Distribution") -> "Distribution":
        return self._zip(other, -1)

    def _zip(self, other: "Distribution", sign: int) -> "Distribution":
        pairs = zip(SCORES, self.counts, other.counts, strict=True)
        return Distribution.of({score: ours + sign * theirs for score, ours, theirs in pairs})

    def _estimate(self, scores: tuple[int, ...]) -> Estimate:
        return Estimate.of(sum(self.counts[score - 1] for score in scores), self.n)


def total(distributions: Iterable[Distribution]) -> Distribution:
    """Return the sum; of none, the empty distribution."""
    return sum(distributions, Distribution())
