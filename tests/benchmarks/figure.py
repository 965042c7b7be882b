"""What is measured: a figure with its goal, and what one run found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles
from typing import Any, Final


class Reach(StrEnum):
    """On which side of its goal a figure shall be."""

    AT_MOST = "≤"
    AT_LEAST = "≥"


@dataclass(frozen=True)
class Figure:
    """What is measured, against what, and what it shall reach; `missed`: what is known of why it does not."""

    name: str
    against: str
    reach: Reach
    goal: float
    unit: str = "×"
    missed: str = ""

    def is_reached(self, value: float) -> bool:
        """Whether a value is as good as the goal."""
        return value <= self.goal if self.reach is Reach.AT_MOST else value >= self.goal


@dataclass(frozen=True)
class Sample:
    """What one run measured: a value for each turn, and what else is worth telling (paces, sizes)."""

    values: Sequence[float]
    told: str = ""

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles; of fewer than four values, the least and the greatest."""
        if len(self.values) < 4:
            return min(self.values), max(self.values)
        low, _, high = quantiles(self.values, n=4, method="inclusive")
        return low, high


Measure = Callable[[bool], Sequence[Sample]]
"""Of whether to measure in full; the samples of its figures, in their order."""


@dataclass(frozen=True)
class Row:
    """A function that measures one or several figures."""

    name: str
    figures: tuple[Figure, ...]
    measure: Measure
    full_only: bool = False


ROWS: Final[dict[str, Row]] = {}
"""Every row by its name, in the table's order."""


def measures(*figures: Figure, full_only: bool = False) -> Callable[[Measure], Measure]:
    """Enter a function into the table."""

    def enter(measure: Measure) -> Measure:
        name = f"{measure.__module__.rpartition('.')[2]}.{measure.__name__}"
        assert name not in ROWS, name
        ROWS[name] = Row(name, figures, measure, full_only)
        return measure

    return enter


@dataclass(frozen=True)
class Found:
    """A figure and what a run found; without a sample, `fault` says why there is none."""

    figure: Figure
    sample: Sample | None
    fault: str = ""


def found(row: Row, told: Sequence[Mapping[str, Any]] | None, fault: str = "") -> list[Found]:
    """The figures of a row with the samples that its process told."""
    if told is None:
        return [Found(figure, None, fault) for figure in row.figures]
    samples = [Sample(**sample) for sample in told]
    return [Found(figure, sample) for figure, sample in zip(row.figures, samples, strict=True)]
