"""Figures of named people: whom a reader sees, and one's own; below the supervisor only from 30 on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database import tables
from sync.central.results.distribution import Distribution
from sync.central.results.standing import FEWEST_ENOUGH, Standing
from sync.central.results.unit import OfficialRow, UnitPage, read_unit


@dataclass(frozen=True)
class Own:
    """An official's own figures in one unit."""

    official: str
    unit: str
    name: str
    place: Mapping[str, str]
    distribution: Distribution

    @property
    def shown(self) -> bool:
        """Whether they are enough to be shown."""
        return self.distribution.n >= FEWEST_ENOUGH


def for_reader(page: UnitPage, reader: Reader) -> UnitPage:
    """The page with the people that this reader may see."""
    if not reader.over(Power.SEE_PEOPLE).holds(page.row.unit):
        return replace(page, officials=())
    if reader.may(Power.SEE_LIVE_RESULTS):
        return page
    return replace(page, officials=tuple(_from_thirty(row) for row in page.officials))


def read_own(connection: Connection, officials: Collection[str]) -> list[Own]:
    """What was said of these officials, in each unit they were posted to."""
    posted = select(tables.postings).where(tables.postings.c.official.in_(officials))
    homes = select(tables.officials.c.official, tables.officials.c.unit).where(
        tables.officials.c.official.in_(officials)
    )
    where = {(row.official, row.unit) for row in [*connection.execute(posted), *connection.execute(homes)]}
    found = []
    for official, unit in sorted(where):
        page = read_unit(connection, unit)
        row = next((row for row in page.officials if row.official == official), None) if page else None
        if page is not None and row is not None:
            found.append(Own(official, unit, row.name, page.row.name, row.distribution))
    return found


def _from_thirty(row: OfficialRow) -> OfficialRow:
    """Fewer are not shown of a person; the desk as a whole is nobody."""
    few = row.official is not None and row.standing is Standing.SPARSE
    return replace(row, standing=Standing.HIDDEN_PERSON) if few else row
