"""What is published, as distributions: each figure is a sum of cells of the closings, and of nothing else."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from sync.central.figures.closing import (
    ANSWERS,
    CALLED,
    CALLS,
    DESK,
    INVITED,
    OFFICIAL,
    RATED,
    Cell,
    Published,
)
from sync.central.figures.closings import stored_closings
from sync.central.results.calls import Calls
from sync.central.results.distribution import Distribution, total


@dataclass(frozen=True)
class PublishedUnit:
    """A unit's published figures; `pooled` are ratings shown for the unit alone, of no row in particular."""

    whole: Distribution
    officials: Mapping[str, Distribution]
    desk: Distribution
    pooled: Distribution
    answers: Mapping[tuple[str, str], Mapping[str, int]]
    calls: Calls


@dataclass(frozen=True)
class Publication:
    """Every unit's published figures, and the last day that was closed everywhere."""

    units: Mapping[str, PublishedUnit]
    closed: date | None

    def of(self, unit: str) -> PublishedUnit:
        """Return the unit's figures; none are published of one that is unknown."""
        return self.units.get(unit) or _unit(Published(unit))


def together(units: Sequence[PublishedUnit]) -> PublishedUnit:
    """These units as one: sums of what is published, which tell no more than that does."""
    officials: defaultdict[str, Distribution] = defaultdict(Distribution)
    answers: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for unit in units:
        for official, distribution in unit.officials.items():
            officials[official] += distribution
        for question, numbers in unit.answers.items():
            answers[question].update(numbers)
    return PublishedUnit(
        whole=total(unit.whole for unit in units),
        officials=officials,
        desk=total(unit.desk for unit in units),
        pooled=total(unit.pooled for unit in units),
        answers=answers,
        calls=sum((unit.calls for unit in units), Calls()),
    )


def read_published(connection: Connection) -> Publication:
    """Read what is published; the caller has closed the days that are over."""
    found = stored_closings(connection)
    closed = min((date.fromisoformat(one.closed) for one in found.values()), default=None)
    return Publication({unit: _unit(one.published) for unit, one in found.items()}, closed)


def _unit(state: Published) -> PublishedUnit:
    leaves = state.leaves()
    named = {
        name.removeprefix(OFFICIAL): _scores(shown)
        for name, shown in leaves.items()
        if name.startswith(OFFICIAL)
    }
    called = state.cells.get(CALLS, Cell()).shown
    invited = state.cells.get(INVITED, Cell()).shown
    return PublishedUnit(
        whole=_scores(state.whole()),
        officials=named,
        desk=_scores(leaves.get(DESK, {})),
        pooled=_scores(state.pool),
        answers={
            _asked(name): cell.shown
            for name, cell in state.cells.items()
            if name.startswith(ANSWERS) and cell.shown
        },
        calls=Calls(called.get(CALLED, 0), called.get(RATED, 0), invited.get(INVITED, 0)),
    )


def _scores(counts: Mapping[str, int]) -> Distribution:
    return Distribution.of({int(score): number for score, number in counts.items()})


def _asked(name: str) -> tuple[str, str]:
    """Questionnaire and question."""
    questionnaire, _, question = name.removeprefix(ANSWERS).partition("/")
    return questionnaire, question
