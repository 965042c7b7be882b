"""A unit's officials and its desk, and what was said of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.central.database import tables
from sync.central.results.covering import DESK
from sync.central.results.distribution import Distribution, total
from sync.central.results.marked import marked_officials, months_of, read_distributions, without
from sync.central.results.overview import UnitRow
from sync.central.results.published import PublishedUnit
from sync.central.results.standing import Standing, standings
from sync.central.results.view import View
from sync.central.web.collation import given_name_order

Official = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class OfficialRow:
    """An official, or the whole desk (`official` None), and what was said of them in this unit."""

    official: str | None
    name: str
    title: Mapping[str, str]
    distribution: Distribution
    standing: Standing


def read_officials(
    connection: Connection, units: Collection[str], row: UnitRow, view: View
) -> tuple[OfficialRow, ...]:
    """The officials and the desk of `units`, of which `row` is the first and the sum."""
    rollup = tables.official_months
    named = rollup.c.official != ""
    rated = read_distributions(connection, rollup.c.official, rollup, *months_of(rollup, units), named)
    people = _people(connection, row.unit, rated)
    if view is View.UNMARKED:
        rated = without(rated, marked_officials(connection, units))
    found = {official: rated.get(official, Distribution()) for official in people}
    desk = row.distribution - total(found.values())
    allowed = standings({official: found[official].n for official in sorted(found)} | {"": desk.n})
    if not row.standing.shown:
        allowed = {cell: Standing.COVERING if given.shown else given for cell, given in allowed.items()}
    return _rows(people, found, allowed, _desk(desk, allowed[""]))


def published_officials(
    connection: Connection, unit: str, found: PublishedUnit, seen: Mapping[str, Standing]
) -> tuple[OfficialRow, ...]:
    """What is published of them, as far as `seen` allows (`covering.row_standings`)."""
    people = _people(connection, unit, found.officials)
    named = {official: found.officials.get(official, Distribution()) for official in people}
    allowed = {official: seen.get(official, Standing.WAITING) for official in named}
    return _rows(people, named, allowed, _desk(found.desk, seen.get(DESK, Standing.WAITING)))


def _people(connection: Connection, unit: str, rated: Collection[str]) -> dict[str, Official | None]:
    """Who serves in the unit now, and who was rated there, whether or not they are known."""
    found: dict[str, Official | None] = dict.fromkeys(rated)
    for person in connection.execute(select(tables.officials)):
        if person.official in found or (person.unit == unit and person.active):
            found[person.official] = person
    return found


def _rows(
    people: Mapping[str, Official | None],
    found: Mapping[str, Distribution],
    allowed: Mapping[str, Standing],
    desk: OfficialRow,
) -> tuple[OfficialRow, ...]:
    """The people by given name, then the desk."""
    rows = [
        OfficialRow(
            official,
            person.name if person else official,
            {"vi": person.title_vi, "en": person.title_en} if person else {},
            found[official],
            allowed[official],
        )
        for official, person in people.items()
    ]
    rows.sort(key=lambda row: (given_name_order(row.name), row.official))
    return (*rows, desk)


def _desk(distribution: Distribution, allowed: Standing) -> OfficialRow:
    return OfficialRow(None, "", {}, distribution, allowed)
