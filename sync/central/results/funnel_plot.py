"""Units in a funnel plot: how far each lies from the province's share, and how far chance alone reaches."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, floor, log
from typing import Final

from sync.central.results.distribution import Distribution, Estimate
from sync.central.results.labels import Label, Size, Spot, place_labels
from sync.central.results.overview import Overview, UnitRow
from sync.central.results.statistics.funnel import INNER, OUTER, funnel_limits
from sync.central.results.statistics.interval import Interval
from sync.central.results.statistics.pooling import Nothing, Shrunken, pool
from sync.central.results.view import View

_FEWEST_UNITS: Final = 3
_STEPS: Final = 60
_HEIGHT: Final = 280
_SLIM: Final = Size(180, 640, _HEIGHT)  # drawn up to 760 px of a screen or a sheet
_AMPLE: Final = Size(560, 3_000, _HEIGHT)


class Place(StrEnum):
    """Where a unit lies: within what chance alone allows, or beyond 99.8 % of it."""

    WITHIN = "within"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True)
class Point:
    """A unit; x and y in per cent of the plot from its upper left corner, `number` in its table.

    `slim` and `ample`: where its number stands in a slim plot and in an ample one, if there is room.
    """

    number: int
    row: UnitRow
    x: float
    y: float
    raw: Estimate
    pooled: Shrunken | None
    place: Place
    slim: Label | None = None
    ample: Label | None = None


@dataclass(frozen=True)
class Funnel:
    """The plot, `height` px high; `bands`: outlines of outer and inner limits, points of an SVG polygon."""

    height: int
    benchmark: float
    benchmark_y: float
    bands: tuple[str, str]
    points: tuple[Point, ...]
    columns: tuple[tuple[int, float], ...]
    lines: tuple[tuple[float, float], ...]
    nothing: Nothing | None


def draw_funnel(overview: Overview) -> Funnel | None:
    """Plot the units that may be shown; None for too few of them, or where all say the same.

    For who sees figures as they stand only: what is published advances unit by unit, on different days.
    """
    rows = [row for row in overview.units if row.standing.shown]
    whole = overview.distribution
    if overview.view is View.PUBLISHED or len(rows) < _FEWEST_UNITS or not overview.standing.shown:
        return None
    if not 0 < whole.top_two.share < 1:
        return None
    return _drawn(rows, whole)


def _drawn(rows: list[UnitRow], whole: Distribution) -> Funnel:
    benchmark = whole.top_two.share
    most = max(row.distribution.n for row in rows)
    fewest = min(row.distribution.n for row in rows)
    first, last = fewest * 0.8, most * 1.25
    numbers = sorted({round(first * (last / first) ** (step / _STEPS)) for step in range(_STEPS + 1)})
    limits = {tail: [funnel_limits(max(n, 1), benchmark, tail) for n in numbers] for tail in (OUTER, INNER)}
    shares = [row.distribution.top_two.share for row in rows]
    bottom = floor(min(*shares, *(one.low for one in limits[OUTER])) * 10) / 10
    top = ceil(max(*shares, *(one.high for one in limits[OUTER])) * 10) / 10

    def across(n: float) -> float:
        return round(100 * log(n / first) / log(last / first), 2)

    def down(share: float) -> float:
        return round(100 * (top - share) / (top - bottom), 2)

    def outline(some: Iterable[Interval]) -> str:
        ends = list(zip(numbers, some, strict=True))
        edge = [(n, one.high) for n, one in ends] + [(n, one.low) for n, one in reversed(ends)]
        return " ".join(f"{min(100.0, max(0.0, across(n)))},{down(share)}" for n, share in edge)

    pooled = pool([(row.distribution.top_two.number, row.distribution.n) for row in rows])
    points = [
        Point(
            number,
            row,
            across(row.distribution.n),
            down(row.distribution.top_two.share),
            row.distribution.top_two,
            None
            if isinstance(pooled, Nothing)
            else pooled.shrunken(row.distribution.top_two.number, row.distribution.n),
            _place(row.distribution, benchmark),
        )
        for number, row in enumerate(rows, start=1)
    ]
    tenths = range(round(bottom * 10), round(top * 10) + 1)
    return Funnel(
        _HEIGHT,
        benchmark,
        down(benchmark),
        (outline(limits[OUTER]), outline(limits[INNER])),
        _labelled(points),
        tuple((n, across(n)) for n in _round_numbers(first, last)),
        tuple((tenth / 10, down(tenth / 10)) for tenth in tenths),
        pooled if isinstance(pooled, Nothing) else None,
    )


def _labelled(points: list[Point]) -> tuple[Point, ...]:
    """With places for the numbers of those that lie beyond the limits."""
    spots = [Spot(point.x, point.y) for point in points]
    beyond = {
        index: str(point.number) for index, point in enumerate(points) if point.place is not Place.WITHIN
    }
    slim, ample = (place_labels(spots, beyond, size) for size in (_SLIM, _AMPLE))
    return tuple(
        replace(point, slim=slim.get(index), ample=ample.get(index)) for index, point in enumerate(points)
    )


def _place(distribution: Distribution, benchmark: float) -> Place:
    low, high = funnel_limits(distribution.n, benchmark, OUTER)
    share = distribution.top_two.share
    if share < low:
        return Place.BELOW
    return Place.ABOVE if share > high else Place.WITHIN


def _round_numbers(first: float, last: float) -> list[int]:
    """10, 30, 100, 300 … as far as they lie within."""
    every = [int(lead * 10**power) for power in range(1, 9) for lead in (1, 3)]
    return [n for n in every if first <= n <= last]
