"""Who is silent: a kiosk that was not heard for too long *while its office was open*."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from sync.central.database.tables import kiosks, unit_settings, units
from sync.central.directory.inheriting import own_settings
from sync.central.directory.open_hours import OpenHours
from sync.contract.hours import read_hours

ALLOWED_MS: Final = 2 * 3_600_000
"""A kiosk beats every 4 to 6 minutes, and after failures waits up to a quarter of an hour."""


@dataclass(frozen=True)
class Silence:
    """Since when nobody may be unheard (ms UTC): in general, and in units with hours of their own."""

    general_ms: int
    by_unit: Mapping[str, int]

    def since_ms(self, unit: str) -> int:
        """Of one unit."""
        return self.by_unit.get(unit, self.general_ms)


def silence_at(connection: Connection, now_ms: int) -> Silence:
    """What silence means at `now_ms`, by the hours of the province and of units that have others."""
    general = _open_hours(own_settings(connection, None, "policies").get("hours"))
    said = _hours_of_units(connection)
    back = {unit: _open_hours(hours).back(now_ms, ALLOWED_MS) for unit, hours in said.items()}
    heirs = _heard_by(connection, said.keys()) if said else {}
    return Silence(general.back(now_ms, ALLOWED_MS), {unit: back[above] for unit, above in heirs.items()})


def _open_hours(hours: object) -> OpenHours:
    return OpenHours(None if hours is None else read_hours(hours))


def _hours_of_units(connection: Connection) -> dict[str, Mapping[str, Any] | None]:
    """The units that say when they are open, and when."""
    rows = connection.execute(select(unit_settings).where(unit_settings.c.name == "policies"))
    said = {row.unit: msgspec.json.decode(row.document, type=dict[str, Any]) for row in rows}
    return {unit: document["hours"] for unit, document in said.items() if "hours" in document}


def _heard_by(connection: Connection, said: Collection[str]) -> dict[str, str]:
    """Each unit that hears the hours of one of these: the nearest above it, or itself."""
    above = {row.unit: row.parent for row in connection.execute(select(units.c.unit, units.c.parent))}
    heirs: dict[str, str] = {}
    for unit in above:
        place, passed = unit, set[str]()
        while place is not None and place not in said and place not in passed:
            passed.add(place)
            place = above.get(place)
        if place is not None and place in said:
            heirs[unit] = place
    return heirs


def is_silent(silence: Silence) -> ColumnElement[bool]:
    """Of a row of kiosks: in use, known to send signs of life, and silent.

    One that travels by stick only never sends any, and is not missed here.
    """
    heard = func.coalesce(kiosks.c.last_heard_ms, kiosks.c.enrolled_ms)
    in_use = and_(kiosks.c.state == "enrolled", kiosks.c.last.is_not(None))
    if not silence.by_unit:
        return and_(in_use, heard < silence.general_ms)
    own: dict[int, list[str]] = {}
    for unit, since_ms in silence.by_unit.items():
        own.setdefault(since_ms, []).append(unit)
    return and_(
        in_use,
        or_(
            and_(kiosks.c.unit.not_in(list(silence.by_unit)), heard < silence.general_ms),
            *(and_(kiosks.c.unit.in_(units), heard < since_ms) for since_ms, units in own.items()),
        ),
    )
