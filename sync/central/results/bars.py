"""Where a bar's pieces lie, in per cent of its width: what an inline SVG needs and a style sheet must not."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from sync.central.results.distribution import Distribution, Estimate

_NARROWEST_LABELLED: Final = 0.11


@dataclass(frozen=True)
class Piece:
    """One level's piece of a stacked bar; `labelled` when its share fits inside."""

    score: int
    left: float
    width: float
    share: float
    labelled: bool

    @property
    def middle(self) -> float:
        """Where a label stands, in per cent."""
        return round(self.left + self.width / 2, 3)


@dataclass(frozen=True)
class Measure:
    """A single bar with the whiskers of its interval, on a scale that ends at `end` (a share)."""

    width: float
    low: float
    high: float


def stacked(distribution: Distribution) -> tuple[Piece, ...]:
    """Return the pieces of a bar that is 100 % wide; levels nobody gave are left out."""
    pieces = []
    before = 0
    for score, level in enumerate(distribution.levels, start=1):
        if level.number:
            left = round(100 * before / distribution.n, 3)
            width = round(100 * level.share, 3)
            pieces.append(Piece(score, left, width, level.share, level.share >= _NARROWEST_LABELLED))
        before += level.number
    return tuple(pieces)


def measured(estimates: Sequence[Estimate]) -> tuple[Measure, ...]:
    """Return one bar an estimate, all on one scale: it ends at the next ten above the widest interval."""
    end = ceil(max(estimate.interval.high for estimate in estimates) * 10) / 10
    return tuple(
        Measure(
            width=round(100 * estimate.share / end, 3),
            low=round(100 * estimate.interval.low / end, 3),
            high=round(100 * estimate.interval.high / end, 3),
        )
        for estimate in estimates
    )
