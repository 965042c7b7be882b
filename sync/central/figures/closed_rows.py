"""What the closes of days changed of what is shown of each unit: the rows of `closing`, kept by day.

A row is kept for the unit, not for its officials: the leaves' rows and the pool's of one close are added up.
So every figure of a span of days is a sum of rows, and the claim of `closing` holds for it, too: whoever puts
it beside any other figure that was ever shown learns nothing about fewer than 10 ratings.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, func, select

from sync.central.database.rows import put
from sync.central.database.tables import closed_rows
from sync.central.figures.closing import DESK, OFFICIAL, Published
from sync.central.figures.closings import stored_closings
from sync.central.figures.difference import Difference

WHOLE: Final = "whole"
"""The cell of all ratings, by score."""

Cells = Mapping[str, Mapping[str, int]]
"""Counts by cell and value."""


def keep_rows(connection: Connection, before: Published | None, after: Published, day: str) -> None:
    """Keep what the close of `day` (YYYY-MM-DD) changed of a unit."""
    changed = _shown(after)
    changed.subtract(_shown(before) if before else {})
    moved = {place for place, n in changed.items() if n}
    there = select(closed_rows).where(closed_rows.c.unit == after.unit, closed_rows.c.day == day)
    for row in connection.execute(there):
        if (row.cell, row.value) in moved:
            changed[row.cell, row.value] += row.n
    put(
        connection,
        closed_rows,
        [
            {"unit": after.unit, "day": day, "cell": cell, "value": value, "n": n}
            for (cell, value), n in sorted(changed.items())
            if (cell, value) in moved
        ],
    )


def rows_between(connection: Connection, first: str, last: str) -> dict[str, Cells]:
    """By unit, what the closes of these days (YYYY-MM-DD, both included) showed."""
    rows = closed_rows
    place = (rows.c.unit, rows.c.cell, rows.c.value)
    summed = select(*place, func.sum(rows.c.n)).where(rows.c.day.between(first, last)).group_by(*place)
    found: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for unit, cell, value, n in connection.execute(summed.order_by(*place)):
        if n:
            found[unit][cell][value] = int(n)
    return {unit: dict(cells) for unit, cells in found.items()}


def months_between(connection: Connection, first: str, last: str) -> dict[str, dict[int, int]]:
    """By month (YYYY-MM), what the closes of these days showed of all units together, by score."""
    rows = closed_rows
    month = func.substr(rows.c.day, 1, len("YYYY-MM"))
    summed = (
        select(month, rows.c.value, func.sum(rows.c.n))
        .where(rows.c.cell == WHOLE, rows.c.day.between(first, last))
        .group_by(month, rows.c.value)
        .order_by(month, rows.c.value)
    )
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for when, value, n in connection.execute(summed):
        found[when][int(value)] = int(n)
    return dict(found)


def first_kept(connection: Connection) -> str | None:
    """The first day whose rows are kept as such."""
    return connection.execute(select(func.min(closed_rows.c.day)).where(closed_rows.c.day != "")).scalar()


def check_rows(connection: Connection) -> Iterator[Difference]:
    """Where a unit's rows do not add up to its published state."""
    rows = closed_rows
    summed = select(rows.c.unit, rows.c.cell, rows.c.value, func.sum(rows.c.n)).group_by(
        rows.c.unit, rows.c.cell, rows.c.value
    )
    kept = Counter({(unit, cell, value): int(n) for unit, cell, value, n in connection.execute(summed)})
    state = Counter(
        {
            (unit, *place): n
            for unit, one in stored_closings(connection).items()
            for place, n in _shown(one.published).items()
        }
    )
    for place in sorted(kept.keys() | state.keys()):
        if kept[place] != state[place]:
            yield Difference("published rows", " ".join(place), str(kept[place]), str(state[place]))


def _shown(state: Published) -> Counter[tuple[str, str]]:
    shown = Counter({(WHOLE, value): n for value, n in state.whole().items()})
    for name, cell in state.cells.items():
        if name != DESK and not name.startswith(OFFICIAL):
            shown.update({(name, value): n for value, n in cell.shown.items()})
    return shown
