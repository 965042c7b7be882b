"""Taking a kiosk out of use: another device in its place, none, or its word not believed."""

from typing import Any

from sqlalchemy import Connection, Row, select, update

from sync.central.alarms.listing import person
from sync.central.api.site import Site
from sync.central.database.rows import lock_units
from sync.central.database.tables import enrolment_codes, kiosks, ledgers
from sync.central.directory.publish import publish
from sync.central.fleet.adding import Added, KioskRefused, Place, add_kiosk
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger


def replace_kiosk(
    connection: Connection, identity: Identity, clock: Clock, site: Site, kiosk: str, by: str
) -> Added:
    """Let another device stand where `kiosk` stands, with a key and a ledger of its own; the unit goes on.

    What the old one still brings is counted, and an alarm says that it does.

    Raises:
        KioskRefused: no such kiosk, or it was taken out of use before.
    """
    hold_own_ledger(connection)
    mine = (kiosks.c.kiosk == kiosk, kiosks.c.province.is_(None))
    row = connection.execute(select(kiosks).where(*mine).with_for_update()).one_or_none()
    if row is None:
        raise KioskRefused(f"{kiosk}: no kiosk has this id")
    if row.replaced_by is not None:
        raise KioskRefused(
            f"{kiosk}: kiosk {row.replaced_by} stands in its place already", "refused_replaced"
        )
    place = Place(row.unit, row.counter, row.attribution, row.name)
    added = add_kiosk(connection, identity, clock, site, place)
    state = row.state if row.state == "revoked" else "replaced"
    connection.execute(
        update(kiosks).where(kiosks.c.kiosk == kiosk).values(state=state, replaced_by=added.kiosk)
    )
    _spoil_codes(connection, kiosk, clock)
    told = {"kiosk": kiosk, "replaced_by": added.kiosk, "by": person(by)}
    append(connection, identity, clock, "kiosk.replaced", told)
    publish(connection, identity, clock, site, kiosk, moving=True)
    return added


def retire_kiosk(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    kiosk: str,
    by: str,
    why: str,
    *,
    force: bool = False,
) -> None:
    """Take a kiosk out of service in order: nothing waits there, and all that it delivered still counts.

    One that only a stick serves goes once an export of it was imported; `force`: though lines may still wait
    at it (they count, too, if they ever come).

    Raises:
        KioskRefused: no such kiosk, it is out of use already, or lines may still wait at it.
    """
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one_or_none()
    if row is None:
        raise KioskRefused(f"{kiosk}: no kiosk has this id")
    if row.state not in {"awaited", "enrolled"}:
        raise KioskRefused(f"{kiosk}: is out of use already: {row.state}", "refused_out_of_use")
    if row.state == "enrolled" and not force:
        _judge_nothing_waits(connection, row)
    connection.execute(update(kiosks).where(kiosks.c.kiosk == kiosk).values(state="retired"))
    _spoil_codes(connection, kiosk, clock)
    told = {"kiosk": kiosk, "by": person(by), "why": person(why)} | ({"forced": True} if force else {})
    append(connection, identity, clock, "kiosk.retired", told)
    publish(connection, identity, clock, site, kiosk, moving=True)


def _judge_nothing_waits(connection: Connection, row: Row[*tuple[Any, ...]]) -> None:
    if row.last is None:  # it never called: what was brought is all that anybody knows of
        brought = (ledgers.c.kiosk == row.kiosk, ledgers.c.held > 0)
        if connection.execute(select(ledgers.c.ledger).where(*brought)).first() is not None:
            return
    held = connection.execute(select(ledgers.c.held).where(ledgers.c.ledger == row.ledger)).scalar()
    if row.last is None or held is None:
        raise KioskRefused(
            f"{row.kiosk}: has shown no sign of life yet; nobody knows what waits there", "refused_unheard"
        )
    if row.last > held:
        raise KioskRefused(
            f"{row.kiosk}: {row.last - held} lines wait there; let it deliver first "
            "(kiosk command … deliver), or replace it",
            "refused_waiting",
        )


def revoke_kiosk(
    connection: Connection, identity: Identity, clock: Clock, site: Site, kiosk: str, by: str, why: str
) -> None:
    """Believe no line any more that is not held now: what comes is kept, and not counted until released.

    Raises:
        KioskRefused: no such kiosk, or it is revoked already.
    """
    own = (kiosks.c.kiosk == kiosk, kiosks.c.province.is_(None))
    unit = connection.execute(select(kiosks.c.unit).where(*own)).scalar()
    if unit is None:
        raise KioskRefused(f"{kiosk}: no kiosk has this id")
    lock_units(connection, [unit])
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one()
    if row.state == "revoked":
        raise KioskRefused(f"{kiosk}: is revoked already", "refused_out_of_use")
    mine = (ledgers.c.kiosk == kiosk, ledgers.c.salvaged_from.is_(None))
    held = connection.execute(select(ledgers.c.ledger, ledgers.c.held).where(*mine)).all()
    connection.execute(
        update(ledgers).where(*mine).values(state="quarantined", quarantined_from=ledgers.c.held + 1)
    )
    connection.execute(update(kiosks).where(kiosks.c.kiosk == kiosk).values(state="revoked"))
    _spoil_codes(connection, kiosk, clock)
    told = {
        "kiosk": kiosk,
        "by": person(by),
        "why": person(why),
        "ledgers": [{"ledger": one.ledger, "held": one.held} for one in held],
    }
    append(connection, identity, clock, "kiosk.revoked", told)
    publish(connection, identity, clock, site, kiosk, moving=True)


def _spoil_codes(connection: Connection, kiosk: str, clock: Clock) -> None:
    """Codes of that kiosk that nobody used enrol nothing any more."""
    mine = (enrolment_codes.c.kiosk == kiosk, enrolment_codes.c.used_by.is_(None))
    connection.execute(update(enrolment_codes).where(*mine).values(expires_ms=clock.wall_ms()))
