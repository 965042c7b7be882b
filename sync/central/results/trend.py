"""The share of the satisfied step by step, with the band of its interval: where its lines and points lie.

A step with fewer than 10 ratings is drawn nowhere, and no line leads across it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil, floor
from typing import Final

from sqlalchemy import Connection

from sync.central.results.distribution import Distribution, Estimate, total
from sync.central.results.over_time import read_days, read_months, standing_alone
from sync.central.results.spans import Span, Step, steps_until, whole_of
from sync.central.results.standing import Standing
from sync.central.results.view import View

_LABELS: Final = 4


@dataclass(frozen=True)
class Past:
    """What was said in one step of time."""

    span: Span
    distribution: Distribution
    standing: Standing


@dataclass(frozen=True)
class Dot:
    """A step that is drawn: x, y and the ends of its interval, in per cent of the plot from the top left."""

    x: float
    y: float
    low: float
    high: float
    top: Estimate
    past: Past


@dataclass(frozen=True)
class Drawing:
    """`runs` of dots side by side; `bands` and `lines` as points of SVG shapes; `grid` of shares."""

    runs: tuple[tuple[Dot, ...], ...]
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    grid: tuple[tuple[float, float], ...]
    labels: tuple[tuple[date, float], ...]

    @property
    def dots(self) -> tuple[Dot, ...]:
        """All of them, the oldest first."""
        return tuple(dot for run in self.runs for dot in run)


@dataclass(frozen=True)
class Trend:
    """Steps, the oldest first, and how they are drawn; None: no step has enough ratings."""

    step: Step
    past: tuple[Past, ...]
    drawing: Drawing | None

    @property
    def span(self) -> Span:
        """All its days."""
        return whole_of(tuple(one.span for one in self.past))


def read_trend(
    connection: Connection, view: View, step: Step, last: date, units: Collection[str] | None = None
) -> Trend:
    """The trend of these units together, or of all, up to the day `last`."""
    steps = steps_until(last, step)
    read = read_months if step is Step.MONTH else read_days
    return trend_of(step, steps, read(connection, view, whole_of(steps), units))


def trend_of(step: Step, steps: tuple[Span, ...], days: Mapping[date, Distribution]) -> Trend:
    """Sum the days up in these steps, and draw them."""
    past = []
    for span in steps:
        within = total(found for day, found in days.items() if span.first <= day <= span.last)
        past.append(Past(span, within, standing_alone(within)))
    return Trend(step, tuple(past), _draw(past))


def _draw(past: list[Past]) -> Drawing | None:
    tops = [one.distribution.top_two for one in past if one.standing.shown]
    if not tops:
        return None
    bottom = floor(min(top.interval.low for top in tops) * 10) / 10
    ceiling = ceil(max(top.interval.high for top in tops) * 10) / 10

    def across(place: int) -> float:
        return round(100 * (place + 0.5) / len(past), 2)

    def down(share: float) -> float:
        return round(100 * (ceiling - share) / (ceiling - bottom), 2)

    def dot(place: int, one: Past) -> Dot:
        top = one.distribution.top_two
        return Dot(across(place), down(top.share), down(top.interval.low), down(top.interval.high), top, one)

    runs = tuple(
        tuple(dot(place, one) for place, one in some)
        for shown, some in groupby(enumerate(past), key=lambda item: item[1].standing.shown)
        if shown
    )
    tenths = range(round(bottom * 10), round(ceiling * 10) + 1)
    every = ceil(len(past) / _LABELS)
    return Drawing(
        runs,
        tuple(_joined([(d.x, d.high) for d in run] + [(d.x, d.low) for d in reversed(run)]) for run in runs),
        tuple(_joined([(d.x, d.y) for d in run]) for run in runs),
        tuple((tenth / 10, down(tenth / 10)) for tenth in tenths),
        tuple((one.span.first, across(place)) for place, one in enumerate(past) if place % every == 0),
    )


def _joined(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
