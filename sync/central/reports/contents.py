"""What a report shows, as the annex says it: shares with intervals, and nothing of what must stay hidden.

Shares are rounded to six digits: no machine's last digit shows.
"""

from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from sync.central.cases.counting import CaseCounts
from sync.central.reports.facts import Asked, LedgerHead
from sync.central.reports.periods import Period
from sync.central.results.distribution import Distribution, Estimate
from sync.central.results.standing import Standing

SCHEMA: Final = "hailong-report-1"
_DIGITS: Final = 6


class Share(msgspec.Struct, frozen=True):
    """A share of ratings, or a difference of two, with its 95 % interval."""

    share: float
    low: float
    high: float


class Figure(msgspec.Struct, frozen=True):
    """What `n` ratings say: nothing but their number where `standing` is neither sparse nor enough."""

    n: int
    standing: str
    levels: tuple[int, ...] = ()
    top_two: Share | None = None
    bottom_two: Share | None = None
    mean: float | None = None

    @property
    def shown(self) -> bool:
        """Whether more than the number is shown."""
        return bool(self.levels)


class CallFigure(msgspec.Struct, frozen=True):
    """Transactions that counters said were over; who was `unrated` counts as that, never as satisfied."""

    called: int
    rated: int
    unrated: int
    response: Share | None
    invited: int


class Line(msgspec.Struct, frozen=True):
    """A unit of the report, with those that are read with it."""

    unit: str
    name: str
    with_: tuple[str, ...] = msgspec.field(name="with")
    now: Figure
    year_before: Figure
    difference: Share | None
    calls: CallFigure
    sampled: Figure
    cohorts: tuple[str, ...]


class Arm(msgspec.Struct, frozen=True):
    """One side of a comparison, and how many units it has."""

    units: int
    now: Figure
    year_before: Figure


class Pilot(msgspec.Struct, frozen=True):
    """A cohort against the rest; `change` is the difference in differences of the satisfied share."""

    cohort: str
    name: str
    members: tuple[str, ...]
    treated: Arm
    rest: Arm
    left_out: int
    change: Share | None


class Month(msgspec.Struct, frozen=True):
    """What the closes of a month showed."""

    month: str
    figure: Figure


class Without(msgspec.Struct, frozen=True):
    """What is left of a figure without its marked ratings, and how many those are; None: not to be told."""

    marked: int | None
    figure: Figure


class ByRule(msgspec.Struct, frozen=True):
    """How many ratings a rule marks; None: not to be told. One rating may be marked by several."""

    rule: str
    marked: int | None


class Unmarked(msgspec.Struct, frozen=True):
    """The period's figures without the marked ratings: of all, by rule, and by unit in the units' order."""

    whole: Without
    rules: tuple[ByRule, ...]
    units: tuple[Without, ...]


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is shown; the annex is this, as JSON.

    `below`: of the units `compared`, how many lie below the province in this period and the one before it.
    `cases` is None where there are too few to be told.
    """

    schema: str = SCHEMA
    software: str
    period: Period
    frozen_ms: int
    rows_since: str | None
    kiosks: int
    whole: Figure
    year_before: Figure
    difference: Share | None
    calls: CallFigure
    months: tuple[Month, ...]
    asked: tuple[Asked, ...]
    units: tuple[Line, ...]
    pilots: tuple[Pilot, ...]
    below: int
    compared: int
    sampled: Figure
    excluded: dict[str, int]
    dated: int
    heads: tuple[LedgerHead, ...]
    unmarked: Unmarked | UnsetType = UNSET
    cases: CaseCounts | UnsetType | None = UNSET


def figure_of(distribution: Distribution, allowed: Standing) -> Figure:
    """A figure, as far as it may be shown."""
    if not allowed.shown:
        return Figure(max(distribution.n, 0), allowed)
    return Figure(
        distribution.n,
        allowed,
        distribution.counts,
        estimate_of(distribution.top_two),
        estimate_of(distribution.bottom_two),
        round(distribution.mean, _DIGITS),
    )


def estimate_of(estimate: Estimate) -> Share:
    """An estimate, rounded."""
    return share_of(estimate.share, *estimate.interval)


def share_of(*numbers: float) -> Share:
    """A share and its bounds, rounded."""
    share, low, high = (round(number, _DIGITS) for number in numbers)
    return Share(share, low, high)
