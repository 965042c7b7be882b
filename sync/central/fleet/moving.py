"""Moving a kiosk: it stands elsewhere from now on; its key, its ledger and what it delivered stay."""

from sqlalchemy import Connection, select, update

from sync.central.api.site import Site
from sync.central.database.tables import kiosks
from sync.central.directory.publish import publish
from sync.central.fleet.adding import KioskRefused, Place, judge_place
from sync.central.fleet.enrolment import has_ledger
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import hold_own_ledger


def move_kiosk(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    kiosk: str,
    place: Place,
    *,
    moving: bool = False,
) -> bool:
    """Let a kiosk stand at `place`, under its old name if that has none; whether it gets a new directory.

    Raises:
        KioskRefused: no such kiosk, a place that does not fit, or one in a unit that its ratings do not name.
        WouldMoveKiosks: it calls another address, and `moving` is not asked for.
    """
    hold_own_ledger(connection)
    own = (kiosks.c.kiosk == kiosk, kiosks.c.province.is_(None))
    row = connection.execute(select(kiosks).where(*own).with_for_update()).one_or_none()
    if row is None:
        raise KioskRefused(f"{kiosk}: no kiosk has this id")
    place = place._replace(name=place.name or row.name)
    judge_place(connection, place)
    if place.unit != row.unit and has_ledger(connection, kiosk):
        raise KioskRefused(
            f"--unit: what this kiosk delivered names unit {row.unit} and is counted there; "
            "for another unit, add a new kiosk and enrol the device anew with an empty data folder"
        )
    connection.execute(
        update(kiosks)
        .where(kiosks.c.kiosk == kiosk)
        .values(unit=place.unit, counter=place.counter, attribution=place.attribution, name=place.name)
    )
    return publish(connection, identity, clock, site, kiosk, moving=moving)
