"""What opens a kiosk: officials' PINs and badges, and the staff PINs of a unit. Only digests are kept.

A unit without a staff PIN of its own has those of the nearest unit above it that has any.
"""

import uuid
from typing import Final, NamedTuple

from sqlalchemy import Connection, select, update

from sync.central.database.rows import lock_everything
from sync.central.database.tables import officials, staff
from sync.central.database.unit_tree import units_above
from sync.central.web.collation import given_name_order
from sync.contract.directory import StaffMember

SET_HERE: Final = ""
"""The name of staff whose PIN was set on a page; those of a province's folder have one."""


class SignOn(NamedTuple):
    """An official, and what they can sign on with."""

    official: str
    name: str
    pin: bool
    badge: bool


class Staffed(NamedTuple):
    """Whose staff PINs open a unit's kiosks: its own, another unit's above it, or nobody's (None)."""

    unit: str | None
    members: tuple[StaffMember, ...]


def sign_ons(connection: Connection, unit: str) -> list[SignOn]:
    """The officials who stand in the unit, by given name."""
    rows = connection.execute(select(officials).where(officials.c.unit == unit, officials.c.active == 1))
    found = [SignOn(row.official, row.name, row.pin is not None, row.badge is not None) for row in rows.all()]
    return sorted(found, key=lambda one: (given_name_order(one.name), one.official))


def staffed(connection: Connection, unit: str) -> Staffed:
    """Who may open the staff page of the unit's kiosks."""
    for above in units_above(connection, unit) or [unit]:
        mine = (staff.c.unit == above, staff.c.active == 1)
        rows = connection.execute(select(staff).where(*mine).order_by(staff.c.staff)).all()
        if rows:
            return Staffed(above, tuple(StaffMember(row.staff, row.pin) for row in rows))
    return Staffed(None, ())


def set_official(connection: Connection, official: str, **kept: str | None) -> None:
    """Keep `pin` (PHC) or `badge` (a digest) of an official; None: they have none any more."""
    lock_everything(connection)
    connection.execute(update(officials).where(officials.c.official == official).values(kept))


def set_staff(connection: Connection, unit: str, phc: str | None) -> None:
    """Let one PIN, instead of all that were the unit's own, open its kiosks; None: those from above do."""
    lock_everything(connection)
    connection.execute(update(staff).where(staff.c.unit == unit).values(active=0))
    if phc is not None:
        row = {"staff": str(uuid.uuid4()), "unit": unit, "name": SET_HERE, "pin": phc, "active": 1}
        connection.execute(staff.insert().values(row))
