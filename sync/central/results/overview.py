"""What the overview shows: the province's figures, its units, its fleet's pulse."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from sync.central.database import tables
from sync.central.database.among import among
from sync.central.figures.rollups import ALL
from sync.central.results.distribution import Distribution, total
from sync.central.results.marked import marked_units, read_distributions, without
from sync.central.results.published import Publication, read_published
from sync.central.results.standing import Standing, published_standing, standing, standings
from sync.central.results.view import View
from sync.central.web.collation import vietnamese_order
from sync.contract.desk_time import DAY_MS


@dataclass(frozen=True)
class UnitRow:
    """A unit and what was said of it."""

    unit: str
    name: Mapping[str, str]
    distribution: Distribution
    standing: Standing


@dataclass(frozen=True)
class Period:
    """The first and last day with a rating, and how many ratings have no known day.

    Of published figures only the last day that was closed is told.
    """

    first: date | None
    last: date | None
    undated: int


@dataclass(frozen=True)
class Fleet:
    """Kiosks: how many there are, heard from within a day, and lines they last said were waiting."""

    kiosks: int
    heard: int
    pending: int


@dataclass(frozen=True)
class Overview:
    """Everything the overview page shows; not `whole`: nothing of the fleet, and perhaps some units only.

    `regions`: units with others below them, as the sums of all that stand there, which `inside` names.
    """

    distribution: Distribution
    standing: Standing
    units: tuple[UnitRow, ...]
    period: Period
    fleet: Fleet
    attention: int
    view: View
    whole: bool = True
    regions: tuple[UnitRow, ...] = ()
    inside: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def outermost(self) -> tuple[UnitRow, ...]:
        """Regions that stand in no other; where one holds them all, those directly in it."""
        rows = self.regions
        while len(rows) > 1:
            within = frozenset[str]().union(*(self.inside[row.unit] - {row.unit} for row in rows))
            outer = tuple(row for row in rows if row.unit not in within)
            if len(outer) != 1:
                return outer
            rows = tuple(row for row in rows if row not in outer)
        return rows

    @property
    def outside(self) -> tuple[UnitRow, ...]:
        """Units that belong to none of the outermost regions."""
        held = frozenset[str]().union(*(self.inside[row.unit] for row in self.outermost))
        return tuple(row for row in self.units if row.unit not in held)

    @property
    def units_with_ratings(self) -> int:
        """How many units at least one rating was counted for."""
        return sum(1 for row in self.units if row.distribution.n)


def read_overview(connection: Connection, now_ms: int, view: View = View.LIVE) -> Overview:
    """Read the overview; `now_ms` is the wall clock, ms since 1970 UTC."""
    if view is View.PUBLISHED:
        published = read_published(connection)
        units, period = published_units(connection, published), Period(None, published.closed, 0)
    else:
        units, period = read_units(connection, view), read_period(connection)
    whole = total(row.distribution for row in units)
    return Overview(
        distribution=whole,
        standing=published_standing(whole.n) if view is View.PUBLISHED else standing(whole.n),
        units=units,
        period=period,
        fleet=_read_fleet(connection, now_ms),
        attention=_count_attention(connection),
        view=view,
    )


def read_units(connection: Connection, view: View = View.LIVE) -> tuple[UnitRow, ...]:
    """Return every active unit, and any other that ratings were counted for, by name."""
    rollup = tables.unit_months
    found = read_distributions(connection, rollup.c.unit, rollup, rollup.c.rule == ALL)
    if view is View.UNMARKED:
        found = without(found, marked_units(connection))
    return _rows(connection, found, standings)


def published_units(connection: Connection, published: Publication) -> tuple[UnitRow, ...]:
    """Return every active unit, and any other of which something is published, by name."""
    found = {unit: one.whole for unit, one in published.units.items() if one.whole.n}
    return _rows(
        connection, found, lambda numbers: {unit: published_standing(n) for unit, n in numbers.items()}
    )


def _rows(
    connection: Connection,
    found: Mapping[str, Distribution],
    allow: Callable[[Mapping[str, int]], Mapping[str, Standing]],
) -> tuple[UnitRow, ...]:
    names: dict[str, Mapping[str, str]] = {}
    shown = set(found)
    for row in connection.execute(select(tables.units)):
        names[row.unit] = {"vi": row.name_vi, "en": row.name_en}
        if row.active:
            shown.add(row.unit)
    distributions = {unit: found.get(unit, Distribution()) for unit in sorted(shown)}
    allowed = allow({unit: distribution.n for unit, distribution in distributions.items()})
    rows = [
        UnitRow(unit, names.get(unit, {"vi": unit}), distribution, allowed[unit])
        for unit, distribution in distributions.items()
    ]
    return tuple(sorted(rows, key=lambda row: (vietnamese_order(row.name["vi"]), row.unit)))


def read_period(connection: Connection, units: Collection[str] | None = None) -> Period:
    """Return the days with ratings, of these units or of all."""
    months, days = tables.unit_months, tables.unit_days
    of_units = () if units is None else (among(months.c.unit, sorted(units)),)
    unit = select(months.c.unit).where(months.c.rule == ALL, *of_units).distinct().subquery()
    dated = (days.c.unit == unit.c.unit, days.c.day != "")
    begun, ended = (
        select(end(days.c.day)).where(*dated).correlate(unit).scalar_subquery()
        for end in (func.min, func.max)
    )
    first, last = connection.execute(select(func.min(begun), func.max(ended)).select_from(unit)).one()
    of_no_day = (months.c.month == "", months.c.rule == ALL, *of_units)
    undated = connection.scalar(select(func.sum(months.c.n)).where(*of_no_day))
    return Period(
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
        undated=int(undated or 0),
    )


def _read_fleet(connection: Connection, now_ms: int) -> Fleet:
    kiosks = tables.kiosks
    enrolled = kiosks.c.state == "enrolled"
    heard = func.count().filter(kiosks.c.last_heard_ms > now_ms - DAY_MS)
    found = connection.execute(select(func.count(), heard, func.sum(kiosks.c.pending)).where(enrolled)).one()
    return Fleet(kiosks=found[0], heard=found[1], pending=int(found[2] or 0))


def _count_attention(connection: Connection) -> int:
    attention = tables.needs_attention
    lines = select(attention.c.ledger_no, attention.c.seq).distinct().subquery()
    return connection.scalar(select(func.count()).select_from(lines)) or 0
