"""Cohorts against all other units: how much more their share changed, before and after they began.

Units that joined on one day are one group. The days before and after it are as many, at most half a year, and
end with the last day that there are figures of. The rest are units that were never in the cohort.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from sync.central.database.unit_tree import heirs
from sync.central.directory.cohorts import Cohort, Member, list_cohorts
from sync.central.results.distribution import Distribution, total
from sync.central.results.over_time import read_by_unit, standing_alone
from sync.central.results.spans import Span
from sync.central.results.statistics.change import (
    FEWEST_UNITS,
    Change,
    Observed,
    Unit,
    difference_in_differences,
)
from sync.central.results.view import View

MOST_DAYS: Final = 182
FEWEST_DAYS: Final = 28
_SEED: Final = 924
_DAY: Final = timedelta(days=1)

_Said = Mapping[str, Distribution]
_Pairs = Mapping[str, tuple[Distribution, Distribution]]


class Missing(StrEnum):
    """Why nothing can be said yet."""

    DAYS = "days"
    """Too few days since they began."""
    UNITS = "units"
    """Too few units on a side with ratings both before and after."""


@dataclass(frozen=True)
class Side:
    """How many units are compared on this side, and what was said in them before and after."""

    units: int
    before: Distribution
    after: Distribution


@dataclass(frozen=True)
class Wave:
    """The units that joined on the day `since`; `left_out` of them and of the rest have too few ratings."""

    since: date
    before: Span
    after: Span
    treated: Side
    rest: Side
    left_out: int
    change: Change | None
    missing: Missing | None


@dataclass(frozen=True)
class Pilot:
    """A cohort, its waves in the order of their days."""

    name: Mapping[str, str]
    waves: tuple[Wave, ...]


def read_pilots(connection: Connection, view: View, last: date) -> tuple[Pilot, ...]:
    """Read every cohort's comparison, from the figures of the days up to `last`."""
    return tuple(
        Pilot(
            {"vi": cohort.name_vi, "en": cohort.name_en or cohort.name_vi},
            _waves(connection, view, cohort, last),
        )
        for cohort in list_cohorts(connection)
    )


def _waves(connection: Connection, view: View, cohort: Cohort, last: date) -> tuple[Wave, ...]:
    read_as = heirs(connection, str(last))
    members = [one._replace(unit=read_as.get(one.unit, one.unit)) for one in cohort.members]
    begun = sorted({date.fromisoformat(one.since) for one in members})

    def both(since: date, before: Span, after: Span) -> Wave:
        then, now = (_by_heir(read_by_unit(connection, view, span), read_as) for span in (before, after))
        return _wave(members, since, before, after, then, now)

    return tuple(both(since, *_spans(since, last)) for since in begun if since <= last)


def _spans(since: date, last: date) -> tuple[Span, Span]:
    length = min((last - since).days + 1, MOST_DAYS)
    return Span(since - length * _DAY, since - _DAY), Span(since, since + (length - 1) * _DAY)


def _wave(members: list[Member], since: date, before: Span, after: Span, then: _Said, now: _Said) -> Wave:
    ever = {one.unit for one in members}
    earlier = {one.unit for one in members if one.since < str(since)}
    stayed = {
        one.unit
        for one in members
        if one.since == str(since) and (one.until is None or one.until > str(after.last))
    }
    joined = stayed - earlier
    asked = [unit for unit in sorted(then.keys() | now.keys()) if unit in joined or unit not in ever]
    pairs = {unit: (then.get(unit, Distribution()), now.get(unit, Distribution())) for unit in asked}
    enough = {unit: pair for unit, pair in pairs.items() if all(standing_alone(one).shown for one in pair)}
    treated = {unit: pair for unit, pair in enough.items() if unit in joined}
    rest = {unit: pair for unit, pair in enough.items() if unit not in joined}
    missing = _missing((after.last - after.first).days + 1, treated, rest)
    change = None if missing else difference_in_differences(_clusters(treated), _clusters(rest), seed=_SEED)
    left_out = len(pairs) - len(enough)
    return Wave(since, before, after, _side(treated), _side(rest), left_out, change, missing)


def _missing(days: int, *sides: _Pairs) -> Missing | None:
    if days < FEWEST_DAYS:
        return Missing.DAYS
    return Missing.UNITS if min(map(len, sides)) < FEWEST_UNITS else None


def _by_heir(found: _Said, read_as: Mapping[str, str]) -> dict[str, Distribution]:
    summed: dict[str, Distribution] = {}
    for unit, distribution in found.items():
        heir = read_as.get(unit, unit)
        summed[heir] = summed.get(heir, Distribution()) + distribution
    return summed


def _side(pairs: _Pairs) -> Side:
    return Side(len(pairs), *(total(pair[place] for pair in pairs.values()) for place in (0, 1)))


def _clusters(pairs: _Pairs) -> list[Unit]:
    return [Unit(*(Observed(one.top_two.number, one.n) for one in pair)) for pair in pairs.values()]
