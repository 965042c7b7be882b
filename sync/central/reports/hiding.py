"""Which sums of units a report may show: the pages' rules for few ratings, over all its tables at once.

A sum of fewer ratings than it needs is hidden, and so is what would give it away; what shown sums leave of
each other is about 10 ratings or more.

An atom is what one unit's rows of one span of days say. A figure is the sum of some of them. Earlier reports
have shown sums of the same atoms, so what is hidden now cannot be found by putting two reports side by side.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sync.central.reports.facts import Facts, Said, Told, UnitFacts
from sync.central.reports.periods import Span
from sync.central.results.standing import FEWEST_SHOWN, Standing, standing
from sync.central.results.suppression import AlreadyToldError, suppress
from sync.central.results.telling import Told as Known


class Sum(NamedTuple):
    """Units read together, over the days of one of the facts' spans."""

    span: str
    units: frozenset[str]


NOW, PREVIOUS, YEAR_BEFORE = SPANS = ("now", "previous", "year_before")
_NONE: Final = frozenset[str]()


def standings_of(facts: Facts, sums: Mapping[Sum, int]) -> dict[Sum, Standing]:
    """Return what may be shown of each of these sums, all of which stand in one report.

    `sums` tells how many ratings each needs. What an earlier report told of 10 or more is hidden here, but
    nothing else for its sake: it is known.
    """
    numbers = {(span, one.unit): counted(said_of(one, span)) for span in SPANS for one in facts.units}
    figures = {
        one: frozenset(atom for unit in one.units if numbers[atom := (one.span, unit)]) for one in sums
    }
    counts = {one: sum(numbers[atom] for atom in atoms) for one, atoms in figures.items()}
    given = {one: _alone(facts, one, n, sums[one]) for one, n in counts.items()}
    told = [frozenset(atom for atom in atoms if atom in numbers) for atoms in _told(facts)]
    order = {atom: place for place, atom in enumerate(numbers)}
    known = Known(frozenset(order[atom] for atom in atoms) for atoms in told)
    secret = [
        one
        for one, allowed in given.items()
        if allowed is Standing.HIDDEN
        and not (
            FEWEST_SHOWN <= counts[one] < sums[one]
            and known.tells(frozenset(order[atom] for atom in figures[one]))
        )
    ]
    try:
        hidden = suppress(figures, numbers, secret, told) if secret else _NONE
    except AlreadyToldError:  # then nothing is shown beside them but the sum of all
        most = max((len(one.units) for one in figures), default=0)
        hidden = frozenset(one for one in figures if len(one.units) < most)
    return {
        one: Standing.COVERING if one in hidden and allowed.shown else allowed
        for one, allowed in given.items()
    }


def shown_sums(facts: Facts, allowed: Mapping[Sum, Standing]) -> tuple[Told, ...]:
    """What a report has told, for those that come after it."""
    spans = {span: span_of(facts, span) for span in SPANS}
    return tuple(
        Told(spans[one.span].first, spans[one.span].last, tuple(sorted(one.units)))
        for one, standing_ in allowed.items()
        if standing_.shown and one.span != PREVIOUS
    )


def said_of(unit: UnitFacts, span: str) -> Said:
    """What a unit's rows of a span say."""
    said: Said = getattr(unit, span)
    return said


def span_of(facts: Facts, span: str) -> Span:
    """The days of a span."""
    found: Span = getattr(facts.period, span)
    return found


def counted(said: Said) -> int:
    """How many ratings; corrections may have taken more away in a span than came in."""
    return max(sum(said.scores.values()), 0)


def _alone(facts: Facts, one: Sum, n: int, fewest: int) -> Standing:
    """What the number of ratings alone allows; a level below zero is shown in no sum."""
    allowed = standing(n, fewest)
    levels = [0] * 6
    for unit in facts.units:
        if unit.unit in one.units:
            for score, number in said_of(unit, one.span).scores.items():
                levels[int(score)] += number
    return Standing.HIDDEN if allowed.shown and min(levels) < 0 else allowed


def _told(facts: Facts) -> Iterable[frozenset[tuple[str, str]]]:
    days = {(span_of(facts, span).first, span_of(facts, span).last): span for span in SPANS}
    for one in facts.told:
        if not one.marked and (span := days.get((one.first, one.last))):
            yield frozenset((span, unit) for unit in one.units)
