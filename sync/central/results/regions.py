"""Units that have others below them: what is said of one is the sum of all that stand there, at any depth."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from sync.central.database import tables
from sync.central.results.distribution import total
from sync.central.results.overview import Overview, UnitRow
from sync.central.results.standing import Standing, published_standing, standing
from sync.central.results.suppression import AlreadyToldError, suppress
from sync.central.results.view import View

Children = Mapping[str, tuple[str, ...]]
"""The units directly below each that has any."""


@dataclass(frozen=True)
class Below:
    """A unit with all `units` below it as one `whole`.

    `rows`: those directly below, each with all of its; `alone`: what was rated in the unit itself.
    """

    whole: UnitRow
    rows: tuple[UnitRow, ...]
    alone: UnitRow | None
    units: frozenset[str]


def with_regions(connection: Connection, overview: Overview) -> Overview:
    """The overview with the regions among its units; one that is nothing but a sum is no unit beside them."""
    children = read_children(connection)
    regions = region_rows(overview.units, children, overview.view)
    inside = {row.unit: all_below(row.unit, children) for row in regions}
    return replace(overview, units=beside(overview.units, inside), regions=regions, inside=inside)


def beside(rows: Iterable[UnitRow], above: Container[str]) -> tuple[UnitRow, ...]:
    """The rows without those of units `above` others in which nothing was rated."""
    return tuple(row for row in rows if row.distribution.n or row.unit not in above)


def below(unit: str, rows: Iterable[UnitRow], children: Children, view: View) -> Below | None:
    """What stands below the unit among all units' `rows`, if anything does."""
    known = {row.unit: row for row in rows}
    regions = {row.unit: row for row in region_rows(known.values(), children, view)}
    if unit not in regions:
        return None
    direct = [row for row in known.values() if row.unit in children[unit]]
    return Below(
        regions[unit],
        tuple(regions.get(row.unit, row) for row in direct),
        known[unit] if known[unit].distribution.n else None,
        all_below(unit, children) & known.keys(),
    )


def read_children(connection: Connection) -> Children:
    """Read the tree of units."""
    units = tables.units
    found: defaultdict[str, list[str]] = defaultdict(list)
    placed = select(units.c.unit, units.c.parent).where(units.c.parent.is_not(None)).order_by(units.c.unit)
    for unit, parent in connection.execute(placed):
        found[parent].append(unit)
    return {parent: tuple(below) for parent, below in found.items()}


def all_below(unit: str, children: Children) -> frozenset[str]:
    """The unit and every one below it; a circle that somebody made by hand ends the walk."""
    found, open_still = {unit}, [unit]
    while open_still:
        more = set(children.get(open_still.pop(), ())) - found
        found |= more
        open_still += more
    return frozenset(found)


def region_rows(rows: Iterable[UnitRow], children: Children, view: View) -> tuple[UnitRow, ...]:
    """A row for each unit of `rows` that has another of them below it, in their order.

    Published sums are sums of rows of closings. Of others, one that would give a hidden unit away beside all
    the rows and their total is withheld.
    """
    known = {row.unit: row for row in rows}
    members = {unit: all_below(unit, children) & known.keys() for unit in known if unit in children}
    members = {unit: some for unit, some in members.items() if len(some) > 1}
    sums = {unit: total(known[one].distribution for one in some) for unit, some in members.items()}
    if view is View.PUBLISHED:
        given = {unit: published_standing(found.n) for unit, found in sums.items()}
    else:
        given = {unit: standing(found.n) for unit, found in sums.items()}
        hidden = _giving_away(known, members, given)
        given = {
            unit: Standing.COVERING if one.shown and unit in hidden else one for unit, one in given.items()
        }
    return tuple(
        UnitRow(unit, row.name, sums[unit], given[unit]) for unit, row in known.items() if unit in members
    )


def _giving_away(
    rows: Mapping[str, UnitRow], members: Mapping[str, frozenset[str]], given: Mapping[str, Standing]
) -> frozenset[str]:
    numbers = {unit: row.distribution.n for unit, row in rows.items() if row.distribution.n}
    small = [unit for unit in numbers if rows[unit].standing is Standing.HIDDEN]
    if not small:
        return frozenset()
    figures = {("sum", unit): some & numbers.keys() for unit, some in members.items()}
    alone = {("unit", unit): frozenset([unit]) for unit in small}
    told = [frozenset([unit]) for unit in numbers if rows[unit].standing.shown] + [frozenset(numbers)]
    secret = [*alone, *(("sum", unit) for unit, one in given.items() if one is Standing.HIDDEN)]
    try:
        hidden = suppress(figures | alone, numbers, secret, told)
    except AlreadyToldError:
        return frozenset(unit for unit, some in members.items() if some & set(small))
    return frozenset(unit for kind, unit in hidden if kind == "sum")
