"""Facts added up into contents: units with those read with them, cohorts against the rest. Pure.

What is said of all units together stands from 10 ratings on, of fewer units from 30, as on the public pages.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sync.central.cases.counting import CaseCounts
from sync.central.reports.contents import (
    Arm,
    CallFigure,
    Contents,
    Figure,
    Line,
    Month,
    Pilot,
    Share,
    estimate_of,
    figure_of,
    share_of,
)
from sync.central.reports.facts import CohortFacts, Facts, Told, UnitFacts
from sync.central.reports.hiding import (
    NOW,
    PREVIOUS,
    SPANS,
    YEAR_BEFORE,
    Sum,
    said_of,
    shown_sums,
    standings_of,
)
from sync.central.reports.unmarking import WHOLE, Read, told_marked, unmarked_of
from sync.central.results.calls import Calls
from sync.central.results.distribution import Distribution, total
from sync.central.results.over_time import standing_alone
from sync.central.results.standing import FEWEST_ENOUGH, FEWEST_SHOWN, Standing, standing, standings
from sync.central.results.statistics.change import Observed, Unit, difference_in_differences
from sync.central.results.statistics.difference import newcombe
from sync.central.results.statistics.flags import Period as Compared
from sync.central.results.statistics.flags import flagged


def contents_of(facts: Facts) -> Contents:
    """Work out what is shown."""
    return _Work(facts).contents()


def stated_by(writer: int, facts: Facts) -> dict[str, Any]:
    """What the annex of a report of this writer states, as plain values.

    The first showed units from 10 ratings on, named those to look at, and numbered any cases.
    """
    if writer > 1:
        return _plain(contents_of(facts))
    work = _Work(facts, FEWEST_SHOWN)
    look_at, _ = work.look_at()
    cases = {"cases": _plain(facts.cases.counts)} if facts.cases else {}
    return {**_plain(work.contents()), "look_at": list(look_at), **cases}


def told_by(facts: Facts) -> tuple[Told, ...]:
    """Which sums the report of these facts shows."""
    work = _Work(facts)
    return (*shown_sums(facts, work.allowed), *told_marked(facts, work.both_ways()))


class _Work:
    """One report's facts, its sums and what may be shown of them."""

    def __init__(self, facts: Facts, fewest: int = FEWEST_ENOUGH) -> None:
        self.facts = facts
        self.fewest = fewest
        """Ratings that a figure of fewer than all units needs."""
        self.by_unit = {one.unit: one for one in facts.units}
        self.groups: dict[str, list[UnitFacts]] = {}
        for one in facts.units:
            heir = one.read_as if one.read_as in self.by_unit else one.unit
            self.groups.setdefault(heir, []).append(one)
        self.every = frozenset(self.by_unit)
        self.sides = {one.cohort: self._sides(one) for one in facts.cohorts}
        self.allowed = standings_of(facts, self._sums())

    def _sums(self) -> dict[Sum, int]:
        """Every sum that is shown, and how many ratings it needs; all may be one unit, too."""
        sums = {Sum(span, self.every): FEWEST_SHOWN for span in (NOW, YEAR_BEFORE)}
        for heir in self.groups:
            sums |= {Sum(span, self._members(heir)): self.fewest for span in SPANS}
        for side in (side for treated, rest, _ in self.sides.values() for side in (treated, rest) if side):
            for span in (NOW, YEAR_BEFORE):
                sums.setdefault(Sum(span, self._all(side)), self.fewest)
        return sums

    def _members(self, heir: str) -> frozenset[str]:
        return frozenset(one.unit for one in self.groups[heir])

    def _all(self, heirs: Iterable[str]) -> frozenset[str]:
        return frozenset(unit for heir in heirs for unit in self._members(heir))

    def _sides(self, cohort: CohortFacts) -> tuple[list[str], list[str], int]:
        """Units that were in the pilot all the period, units that never were, and how many are neither."""
        now = self.facts.period.now
        ever = {member.unit for member in cohort.members if member.since <= now.last}
        throughout = {
            member.unit
            for member in cohort.members
            if member.since <= now.first and (member.until is None or member.until > now.last)
        }
        treated = [heir for heir in self.groups if self._members(heir) & throughout]
        rest = [heir for heir in self.groups if not self._members(heir) & ever]
        return treated, rest, len(self.groups) - len(treated) - len(rest)

    def distribution(self, one: Sum) -> Distribution:
        return total(
            Distribution.of(
                {int(score): n for score, n in said_of(self.by_unit[unit], one.span).scores.items()}
            )
            for unit in sorted(one.units)
        )

    def figure(self, one: Sum) -> Figure:
        return figure_of(self.distribution(one), self.allowed[one])

    def difference(self, now: Sum, before: Sum) -> Share | None:
        if not (self.allowed[now].shown and self.allowed[before].shown):
            return None
        one, other = self.distribution(now), self.distribution(before)
        found = newcombe(one.top_two.number, one.n, other.top_two.number, other.n)
        return share_of(found.value, *found.interval)

    def contents(self) -> Contents:
        facts = self.facts
        now, before = Sum(NOW, self.every), Sum(YEAR_BEFORE, self.every)
        look_at, compared = self.look_at()
        return Contents(
            software=facts.software,
            period=facts.period,
            frozen_ms=facts.frozen_ms,
            rows_since=facts.rows_since,
            kiosks=facts.kiosks,
            whole=self.figure(now),
            year_before=self.figure(before),
            difference=self.difference(now, before),
            calls=_calls(facts.units),
            months=self._months(now),
            asked=facts.asked,
            units=self._lines(),
            pilots=tuple(self._pilot(one) for one in facts.cohorts),
            below=len(look_at),
            compared=compared,
            sampled=self._sampled_whole(),
            excluded=facts.excluded,
            dated=sum(one.dated for one in facts.units),
            heads=facts.heads,
            unmarked=unmarked_of(facts, self.both_ways()) or UNSET,
            cases=_cases(facts),
        )

    def _months(self, now: Sum) -> tuple[Month, ...]:
        """By month, unless that would tell what one unit's few ratings say."""
        if not self.allowed[now].shown and FEWEST_SHOWN <= self.distribution(now).n < self.fewest:
            return ()
        return tuple(
            Month(month, figure_of(found, standing_alone(found)))
            for month, counts in sorted(self.facts.months.items())
            if (found := Distribution.of({int(score): n for score, n in counts.items()})).n > 0
        )

    def both_ways(self) -> dict[str, Read]:
        """The sums that are shown without their marked ratings, too, by unit."""
        sums = {WHOLE: self.every} | {heir: self._members(heir) for heir in self.groups}
        return {
            name: Read(units, self.distribution(Sum(NOW, units)), self.figure(Sum(NOW, units)))
            for name, units in sums.items()
        }

    def _lines(self) -> tuple[Line, ...]:
        sampled = standings(self._sampled_forms(), self.fewest)
        return tuple(
            Line(
                unit=heir,
                name=self.by_unit[heir].name,
                with_=tuple(one.name for one in units if one.unit != heir),
                now=self.figure(Sum(NOW, self._members(heir))),
                year_before=self.figure(Sum(YEAR_BEFORE, self._members(heir))),
                difference=self.difference(
                    Sum(NOW, self._members(heir)), Sum(YEAR_BEFORE, self._members(heir))
                ),
                calls=_calls(units),
                sampled=figure_of(_sampled_of(units), sampled[heir]),
                cohorts=tuple(one.name for one in self.facts.cohorts if heir in self.sides[one.cohort][0]),
            )
            for heir, units in self.groups.items()
        )

    def _sampled_forms(self) -> dict[str, int]:
        """How many sampled forms each unit has."""
        return {heir: _sampled_of(units).n for heir, units in self.groups.items()}

    def _sampled_whole(self) -> Figure:
        """All sampled forms; where one unit alone has any, they stand as that unit's."""
        found, having = _sampled_of(self.facts.units), [n for n in self._sampled_forms().values() if n]
        return figure_of(found, standing(found.n, self.fewest) if len(having) == 1 else standing_alone(found))

    def _pilot(self, cohort: CohortFacts) -> Pilot:
        treated, rest, left_out = self.sides[cohort.cohort]
        return Pilot(
            cohort.cohort,
            cohort.name,
            tuple(self.by_unit[heir].name for heir in treated),
            self._arm(treated),
            self._arm(rest),
            left_out,
            self._change(cohort, treated, rest),
        )

    def _arm(self, side: Sequence[str]) -> Arm:
        if not side:
            return Arm(0, Figure(0, Standing.NONE), Figure(0, Standing.NONE))
        units = self._all(side)
        return Arm(len(side), self.figure(Sum(NOW, units)), self.figure(Sum(YEAR_BEFORE, units)))

    def _change(self, cohort: CohortFacts, treated: Sequence[str], rest: Sequence[str]) -> Share | None:
        """Of those that joined after the year before and of those that never did, with ratings in both."""
        last = self.facts.period.year_before.last
        early = {member.unit for member in cohort.members if member.since <= last}
        joined = [heir for heir in treated if not self._members(heir) & early]
        sides = [[found for heir in side if (found := self._observed(heir))] for side in (joined, rest)]
        numbers = [sum(unit[place].n for unit in side) for side in sides for place in (0, 1)]
        if min(numbers) < self.fewest:
            return None
        change = difference_in_differences(*sides, seed=self.facts.seed)
        return None if change is None else share_of(change.value, *change.interval)

    def _observed(self, heir: str) -> Unit | None:
        seen = [self.distribution(Sum(span, self._members(heir))) for span in (YEAR_BEFORE, NOW)]
        if any(min(one.counts) < 0 or one.n < 1 for one in seen):
            return None
        before, after = (Observed(one.top_two.number, one.n) for one in seen)
        return Unit(before, after)

    def look_at(self) -> tuple[tuple[str, ...], int]:
        """Units below the province's share in this period and in the one before it, beyond chance."""
        pairs = {}
        whole = [self.distribution(Sum(span, self.every)) for span in (NOW, PREVIOUS)]
        if any(min(one.counts) < 0 or one.n < 1 for one in whole):
            return (), 0
        for heir in self.groups:
            sums = [Sum(span, self._members(heir)) for span in (NOW, PREVIOUS)]
            if all(self.allowed[one] is Standing.ENOUGH for one in sums):
                mine = [self.distribution(one) for one in sums]
                pairs[heir] = tuple(
                    Compared(one.top_two.number, one.n, all_.top_two.share)
                    for one, all_ in zip(mine, whole, strict=True)
                )
        found = flagged({heir: (pair[0], pair[1]) for heir, pair in pairs.items()})
        return tuple(heir for heir in self.groups if heir in found), len(pairs)


def _sampled_of(units: Iterable[UnitFacts]) -> Distribution:
    return total(Distribution.of({int(score): n for score, n in one.sampled.items()}) for one in units)


def _cases(facts: Facts) -> CaseCounts | UnsetType | None:
    """What may be told of cases: of a few, that they are few."""
    if not facts.cases:
        return UNSET
    return None if 0 < facts.cases.counts.cases < FEWEST_SHOWN else facts.cases.counts


def _plain(told: Contents | CaseCounts) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(told))
    return found


def _calls(units: Sequence[UnitFacts]) -> CallFigure:
    calls = sum(
        (
            Calls(one.now.calls.get("called", 0), one.now.calls.get("rated", 0), one.now.invited)
            for one in units
        ),
        Calls(),
    )
    return CallFigure(
        max(calls.called, 0),
        max(calls.rated, 0),
        calls.unrated,
        None if calls.response is None or calls.rated < 0 else estimate_of(calls.response),
        max(calls.invited, 0),
    )
