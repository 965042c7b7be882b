"""Corrections as people read them: supervisors everything, officials what concerns themselves, in dates."""

from collections.abc import Collection, Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, func, or_, select

from sync.central.accounts.scope import Scope
from sync.central.attribution.office import standing_of
from sync.central.attribution.states import OPEN, Act, State, Who, why_not
from sync.central.database.tables import attributions, kiosks, officials, units

SIZE: Final = 50


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A correction with the names of what it is about; no official: the whole desk. Times are ms UTC.

    `asked_since_ms` and `asked_until_ms`: what an official contested, before anybody proposed a correction.
    """

    attribution: str
    state: str
    unit: str
    unit_name: dict[str, str]
    contested_by: str | None
    kiosk: str | None
    kiosk_name: str
    since_ms: int
    until_ms: int
    named: str | None
    named_name: str | None
    official: str | None
    official_name: str | None
    asked_since_ms: int | None
    asked_until_ms: int | None
    opened_ms: int
    proposed_by: str | None
    decided_by: str | None
    decided_ms: int | None


def list_attributions(
    connection: Connection,
    *,
    over: bool = False,
    scope: Scope | None = None,
    size: int | None = SIZE,
) -> list[Listed]:
    """What waits, the oldest first; `over`: what is over, the newest first."""
    which = [attributions.c.state.not_in(OPEN) if over else attributions.c.state.in_(OPEN)]
    if scope is not None and not scope.everywhere:
        which.append(attributions.c.unit.in_(sorted(scope.units)))
    order = attributions.c.decided_ms.desc() if over else attributions.c.opened_ms
    rows = select(attributions).where(*which).order_by(order, attributions.c.attribution).limit(size)
    return _named(connection, connection.execute(rows).all())


def list_concerning(connection: Connection, who: Collection[str]) -> list[Listed]:
    """What concerns these officials, the newest first."""
    mine = sorted(who)
    columns = (attributions.c.contested_by, attributions.c.named, attributions.c.official)
    which = or_(*(column.in_(mine) for column in columns))
    rows = select(attributions).where(which).order_by(attributions.c.opened_ms.desc()).limit(SIZE)
    return _named(connection, connection.execute(rows).all())


def approved_since(connection: Connection, moment_ms: int, span: tuple[int, int]) -> int:
    """How many corrections of time within `span` (ms UTC, its end not included) came after a moment."""
    within = (attributions.c.since_ms >= span[0], attributions.c.since_ms < span[1])
    which = (attributions.c.state == State.APPROVED, attributions.c.decided_ms > moment_ms, *within)
    return connection.execute(select(func.count()).select_from(attributions).where(*which)).scalar_one()


def listed(connection: Connection, row: Row[Any]) -> Listed:
    """One, with its names."""
    return _named(connection, [row])[0]


def acts_of(row: Row[Any], who: Who) -> tuple[Act, ...]:
    """What this person may do with it now."""
    return tuple(act for act in Act if why_not(act, standing_of(row), who) is None)


def _named(connection: Connection, rows: Iterable[Row[Any]]) -> list[Listed]:
    rows = list(rows)
    people = {one for row in rows for one in (row.named, row.official) if one is not None}
    places, desks = {row.unit for row in rows}, {row.kiosk for row in rows if row.kiosk is not None}
    persons = select(officials.c.official, officials.c.name).where(officials.c.official.in_(people))
    names = {row.official: row.name for row in connection.execute(persons)}
    standing = select(units.c.unit, units.c.name_vi, units.c.name_en).where(units.c.unit.in_(places))
    where = {row.unit: {"vi": row.name_vi, "en": row.name_en} for row in connection.execute(standing)}
    there = select(kiosks.c.kiosk, kiosks.c.name).where(kiosks.c.kiosk.in_(desks))
    called = {row.kiosk: row.name for row in connection.execute(there)}
    return [
        Listed(
            attribution=row.attribution,
            state=State(row.state).value,
            unit=row.unit,
            unit_name=where.get(row.unit, {}),
            contested_by=row.contested_by,
            kiosk=row.kiosk,
            kiosk_name=called.get(row.kiosk, ""),
            since_ms=row.since_ms,
            until_ms=row.until_ms,
            named=row.named,
            named_name=names.get(row.named, row.named),
            official=row.official,
            official_name=names.get(row.official, row.official),
            asked_since_ms=row.asked_since_ms,
            asked_until_ms=row.asked_until_ms,
            opened_ms=row.opened_ms,
            proposed_by=row.proposed_by,
            decided_by=row.decided_by,
            decided_ms=row.decided_ms,
        )
        for row in rows
    ]
