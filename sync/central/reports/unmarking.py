"""Figures of a period both ways: with the marked ratings, and without them. Pure.

Both are given of a sum of units only if at least 30 ratings are left without the marked ones, at least 10 are
marked, and whatever is added and taken away tells of no fewer than 10 (`Marked.apart`); and of none from
which, with others of this report or of an earlier one, a sum that is hidden could be found.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from msgspec import UnsetType

from sync.central.figures.marks import Rule
from sync.central.reports.contents import ByRule, Figure, Unmarked, Without, figure_of
from sync.central.reports.facts import Facts, Marked, Told
from sync.central.results.distribution import Distribution
from sync.central.results.standing import FEWEST_ENOUGH, FEWEST_SHOWN, Standing
from sync.central.results.suppression import AlreadyToldError, suppress

WHOLE: Final = ""
"""The name of the sum of all units."""


class Read(NamedTuple):
    """Units read together: every rating of them, and what is shown of that."""

    units: frozenset[str]
    every: Distribution
    figure: Figure


Sums = Mapping[str, Read]


def unmarked_of(facts: Facts, sums: Sums) -> Unmarked | None:
    """What is shown both ways of these sums, one of them `WHOLE`; None: nobody kept what was marked."""
    if not _is_kept(facts):
        return None
    allowed = _standings(facts, sums)
    found = {name: _without(facts, sums[name], allowed[name]) for name in sums}
    whole, rules = found.pop(WHOLE), _added(facts, sums[WHOLE].units).rules
    by_rule = tuple(ByRule(rule, _telling(rules.get(rule, 0), whole.marked)) for rule in Rule)
    return Unmarked(whole, by_rule, tuple(found.values()))


def told_marked(facts: Facts, sums: Sums) -> tuple[Told, ...]:
    """Of which sums it was told how many are marked, for reports that come after this one."""
    now = facts.period.now
    return tuple(
        Told(now.first, now.last, tuple(sorted(sums[name].units)), marked=True)
        for name, allowed in _standings(facts, sums).items()
        if allowed.shown and _is_kept(facts)
    )


def _is_kept(facts: Facts) -> bool:
    return all(isinstance(one.marked, Marked) for one in facts.units)


def _standings(facts: Facts, sums: Sums) -> dict[str, Standing]:
    """A unit counts in sums and differences for no more ratings than lie apart in it."""
    numbers = {
        one.unit: max(one.marked.apart, 1)
        for one in facts.units
        if isinstance(one.marked, Marked) and one.marked.scores
    }
    figures = {name: frozenset(unit for unit in one.units if unit in numbers) for name, one in sums.items()}
    given = {name: _alone(facts, one) for name, one in sums.items()}
    secret = [name for name, allowed in given.items() if figures[name] and not allowed.shown]
    now = facts.period.now
    told = [
        frozenset(unit for unit in one.units if unit in numbers)
        for one in facts.told
        if one.marked and (one.first, one.last) == (now.first, now.last)
    ]
    try:
        hidden = suppress(figures, numbers, secret, told) if secret else frozenset[str]()
    except AlreadyToldError:
        hidden = frozenset(sums)
    return {
        name: Standing.COVERING if name in hidden and allowed.shown else allowed
        for name, allowed in given.items()
    }


def _alone(facts: Facts, one: Read) -> Standing:
    """What the numbers of these units alone allow."""
    marked = _added(facts, one.units)
    number, left = _levels(marked).n, one.every - _levels(marked)
    if number == 0 or not one.figure.shown:
        return Standing(one.figure.standing)
    fits = min(number, marked.apart) >= FEWEST_SHOWN and left.n >= FEWEST_ENOUGH and min(left.counts) >= 0
    return Standing.ENOUGH if fits else Standing.HIDDEN


def _without(facts: Facts, one: Read, allowed: Standing) -> Without:
    if not allowed.shown:
        return Without(None, Figure(0, allowed))
    marked = _levels(_added(facts, one.units))
    return Without(marked.n, figure_of(one.every - marked, allowed))


def _telling(n: int, of: int | None) -> int | None:
    """How many a rule marks, unless it or what it leaves is few: a rule may say which score they gave."""
    if of is None:
        return None
    return n if all(part == 0 or part >= FEWEST_SHOWN for part in (n, of - n)) else None


def _added(facts: Facts, units: frozenset[str]) -> Marked:
    some = [one.marked for one in facts.units if one.unit in units and isinstance(one.marked, Marked)]
    return Marked(
        _sum(one.scores for one in some), _sum(one.rules for one in some), sum(one.apart for one in some)
    )


def _sum(some: Iterable[Mapping[str, int]]) -> dict[str, int]:
    summed: Counter[str] = Counter()
    for counts in some:
        summed.update(counts)
    return dict(sorted(summed.items()))


def _levels(marked: Marked | UnsetType) -> Distribution:
    counts = marked.scores if isinstance(marked, Marked) else {}
    return Distribution.of({int(score): n for score, n in counts.items()})
