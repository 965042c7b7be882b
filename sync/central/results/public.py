"""What everybody may see: units of which at least 30 ratings are published, and no person.

Each figure is a sum of what the closing of days published. A unit with fewer is named without figures, and it
is in no sum either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from sync.central.results.calls import Calls
from sync.central.results.distribution import Distribution, total
from sync.central.results.overview import UnitRow, published_units
from sync.central.results.published import Publication, read_published
from sync.central.results.questions import AnsweredQuestion, published_questions
from sync.central.results.standing import Standing


class PublishedReport(NamedTuple):
    """A report that was published: its title by language, its day, where it is found."""

    title: Mapping[str, str]
    day: date
    path: str


ReportsOf = Callable[[Connection], Sequence[PublishedReport]]
"""Every report that was published, the newest first."""


def no_reports(_connection: Connection) -> Sequence[PublishedReport]:
    """Where none is made."""
    return ()


@dataclass(frozen=True)
class PublicResults:
    """Units by name: those that are shown, with their calls, and those that wait; `whole` sums the shown."""

    shown: tuple[tuple[UnitRow, Calls], ...]
    waiting: tuple[UnitRow, ...]
    whole: Distribution
    closed: date | None


@dataclass(frozen=True)
class PublicUnit:
    """A unit that is shown."""

    row: UnitRow
    calls: Calls
    questions: tuple[AnsweredQuestion, ...]
    closed: date | None


def read_public(connection: Connection) -> PublicResults:
    """Read what is published of every unit; the caller has closed the days that are over."""
    publication = read_published(connection)
    rows = published_units(connection, publication)
    shown = tuple((row, publication.of(row.unit).calls) for row in rows if _is_shown(row))
    waiting = tuple(row for row in rows if not _is_shown(row))
    return PublicResults(shown, waiting, total(row.distribution for row, _ in shown), publication.closed)


def read_public_unit(connection: Connection, unit: str) -> PublicUnit | None:
    """Read one unit, or None if it is unknown or waits."""
    publication = read_published(connection)
    row = _find(connection, publication, unit)
    if row is None:
        return None
    found = publication.of(unit)
    questions = tuple(one for one in published_questions(connection, found.answers) if one.standing.shown)
    return PublicUnit(row, found.calls, questions, publication.closed)


def _find(connection: Connection, publication: Publication, unit: str) -> UnitRow | None:
    rows = published_units(connection, publication)
    return next((row for row in rows if row.unit == unit and _is_shown(row)), None)


def _is_shown(row: UnitRow) -> bool:
    return row.standing is Standing.ENOUGH
