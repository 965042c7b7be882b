"""What a unit's page shows: its figures, what else was answered, its calls, and its officials' figures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.central.database import tables
from sync.central.database.unit_tree import units_above
from sync.central.results.before import Before, read_before
from sync.central.results.calls import Calls, read_calls
from sync.central.results.covering import DESK, POOLED, row_standings
from sync.central.results.distribution import Distribution, total
from sync.central.results.marked import marked_officials, read_distributions, without
from sync.central.results.overview import Period, UnitRow, published_units, read_period, read_units
from sync.central.results.published import Publication, read_published, together
from sync.central.results.questions import AnsweredQuestion, published_questions, read_questions
from sync.central.results.regions import Below, below, read_children
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


@dataclass(frozen=True)
class UnitPage:
    """Everything a unit's page shows; the last row is the whole desk.

    `row` is the unit's alone. What is said of all of it is the sum of `units`: with those `below` it, and
    those merged into it where `before.together` names them. It is compared with the `rest`. `above`: the
    units that it belongs to, from the top.
    `pooled`: published ratings that were too few in each row by the end of a month.
    """

    row: UnitRow
    officials: tuple[OfficialRow, ...]
    pooled: Distribution
    pooled_standing: Standing
    period: Period
    questions: tuple[AnsweredQuestion, ...]
    calls: Calls
    before: Before
    view: View
    below: Below | None
    above: tuple[UnitRow, ...]
    rest: frozenset[str]

    @property
    def whole(self) -> UnitRow:
        """What stands at the head of the page."""
        return self.below.whole if self.below else self.row

    @property
    def counted(self) -> frozenset[str]:
        """The units that `whole` adds up."""
        return self.below.units if self.below else frozenset([self.row.unit])

    @property
    def units(self) -> frozenset[str]:
        """The same, with those merged into it."""
        return self.counted.union(self.before.together)


def read_unit(connection: Connection, unit: str, today: str, view: View = View.LIVE) -> UnitPage | None:
    """Read a unit's page as of `today` (YYYY-MM-DD), or None when there is no such unit."""
    publication = read_published(connection) if view is View.PUBLISHED else None
    rows = published_units(connection, publication) if publication else read_units(connection, view)
    row = _find(rows, unit)
    if row is None:
        return None
    before = read_before(connection, unit, rows, view, today)
    found = below(unit, rows, read_children(connection), view)
    line = units_above(connection, unit)[:0:-1]
    page = UnitPage(
        row=row,
        officials=(),
        pooled=Distribution(),
        pooled_standing=Standing.NONE,
        period=Period(None, None, 0),
        questions=(),
        calls=Calls(),
        before=before,
        view=view,
        below=found,
        above=tuple(one for name in line if (one := _find(rows, name))),
        rest=frozenset(),
    )
    beside = {one.unit for one in rows if publication is None or one.standing is Standing.ENOUGH}
    page = replace(page, rest=frozenset(beside - page.units))
    return _published(connection, page, publication) if publication else _live(connection, page)


def _live(connection: Connection, page: UnitPage) -> UnitPage:
    units, alone = (page.row.unit, *page.before.together), page.row
    if page.before.together:
        alone = replace(alone, distribution=page.before.distribution, standing=page.before.standing)
    return replace(
        page,
        officials=_read_officials(connection, units, alone, page.view),
        period=read_period(connection, page.counted),
        questions=read_questions(connection, page.units, (page.whole if page.below else alone).standing),
        calls=read_calls(connection, page.units),
    )


def _published(connection: Connection, page: UnitPage, publication: Publication) -> UnitPage:
    units = {one: publication.of(one) for one in (page.row.unit, *page.before.together)}
    found = together(list(units.values()))
    people = _people(connection, page.row.unit, found.officials)
    named = {official: found.officials.get(official, Distribution()) for official in people}
    seen = row_standings(units, page.before.together)
    allowed = {official: seen.get(official, Standing.WAITING) for official in named}
    every = together([publication.of(one) for one in sorted(page.units)])
    return replace(
        page,
        officials=_rows(people, named, allowed, _desk(found.desk, seen.get(DESK, Standing.WAITING))),
        pooled=found.pooled,
        pooled_standing=seen.get(POOLED, Standing.WAITING),
        period=Period(None, publication.closed, 0),
        questions=published_questions(connection, every.answers),
        calls=every.calls,
    )


def _find(rows: tuple[UnitRow, ...], unit: str) -> UnitRow | None:
    return next((row for row in rows if row.unit == unit), None)


def _read_officials(
    connection: Connection, units: Collection[str], row: UnitRow, view: View
) -> tuple[OfficialRow, ...]:
    """Those of `units`, of which `row` is the first and the sum."""
    rollup = tables.official_months
    rated = read_distributions(
        connection, rollup.c.official, rollup, rollup.c.unit.in_(units), rollup.c.official != ""
    )
    people = _people(connection, row.unit, rated)
    if view is View.UNMARKED:
        rated = without(rated, marked_officials(connection, units))
    found = {official: rated.get(official, Distribution()) for official in people}
    desk = row.distribution - total(found.values())
    allowed = standings({official: found[official].n for official in sorted(found)} | {"": desk.n})
    if not row.standing.shown:
        allowed = {cell: Standing.COVERING if given.shown else given for cell, given in allowed.items()}
    return _rows(people, found, allowed, _desk(desk, allowed[""]))


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
