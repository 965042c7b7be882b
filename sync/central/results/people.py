"""Figures of named people: whom a reader sees, and one's own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database import tables
from sync.central.results.distribution import Distribution
from sync.central.results.overview import published_units
from sync.central.results.published import read_published
from sync.central.results.standing import Standing, published_standing
from sync.central.results.unit import UnitPage


@dataclass(frozen=True)
class Own:
    """An official's own published figures in one unit."""

    official: str
    unit: str
    name: str
    place: Mapping[str, str]
    distribution: Distribution
    standing: Standing


def for_reader(page: UnitPage, reader: Reader) -> UnitPage:
    """The page with the people that this reader may see, and what is above it as far as they see that."""
    page = replace(page, above=tuple(row for row in page.above if reader.scope.holds(row.unit)))
    if reader.over(Power.SEE_PEOPLE).holds(page.row.unit):
        return page
    return replace(page, officials=(), pooled=Distribution())


def read_own(connection: Connection, officials: Collection[str]) -> list[Own]:
    """What is published of these officials, in each unit they were posted to and none read with it."""
    posted = select(tables.postings).where(tables.postings.c.official.in_(officials))
    homes = select(tables.officials.c.official, tables.officials.c.unit).where(
        tables.officials.c.official.in_(officials)
    )
    where = {(row.official, row.unit) for row in [*connection.execute(posted), *connection.execute(homes)]}
    theirs = select(tables.officials).where(tables.officials.c.official.in_(officials))
    names = {row.official: row.name for row in connection.execute(theirs)}
    publication = read_published(connection)
    places = {row.unit: row.name for row in published_units(connection, publication)}
    found = []
    for official, unit in sorted(where):
        if unit in places:
            given = publication.of(unit).officials.get(official, Distribution())
            allowed = published_standing(given.n, person=True)
            found.append(Own(official, unit, names.get(official, official), places[unit], given, allowed))
    return found
