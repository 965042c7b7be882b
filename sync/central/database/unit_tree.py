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


def read_as(unit: str) -> Select[str]:
    """The unit, and every one whose figures are read as its own: it alone came after them.

    What was divided among several successors is nobody's alone; `divided` tells of it.
    """
    alone = (
        select(successions.c.predecessor)
        .group_by(successions.c.predecessor)
        .having(func.count() == 1)
        .scalar_subquery()
    )
    chain = select(literal(unit).label("unit")).cte("read_as", recursive=True)
    chain = chain.union(
        select(successions.c.predecessor)
        .join(chain, successions.c.successor == chain.c.unit)
        .where(successions.c.predecessor.in_(alone))
    )
    return select(chain.c.unit)


def divided(unit: str) -> Select[str]:
    """The predecessors of the unit that others came after, too: their figures belong to none alone."""
    shared = (
        select(successions.c.predecessor)
        .group_by(successions.c.predecessor)
        .having(func.count() > 1)
        .scalar_subquery()
    )
    return select(successions.c.predecessor).where(
        successions.c.successor == unit, successions.c.predecessor.in_(shared)
    )


def _climbing(unit: str) -> Select[str]:
    line: CTE = select(units.c.unit, units.c.parent).where(units.c.unit == unit).cte("above", recursive=True)
    line = line.union(select(units.c.unit, units.c.parent).join(line, units.c.unit == line.c.parent))
    return select(line.c.unit)
