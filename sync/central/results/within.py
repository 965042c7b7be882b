"""What a reader of some units only sees of the province: those units, and what they come to together."""

from dataclasses import replace

from sync.central.accounts.scope import Scope
from sync.central.results.distribution import total
from sync.central.results.overview import Overview, UnitRow
from sync.central.results.standing import Standing, published_standing, standing
from sync.central.results.view import View


def within(overview: Overview, scope: Scope) -> Overview:
    """The overview of the units in scope; figures of a hidden unit are in no sum either."""
    if scope.everywhere:
        return overview
    units = tuple(row for row in overview.units if scope.holds(row.unit))
    summed = total(row.distribution for row in units)
    return replace(
        overview, units=units, distribution=summed, standing=_standing(overview, units, summed.n), whole=False
    )


def _standing(overview: Overview, units: tuple[UnitRow, ...], n: int) -> Standing:
    if overview.view is View.PUBLISHED:
        return published_standing(n)
    safe = all(row.standing.shown or row.standing is Standing.NONE for row in units) or len(units) == 1
    return standing(n) if safe else Standing.COVERING
