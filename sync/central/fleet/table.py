"""The table of the fleet: searched, filtered, sorted, and read a page at a time from where the last ended."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, tuple_

from sync.central.database.tables import canaries, kiosks, ledgers, units
from sync.central.database.text import storable
from sync.central.fleet.condition import (
    condition_of,
    published_version,
    quarantined_lines,
    stands,
    waiting_alarms,
)
from sync.central.fleet.line import Condition, FleetLine, room_days
from sync.central.fleet.searching import found_by
from sync.central.fleet.silence import Silence, silence_at
from sync.contract.encoding import MAX_INTEGER

PAGE: Final = 50


class _Order(NamedTuple):
    """By a column, its missing values first or last, always the same way."""

    column: ColumnElement[Any]
    rising: bool
    missing_first: bool


_ORDERS: Final[Mapping[str, _Order]] = {
    "heard": _Order(kiosks.c.last_heard_ms, rising=True, missing_first=True),
    "pending": _Order(kiosks.c.pending, rising=False, missing_first=False),
    "room": _Order(kiosks.c.room_bytes, rising=True, missing_first=False),
    "clock": _Order(func.abs(kiosks.c.offset_ms), rising=False, missing_first=False),
    "software": _Order(kiosks.c.software, rising=True, missing_first=True),
    "name": _Order(kiosks.c.name, rising=True, missing_first=True),
}
SORTS: Final = ("unit", *_ORDERS)


@dataclass(frozen=True)
class Asked:
    """What of the fleet is asked for; `units` None: all units. `after` is `next` of the page before."""

    units: frozenset[str] | None = None
    unit: str | None = None
    kiosk: str | None = None
    condition: Condition | None = None
    search: str = ""
    sort: str = "unit"
    after: str | None = None


class FleetPage(NamedTuple):
    """Some kiosks; `next`: where the next page begins, None where this is the last."""

    lines: list[FleetLine]
    next: str | None


def read_fleet(connection: Connection, asked: Asked, now_ms: int, size: int | None = PAGE) -> FleetPage:
    """The kiosks that are asked for; `size` None: all of them."""
    silence = silence_at(connection, now_ms)
    which = found(connection, asked, silence)
    if which is None:
        return FleetPage([], None)
    order, beyond = _ordered(asked)
    query = (
        select(
            kiosks,
            units.c.name_vi,
            units.c.name_en,
            ledgers.c.held.label("held"),
            ledgers.c.opened_ms.label("opened_ms"),
            condition_of(silence).label("condition"),
            published_version.label("published"),
            waiting_alarms.label("alarms"),
            quarantined_lines.label("quarantined"),
        )
        .join(units, units.c.unit == kiosks.c.unit)
        .join(ledgers, ledgers.c.ledger == kiosks.c.ledger, isouter=True)
        .where(*which, *beyond)
        .order_by(*order)
        .limit(None if size is None else size + 1)
    )
    rows = connection.execute(query).all()
    shown = rows if size is None else rows[:size]
    proofs = _proofs(connection, None if size is None else [row.kiosk for row in shown])
    lines = [_line(row, proofs.get(row.kiosk, _Proof(None, None)), now_ms) for row in shown]
    more = size is not None and len(rows) > size
    return FleetPage(lines, _cursor(asked.sort, shown[-1]) if more else None)


def count_fleet(connection: Connection, asked: Asked, now_ms: int) -> dict[Condition, int]:
    """How many of those asked for stand how, whatever condition and page are asked for."""
    silence = silence_at(connection, now_ms)
    which = found(connection, replace(asked, condition=None, after=None), silence)
    if which is None:
        return {}
    word = condition_of(silence).label("word")
    counted = connection.execute(select(word, func.count()).where(*which).group_by(word))
    by_word = {str(row[0]): int(row[1]) for row in counted}
    return {one: by_word[one] for one in Condition if one in by_word}


def found(connection: Connection, asked: Asked, silence: Silence) -> list[ColumnElement[bool]] | None:
    """What rows of kiosks must fit; None where nothing can."""
    which: list[ColumnElement[bool]] = []
    if asked.units is not None:
        which.append(kiosks.c.unit.in_(sorted(asked.units)))
    if asked.unit is not None:
        which.append(kiosks.c.unit == storable(asked.unit))
    if asked.kiosk is not None:
        which.append(kiosks.c.kiosk == storable(asked.kiosk))
    if asked.condition is not None:
        which.append(stands(silence, asked.condition))
    if asked.search.strip():
        ids = found_by(connection, asked.search)
        if not ids:
            return None
        which.append(kiosks.c.kiosk.in_(ids))
    return which


class _Proof(NamedTuple):
    proven_ms: int | None
    missing_since: str | None


def _proofs(connection: Connection, which: Sequence[str] | None) -> dict[str, _Proof]:
    mine = [] if which is None else [canaries.c.kiosk.in_(which)]
    found: dict[str, _Proof] = {}
    rows = connection.execute(
        select(canaries.c.kiosk, canaries.c.day, canaries.c.proven_ms)
        .where(*mine)
        .order_by(canaries.c.kiosk, canaries.c.day)
    )
    for row in rows:
        before = found.get(row.kiosk, _Proof(None, None))
        if row.proven_ms is not None:
            found[row.kiosk] = _Proof(row.proven_ms, None)
        else:
            found[row.kiosk] = before._replace(missing_since=before.missing_since or row.day)
    return found


def _line(row: Row[*tuple[Any, ...]], proof: _Proof, now_ms: int) -> FleetLine:
    held = row.held or 0
    return FleetLine(
        kiosk=row.kiosk,
        name=row.name,
        unit=row.unit,
        unit_name={"vi": row.name_vi, "en": row.name_en},
        state=row.state,
        condition=Condition(row.condition),
        attribution=row.attribution,
        device=row.device,
        last_heard_ms=row.last_heard_ms,
        pending=row.pending,
        held=held,
        room_bytes=row.room_bytes,
        room_days=room_days(row.room_bytes, held, row.opened_ms, now_ms),
        software=row.software,
        directory=row.directory_version,
        published=row.published,
        offset_ms=row.offset_ms,
        proven_ms=proof.proven_ms,
        missing_since=proof.missing_since,
        quarantined=row.quarantined,
        alarms=row.alarms,
        replaced_by=row.replaced_by,
    )


def _ordered(
    asked: Asked,
) -> tuple[list[Any], list[ColumnElement[bool]]]:
    """The order, and what must hold of rows behind `asked.after`."""
    last = _read_cursor(asked.after, asked.sort)
    if asked.sort not in _ORDERS:
        keys = (units.c.name_vi, units.c.unit, kiosks.c.name, kiosks.c.kiosk)
        beyond = [] if last is None else [units.c.name_vi >= last[0], tuple_(*keys) > tuple_(*last)]
        return list(keys), beyond
    column, rising, missing_first = _ORDERS[asked.sort]
    directed = column.asc() if rising else column.desc()
    directed = directed.nulls_first() if missing_first else directed.nulls_last()
    order = [directed, kiosks.c.kiosk.asc()]
    if last is None:
        return order, []
    value, kiosk = last
    further = kiosks.c.kiosk > kiosk
    if value is None:
        missing = and_(column.is_(None), further)
        return order, [or_(missing, column.is_not(None)) if missing_first else missing]
    behind = or_(column > value if rising else column < value, and_(column == value, further))
    return order, [behind if missing_first else or_(behind, column.is_(None))]


def _cursor(sort: str, row: Row[*tuple[Any, ...]]) -> str:
    places: list[Any]
    if sort not in _ORDERS:
        places = [row.name_vi, row.unit, row.name, row.kiosk]
    else:
        values = {
            "heard": row.last_heard_ms,
            "pending": row.pending,
            "room": row.room_bytes,
            "clock": None if row.offset_ms is None else abs(row.offset_ms),
            "software": row.software,
            "name": row.name,
        }
        places = [values[sort], row.kiosk]
    return write_place([sort, *places])


def _read_cursor(text: str | None, sort: str) -> list[Any] | None:
    """The places in a cursor of this order; None for the first page, and for what is no such cursor."""
    number = (int, type(None))
    shapes: dict[str, tuple[Any, ...]] = {
        "unit": (str, str, str, str),
        "software": ((str, type(None)), str),
        "name": (str, str),
    }
    shape = shapes.get(sort, (number, str))
    told = read_place(text, len(shape) + 1)
    if told is None or told[0] != sort:
        return None
    places = told[1:]
    return places if all(isinstance(*pair) for pair in zip(places, shape, strict=True)) else None


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
