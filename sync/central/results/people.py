"""Figures of named people: whom a reader sees, and one's own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database import tables
from sync.central.results.distribution import Distribution
from sync.central.results.standing import Standing
from sync.central.results.unit import UnitPage, read_unit
from sync.central.results.view import View


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
    """The page with the people that this reader may see."""
    if reader.over(Power.SEE_PEOPLE).holds(page.row.unit):
        return page
    return replace(page, officials=(), pooled=Distribution())


def read_own(connection: Connection, officials: Collection[str]) -> list[Own]:
    """What is published of these officials, in each unit they were posted to."""
    posted = select(tables.postings).where(tables.postings.c.official.in_(officials))
    homes = select(tables.officials.c.official, tables.officials.c.unit).where(
        tables.officials.c.official.in_(officials)
    )
    where = {(row.official, row.unit) for row in [*connection.execute(posted), *connection.execute(homes)]}
    found = []
    for official, unit in sorted(where):
        page = read_unit(connection, unit, View.PUBLISHED)
        row = next((row for row in page.officials if row.official == official), None) if page else None
        if page is not None and row is not None:
            found.append(Own(official, unit, row.name, page.row.name, row.distribution, row.standing))
    return found
