"""The units that a unit came after: merged ones are read with it, divided ones stand apart.

A sum of published figures is a sum of rows of closings, so it tells no more than they do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.central.database.unit_tree import divided, read_as
from sync.central.results.distribution import Distribution, total
from sync.central.results.overview import UnitRow
from sync.central.results.standing import Standing, published_standing, standing
from sync.central.results.view import View


@dataclass(frozen=True)
class Before:
    """`merged` and the unit itself are `distribution` together; what was `divided` is in no sum."""

    merged: tuple[UnitRow, ...]
    divided: tuple[UnitRow, ...]
    distribution: Distribution
    standing: Standing

    @property
    def units(self) -> tuple[UnitRow, ...]:
        """All of them."""
        return (*self.merged, *self.divided)

    @property
    def together(self) -> tuple[str, ...]:
        """Units that are read with this one: none unless their sum may be seen."""
        return tuple(row.unit for row in self.merged) if self.standing.shown else ()


def read_before(connection: Connection, unit: str, rows: Sequence[UnitRow], view: View, today: str) -> Before:
    """Find the unit's predecessors among all units' `rows`, which are in order."""
    alone = set(connection.execute(read_as(unit, today)).scalars())
    shared = set(connection.execute(divided(unit, today)).scalars())
    together = [row for row in rows if row.unit in alone]
    whole = total(row.distribution for row in together)
    return Before(
        merged=tuple(row for row in together if row.unit != unit),
        divided=tuple(row for row in rows if row.unit in shared),
        distribution=whole,
        standing=standing_together(together, whole.n, view),
    )


def standing_together(rows: Sequence[UnitRow], n: int, view: View) -> Standing:
    """What the sum of units allows: none that is hidden may be found by subtraction."""
    if view is View.PUBLISHED:
        return published_standing(n)
    safe = all(row.standing.shown or row.standing is Standing.NONE for row in rows) or len(rows) == 1
    given = standing(n)
    return given if safe or not given.shown else Standing.COVERING
