"""What a unit's page shows: its figures, what else was answered, its calls, and its officials' figures."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from sync.central.database import tables
from sync.central.results.calls import Calls, read_calls
from sync.central.results.distribution import Distribution, total
from sync.central.results.overview import Period, UnitRow, read_period, read_units
from sync.central.results.questions import AnsweredQuestion, read_questions
from sync.central.results.standing import Standing, standings
from sync.central.web.collation import given_name_order


@dataclass(frozen=True)
class OfficialRow:
    """An official, or the whole desk (`official` None), and what was said of them in this unit."""

    official: str | None
    name: str
    title: Mapping[str, str]
    distribution: Distribution
    standing: Standing


@dataclass(frozen=True)
class UnitPage:
    """Everything a unit's page shows; the last row is the whole desk."""

    row: UnitRow
    officials: tuple[OfficialRow, ...]
    period: Period
    questions: tuple[AnsweredQuestion, ...]
    calls: Calls


def read_unit(connection: Connection, unit: str) -> UnitPage | None:
    """Read a unit's page, or None when there is no such unit."""
    row = next((row for row in read_units(connection) if row.unit == unit), None)
    if row is None:
        return None
    return UnitPage(
        row,
        _read_officials(connection, row),
        read_period(connection, unit),
        read_questions(connection, unit, row.standing),
        read_calls(connection, unit),
    )


def _read_officials(connection: Connection, row: UnitRow) -> tuple[OfficialRow, ...]:
    rollup = tables.official_months
    summed = (
        select(rollup.c.official, rollup.c.score, func.sum(rollup.c.n))
        .where(rollup.c.unit == row.unit, rollup.c.official != "")
        .group_by(rollup.c.official, rollup.c.score)
    )
    counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for official, score, number in connection.execute(summed):
        counts[official][score] = int(number)
    people = {
        person.official: person
        for person in connection.execute(select(tables.officials))
        if person.official in counts or (person.unit == row.unit and person.active)
    }
    found = {official: Distribution.of(counts[official]) for official in people.keys() | counts.keys()}
    desk = row.distribution - total(found.values())
    allowed = standings({official: found[official].n for official in sorted(found)} | {"": desk.n})
    if not row.standing.shown:
        allowed = {cell: Standing.COVERING if given.shown else given for cell, given in allowed.items()}
    rows = [
        OfficialRow(
            official,
            people[official].name if official in people else official,
            {"vi": people[official].title_vi, "en": people[official].title_en} if official in people else {},
            found[official],
            allowed[official],
        )
        for official in found
    ]
    rows.sort(key=lambda person: (given_name_order(person.name), person.official))
    return (*rows, OfficialRow(None, "", {}, desk, allowed[""]))
