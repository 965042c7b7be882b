"""The orders of the table, and the places where its pages end, as addresses carry them."""

import base64
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Row, and_, func, or_

from sync.central.database.tables import kiosks
from sync.central.database.text import storable
from sync.contract.plain_json import MAX_INTEGER

BY_UNIT: Final = "unit"


class Order(NamedTuple):
    """By a column, its missing values first or last, always the same way."""

    column: ColumnElement[Any]
    rising: bool
    missing_first: bool
    kind: type[int] | type[str]


ORDERS: Final[Mapping[str, Order]] = {
    "heard": Order(kiosks.c.last_heard_ms, rising=True, missing_first=True, kind=int),
    "pending": Order(kiosks.c.pending, rising=False, missing_first=False, kind=int),
    "room": Order(kiosks.c.room_bytes, rising=True, missing_first=False, kind=int),
    "clock": Order(func.abs(kiosks.c.offset_ms), rising=False, missing_first=False, kind=int),
    "software": Order(kiosks.c.software, rising=True, missing_first=True, kind=str),
}
SORTS: Final = (BY_UNIT, *ORDERS)


class Ordered(NamedTuple):
    """What to order by, and what must hold of rows behind a place."""

    by: list[Any]
    beyond: list[ColumnElement[bool]]


def ordered(sort: str, after: str | None) -> Ordered:
    """The order `sort`, behind the place `after` of a page before."""
    column, rising, missing_first, kind = ORDERS[sort]
    directed = column.asc() if rising else column.desc()
    by = [directed.nulls_first() if missing_first else directed.nulls_last(), kiosks.c.kiosk.asc()]
    place = read_place(after, 3)
    fits = place is not None and place[0] == sort and isinstance(place[1], kind | None)
    if place is None or not fits or not isinstance(place[2], str):
        return Ordered(by, [])
    _, value, kiosk = place
    further = kiosks.c.kiosk > kiosk
    if value is None:
        missing = and_(column.is_(None), further)
        return Ordered(by, [or_(missing, column.is_not(None)) if missing_first else missing])
    behind = or_(column > value if rising else column < value, and_(column == value, further))
    return Ordered(by, [behind if missing_first else or_(behind, column.is_(None))])


def place_of(sort: str, row: Row[*tuple[Any, ...]]) -> str:
    """Where a page of this order ends whose last row is `row`."""
    if sort == BY_UNIT:
        return write_place([row.unit, row.kiosk])
    values = {
        "heard": row.last_heard_ms,
        "pending": row.pending,
        "room": row.room_bytes,
        "clock": None if row.offset_ms is None else abs(row.offset_ms),
        "software": row.software,
    }
    return write_place([sort, values[sort], row.kiosk])


def write_place(places: list[Any]) -> str:
    """Where a page ended, for an address."""
    return base64.urlsafe_b64encode(msgspec.json.encode(places)).decode().rstrip("=")


def read_place(text: str | None, length: int) -> list[Any] | None:
    """The so many places of `write_place`; None for what anybody made up."""
    if text is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        places = msgspec.json.decode(raw, type=list[str | int | None])
    except (ValueError, msgspec.MsgspecError):
        return None
    return [_safe(place) for place in places] if len(places) == length else None


def _safe(place: str | int | None) -> str | int | None:
    """As a database can compare it, whatever the reader made of the address."""
    if isinstance(place, str):
        return storable(place)
    return None if place is None else max(-MAX_INTEGER, min(place, MAX_INTEGER))
