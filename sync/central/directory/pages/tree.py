"""The tree of units as a page shows it: every unit in scope, in order, with what stands in it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from sync.central.accounts.scope import Scope
from sync.central.database.tables import counters, kiosks, officials, units
from sync.central.web.collation import vietnamese_order


class Branch(NamedTuple):
    """A unit in the tree; `depth` 0 stands at the top. Days are YYYY-MM-DD."""

    unit: str
    name: Mapping[str, str]
    depth: int
    since: str | None
    until: str | None
    officials: int
    counters: int
    kiosks: int

    def is_over(self, day: str) -> bool:
        """Whether it was no more that day."""
        return self.until is not None and self.until <= day


def read_tree(connection: Connection, scope: Scope) -> list[Branch]:
    """The units in scope, each after its parent; one whose parent is out of sight stands at the top."""
    rows = {
        row.unit: row
        for row in connection.execute(select(units).where(units.c.active == 1))
        if scope.holds(row.unit)
    }
    below: defaultdict[str | None, list[str]] = defaultdict(list)
    for unit, row in sorted(rows.items(), key=lambda item: (vietnamese_order(item[1].name_vi), item[0])):
        below[row.parent if row.parent in rows else None].append(unit)
    people, desks, fleet = (
        _numbers(connection, officials.c.unit, officials.c.active == 1),
        _numbers(connection, counters.c.unit, counters.c.active == 1),
        _numbers(connection, kiosks.c.unit, kiosks.c.state.in_(("awaited", "enrolled"))),
    )
    found: list[Branch] = []
    waiting = [(unit, 0) for unit in reversed(below[None])]
    while waiting:
        unit, depth = waiting.pop()
        row = rows[unit]
        found.append(
            Branch(
                unit,
                {"vi": row.name_vi, "en": row.name_en},
                depth,
                row.since,
                row.until,
                people.get(unit, 0),
                desks.get(unit, 0),
                fleet.get(unit, 0),
            )
        )
        waiting += [(child, depth + 1) for child in reversed(below[unit])]
    return found


def _numbers(connection: Connection, column: object, condition: object) -> dict[str, int]:
    counted = select(column, func.count()).where(condition).group_by(column)  # type: ignore[call-overload]  # Any column
    return {row[0]: row[1] for row in connection.execute(counted)}
