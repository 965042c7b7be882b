"""What everybody may see: units of which at least 30 ratings are published, and no person.

Each figure is a sum of what the closing of days published. A unit with fewer is named without figures, and it
is in no sum either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sync.central.results.calls import Calls
from sync.central.results.distribution import Distribution, total
from sync.central.results.overview import UnitRow, published_units
from sync.central.results.published import Publication, read_published
from sync.central.results.questions import AnsweredQuestion, published_questions
from sync.central.results.regions import beside, read_children
from sync.central.results.standing import Standing

_KEPT_MS: Final = 60_000


class PublicReport(NamedTuple):
    """A report that was published: its title by language, its day, where each kind of file is found."""

    title: Mapping[str, str]
    day: date
    files: Mapping[str, str]


ReportsOf = Callable[[Connection], Sequence[PublicReport]]
"""Every report that was published, the latest first."""


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


@dataclass(frozen=True)
class Seen:
    """All that is published, and every unit's row."""

    publication: Publication
    rows: tuple[UnitRow, ...]


class Memory:
    """What everybody sees, read once a minute however often it is asked for: it changes once a day."""

    def __init__(self, read: Callable[[], Seen], up_ms: Callable[[], int]) -> None:
        self._read, self._up_ms = read, up_ms
        self._kept: tuple[int, Seen] | None = None

    def seen(self) -> Seen:
        """What is published, as of a minute ago at most."""
        now_ms, kept = self._up_ms(), self._kept
        if kept is None or now_ms - kept[0] >= _KEPT_MS:
            kept = self._kept = now_ms, self._read()
        return kept[1]


def read_seen(connection: Connection) -> Seen:
    """Read what is published, without units that only stand above others; days that are over were closed."""
    publication = read_published(connection)
    rows = published_units(connection, publication)
    return Seen(publication, beside(rows, read_children(connection)))


def public_results(seen: Seen) -> PublicResults:
    """Every unit, as everybody sees it."""
    shown = tuple((row, seen.publication.of(row.unit).calls) for row in seen.rows if _is_shown(row))
    waiting = tuple(row for row in seen.rows if not _is_shown(row))
    return PublicResults(shown, waiting, total(row.distribution for row, _ in shown), seen.publication.closed)


def public_unit(connection: Connection, seen: Seen, unit: str) -> PublicUnit | None:
    """One unit, or None if it is unknown or waits."""
    row = next((row for row in seen.rows if row.unit == unit and _is_shown(row)), None)
    if row is None:
        return None
    found = seen.publication.of(unit)
    questions = tuple(one for one in published_questions(connection, found.answers) if one.standing.shown)
    return PublicUnit(row, found.calls, questions, seen.publication.closed)


def _is_shown(row: UnitRow) -> bool:
    return row.standing is Standing.ENOUGH
