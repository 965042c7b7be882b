"""What a unit's page shows: its figures, what else was answered, its calls, and its officials' figures."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from sync.central.database.unit_tree import units_above
from sync.central.results.before import Before, read_before
from sync.central.results.calls import Calls, read_calls
from sync.central.results.covering import POOLED, row_standings
from sync.central.results.distribution import Distribution
from sync.central.results.officials import OfficialRow, published_officials, read_officials
from sync.central.results.overview import Period, UnitRow, published_units, read_period, read_units
from sync.central.results.published import Publication, read_published, together
from sync.central.results.questions import AnsweredQuestion, published_questions, read_questions
from sync.central.results.regions import Below, below, read_children
from sync.central.results.standing import Standing
from sync.central.results.view import View


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
        officials=read_officials(connection, units, alone, page.view),
        period=read_period(connection, page.counted),
        questions=read_questions(connection, page.units, (page.whole if page.below else alone).standing),
        calls=read_calls(connection, page.units),
    )


def _published(connection: Connection, page: UnitPage, publication: Publication) -> UnitPage:
    units = {one: publication.of(one) for one in (page.row.unit, *page.before.together)}
    found = together(list(units.values()))
    seen = row_standings(units, page.before.together)
    every = together([publication.of(one) for one in sorted(page.units)])
    return replace(
        page,
        officials=published_officials(connection, page.row.unit, found, seen),
        pooled=found.pooled,
        pooled_standing=seen.get(POOLED, Standing.WAITING),
        period=Period(None, publication.closed, 0),
        questions=published_questions(connection, every.answers),
        calls=every.calls,
    )


def _find(rows: tuple[UnitRow, ...], unit: str) -> UnitRow | None:
    return next((row for row in rows if row.unit == unit), None)
