"""The table of the fleet: searched, filtered, sorted, and read a page at a time from where the last ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from sync.central.database.tables import canaries, kiosks, ledgers, units
from sync.central.database.text import storable
from sync.central.figures.time import day_at
from sync.central.fleet.by_unit import rows_by_unit, units_in_order
from sync.central.fleet.condition import (
    condition_of,
    published_version,
    quarantined_lines,
    stands,
    waiting_alarms,
)
from sync.central.fleet.line import Condition, FleetLine, room_days
from sync.central.fleet.ordering import BY_UNIT, ordered, place_of
from sync.central.fleet.searching import found_by
from sync.central.fleet.silence import Silence, silence_at
from sync.central.fleet.updates import newest_update

PAGE: Final = 50
_mine = ledgers.alias("mine")
_newest_ledger = (
    select(_mine.c.ledger)
    .where(_mine.c.kiosk == kiosks.c.kiosk)
    .order_by(_mine.c.ledger_no.desc())
    .limit(1)
    .scalar_subquery()
)
"""That of a kiosk which gave no sign of life by itself: it delivers by stick, or is pulled."""


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
            newest_update.label("update_state"),
        )
        .join(units, units.c.unit == kiosks.c.unit)
        .join(ledgers, ledgers.c.ledger == func.coalesce(kiosks.c.ledger, _newest_ledger), isouter=True)
        .where(*which)
    )
    rows = _rows(connection, query, asked, size)
    shown = rows if size is None else rows[:size]
    proofs = _proofs(connection, None if size is None else [row.kiosk for row in shown], day_at(now_ms))
    lines = [_line(row, proofs.get(row.kiosk, _Proof(None, None)), now_ms) for row in shown]
    more = size is not None and len(rows) > size
    return FleetPage(lines, place_of(asked.sort, shown[-1]) if more else None)


def _rows(
    connection: Connection, query: Select[*tuple[Any, ...]], asked: Asked, size: int | None
) -> list[Row[*tuple[Any, ...]]]:
    if asked.sort == BY_UNIT:
        mine = [] if asked.unit is None else [units.c.unit == storable(asked.unit)]
        mine += [] if asked.units is None else [units.c.unit.in_(sorted(asked.units))]
        names = [row.unit for row in units_in_order(connection, mine)]
        return rows_by_unit(connection, query, names, asked.after, size)
    by, beyond = ordered(asked.sort, asked.after)
    limit = None if size is None else size + 1
    return list(connection.execute(query.where(*beyond).order_by(*by).limit(limit)).all())


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


def _proofs(connection: Connection, which: Sequence[str] | None, today: str) -> dict[str, _Proof]:
    """A plan whose day is not over is told to nobody here: who looks after kiosks must not expect it."""
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
        elif row.day < today:
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
        update=row.update_state,
        directory=row.directory_version,
        published=row.published,
        offset_ms=row.offset_ms,
        proven_ms=proof.proven_ms,
        missing_since=proof.missing_since,
        quarantined=row.quarantined,
        alarms=row.alarms,
        replaced_by=row.replaced_by,
    )
