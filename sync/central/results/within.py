"""What a reader of some units only sees of the province: those units, and what they come to together."""

from dataclasses import replace

from sync.central.accounts.scope import Scope
from sync.central.results.before import standing_together
from sync.central.results.distribution import total
from sync.central.results.overview import Overview


def within(overview: Overview, scope: Scope, *, fleet: bool) -> Overview:
    """The overview of the units in scope; figures of a hidden unit are in no sum either.

    `fleet`: whether the reader may see how kiosks stand.
    """
    overview = replace(overview, whole=overview.whole and fleet)
    if scope.everywhere:
        return overview
    units = tuple(row for row in overview.units if scope.holds(row.unit))
    summed = total(row.distribution for row in units)
    return replace(
        overview,
        units=units,
        regions=tuple(row for row in overview.regions if scope.holds(row.unit)),
        distribution=summed,
        standing=standing_together(units, summed.n, overview.view),
        whole=False,
    )
