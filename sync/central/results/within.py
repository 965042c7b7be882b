"""What a reader of some units only sees of the province: those units, and what they come to together."""

from dataclasses import replace

from sync.central.accounts.scope import Scope
from sync.central.results.distribution import total
from sync.central.results.overview import Overview
from sync.central.results.standing import Standing, standing


def within(overview: Overview, scope: Scope) -> Overview:
    """The overview of the units in scope; figures of a hidden unit are in no sum either."""
    if scope.everywhere:
        return overview
    units = tuple(row for row in overview.units if scope.holds(row.unit))
    summed = total(row.distribution for row in units)
    safe = all(row.standing.shown or row.standing is Standing.NONE for row in units) or len(units) == 1
    return replace(
        overview,
        units=units,
        distribution=summed,
        standing=standing(summed.n) if safe else Standing.COVERING,
        whole=False,
    )
