"""Who is silent: a kiosk that was not heard for too long *while its office was open*."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from sync.central.database.tables import kiosks, province
from sync.central.directory.entries import PolicyEntry
from sync.central.fleet.open_hours import OpenHours

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
    """What silence means at `now_ms`, by the hours that the directory tells the kiosks."""
    document = connection.execute(select(province.c.document).where(province.c.name == "policies")).scalar()
    hours = None if document is None else msgspec.json.decode(document, type=PolicyEntry).hours
    return Silence(OpenHours(hours).back(now_ms, ALLOWED_MS), {})


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
