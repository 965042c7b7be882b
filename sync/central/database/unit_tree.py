"""Questions of the tree of units: who stands below, who above, whose figures are read as whose.

One statement each, for SQLite and PostgreSQL alike; a circle that somebody made by hand ends the walk.
"""

from sqlalchemy import CTE, Connection, Select, func, literal, select

from sync.central.database.tables import successions, units


def units_below(unit: str) -> Select[str]:
    """The unit itself and every unit below it, at any depth; for `column.in_(units_below(unit))`."""
    return units_below_any([unit])


def units_below_any(roots: list[str]) -> Select[str]:
    """The units of `roots` and every unit below one of them."""
    tree = select(units.c.unit).where(units.c.unit.in_(roots)).cte("below", recursive=True)
    tree = tree.union(select(units.c.unit).join(tree, units.c.parent == tree.c.unit))
    return select(tree.c.unit)


def units_above(connection: Connection, unit: str) -> list[str]:
    """The unit and those that it belongs to, from the nearest to the top."""
    rows = connection.execute(select(units.c.unit, units.c.parent).where(units.c.unit.in_(_climbing(unit))))
    parents = {row.unit: row.parent for row in rows}
    found: list[str] = []
    at: str | None = unit
    while at is not None and at in parents and at not in found:
        found.append(at)
        at = parents[at]
    return found


def read_as(unit: str, today: str) -> Select[str]:
    """The unit, and every one whose figures are read as its own: it alone came after them by `today`.

    All of them, of whatever day: what a kiosk of a vanished unit still brought was served by who came after.
    What was divided among several successors is nobody's alone, on any day; `divided` tells of it.
    """
    came = _came(today)
    alone = select(came.c.predecessor).group_by(came.c.predecessor).having(func.count() == 1)
    chain = select(literal(unit).label("unit")).cte("read_as", recursive=True)
    chain = chain.union(
        select(came.c.predecessor)
        .join(chain, came.c.successor == chain.c.unit)
        .where(came.c.predecessor.in_(alone.scalar_subquery()))
    )
    return select(chain.c.unit)


def heirs(connection: Connection, day: str) -> dict[str, str]:
    """Which unit each one is read as by that day: the last that came after it; nothing where none came."""
    came = connection.execute(select(successions.c.successor).distinct().order_by(successions.c.successor))
    parts = {unit: set(connection.execute(read_as(unit, day)).scalars()) for unit in came.scalars().all()}
    found: dict[str, str] = {}
    for unit, read in sorted(parts.items(), key=lambda item: len(item[1])):
        found |= dict.fromkeys(sorted(read), unit)
    return found


def divided(unit: str, today: str) -> Select[str]:
    """The predecessors of the unit that others came after, too: their figures belong to none alone."""
    came = _came(today)
    shared = select(came.c.predecessor).group_by(came.c.predecessor).having(func.count() > 1)
    return select(came.c.predecessor).where(
        came.c.successor == unit, came.c.predecessor.in_(shared.scalar_subquery())
    )


def _came(today: str) -> CTE:
    """The successions by `today` (YYYY-MM-DD): what was decided ahead holds once the predecessor ended."""
    over = units.c.until.is_(None) | (units.c.until <= today)
    return (
        select(successions.c.predecessor, successions.c.successor)
        .join(units, units.c.unit == successions.c.predecessor)
        .where(successions.c.since <= today, over)
        .cte("came")
    )


def _climbing(unit: str) -> Select[str]:
    line: CTE = select(units.c.unit, units.c.parent).where(units.c.unit == unit).cte("above", recursive=True)
    line = line.union(select(units.c.unit, units.c.parent).join(line, units.c.unit == line.c.parent))
    return select(line.c.unit)
