"""A share against another one, with an interval: the units beside it, or the same days a year earlier."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from sync.central.results.calls import Calls, calls_by_unit
from sync.central.results.distribution import Distribution, total
from sync.central.results.over_time import read_by_unit, standing_alone
from sync.central.results.spans import Span
from sync.central.results.statistics.difference import Difference, newcombe
from sync.central.results.view import View

_UNEVEN: Final = 0.2
"""Response rates so far apart, as shares, that those who answered may be different people."""


class Verdict(StrEnum):
    """What the interval of a difference says."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "unclear"
    """The interval holds 0."""
    FEW = "few"
    """One of the two has too few ratings."""


@dataclass(frozen=True)
class Comparison:
    """Ours less the other's share of the satisfied; `span`: the other's days."""

    ours: Distribution
    other: Distribution
    span: Span
    difference: Difference | None
    uneven: bool = False

    @property
    def verdict(self) -> Verdict:
        """In one word."""
        if self.difference is None:
            return Verdict.FEW
        low, high = self.difference.interval
        if low > 0:
            return Verdict.HIGHER
        return Verdict.LOWER if high < 0 else Verdict.UNCLEAR


@dataclass(frozen=True)
class Compared:
    """Units against the rest, None where there is none, and against themselves a year before."""

    rest: Comparison | None
    year_before: Comparison


def read_compared(
    connection: Connection, view: View, span: Span, units: Collection[str] | None, rest: Collection[str]
) -> Compared:
    """Compare these units together, or all of them, with those of the `rest`."""
    before = span.a_year_before()
    now, then = (read_by_unit(connection, view, days) for days in (span, before))
    calls = calls_by_unit(connection, view, span) if rest else {}
    ours, others, earlier = _together(now, units), _together(now, rest), _together(then, units)
    uneven = are_uneven(_called(calls, units), _called(calls, rest))
    beside = Comparison(ours, others, span, difference_of(ours, others), uneven)
    return Compared(beside if rest else None, Comparison(ours, earlier, before, difference_of(ours, earlier)))


def difference_of(ours: Distribution, other: Distribution) -> Difference | None:
    """The first share less the second; None where one of them may not be shown."""
    if not (standing_alone(ours).shown and standing_alone(other).shown):
        return None
    return newcombe(ours.top_two.number, ours.n, other.top_two.number, other.n)


def are_uneven(ours: Calls, other: Calls) -> bool:
    """Whether both response rates are known and far apart."""
    one, another = ours.response, other.response
    return one is not None and another is not None and abs(one.share - another.share) > _UNEVEN


def _together(found: dict[str, Distribution], units: Collection[str] | None) -> Distribution:
    return total(one for unit, one in found.items() if units is None or unit in units)


def _called(found: dict[str, Calls], units: Collection[str] | None) -> Calls:
    return sum((one for unit, one in found.items() if units is None or unit in units), Calls())
