"""The fleet in the order of its units' names, as Vietnamese orders them, which no database does for us."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select

from sync.central.database.tables import kiosks, units
from sync.central.fleet.ordering import read_place
from sync.central.web.collation import SortKey, vietnamese_order

AT_FIRST: Final = 64
_KNOWN: Final = 1 << 15

order_of = lru_cache(_KNOWN)(vietnamese_order)
"""Names are few and asked for again and again."""


def units_in_order(connection: Connection, which: Sequence[Any] = ()) -> list[Row[*tuple[Any, ...]]]:
    """The units (rows) that fit, by name."""
    rows = connection.execute(select(units.c.unit, units.c.name_vi, units.c.name_en).where(*which)).all()
    return sorted(rows, key=lambda row: (order_of(row.name_vi), row.unit))


def rows_by_unit(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    names: Sequence[str],
    after: str | None,
    size: int | None,
) -> list[Row[*tuple[Any, ...]]]:
    """Rows of kiosks in the order of these units, behind the place `after`; one more than `size`, if any.

    Some units are asked for at a time, twice as many the next time: most pages end within the first.
    """
    rank = {unit: place for place, unit in enumerate(names)}
    place = read_place(after, 2)
    start = rank.get(place[0], 0) if place else 0
    found: list[Row[*tuple[Any, ...]]] = []
    width = len(names) if size is None else AT_FIRST
    passed = place is None or place[0] not in rank
    while start < len(names) and (size is None or len(found) <= size):
        some = connection.execute(query.where(kiosks.c.unit.in_(names[start : start + width]))).all()
        rows: list[Row[*tuple[Any, ...]]] = sorted(some, key=lambda row: _key(rank, row))
        if not passed and place is not None:
            ids = [row.kiosk for row in rows]
            rows = rows[ids.index(place[1]) + 1 :] if place[1] in ids else rows
            passed = True
        found += rows
        start, width = start + width, 2 * width
    return found


def _key(rank: dict[str, int], row: Row[*tuple[Any, ...]]) -> tuple[int, SortKey, str]:
    return rank[row.unit], order_of(row.name), row.kiosk
