"""One kiosk, as those who look after it see it."""

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.alarms.listing import Alarm, list_alarms
from sync.central.database.tables import kiosks, ledgers, ratings
from sync.central.figures.records import Status
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.line import FleetLine
from sync.central.fleet.table import Asked, read_fleet


class HeldLedger(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger of a kiosk: what is held of it, from which line it is not counted, what it follows."""

    ledger: str
    held: int
    quarantined_from: int | None
    parent: str | None
    salvaged_from: str | None
    opened_ms: int
    received_ms: int


class KioskPage(msgspec.Struct, frozen=True, kw_only=True):
    """All about one kiosk; `practised`: how many ratings staff gave there to try it, none of them counted."""

    kiosk: FleetLine
    replaced_by: str | None
    replaces: str | None
    ledgers: list[HeldLedger]
    practised: int
    alarms: list[Alarm]


def show_kiosk(connection: Connection, kiosk: str, now_ms: int) -> KioskPage:
    """One kiosk with its ledgers and every alarm about it.

    Raises:
        KioskRefused: no such kiosk.
    """
    found = read_fleet(connection, Asked(kiosk=kiosk), now_ms, size=1).lines
    if not found:
        raise KioskRefused(f"{kiosk}: no kiosk has this id")
    held = connection.execute(
        select(ledgers).where(ledgers.c.kiosk == kiosk).order_by(ledgers.c.ledger_no)
    ).all()
    return KioskPage(
        kiosk=found[0],
        replaced_by=found[0].replaced_by,
        replaces=connection.execute(
            select(func.min(kiosks.c.kiosk)).where(kiosks.c.replaced_by == kiosk)
        ).scalar_one(),
        ledgers=[msgspec.convert(row._mapping, HeldLedger) for row in held],
        practised=connection.execute(
            select(func.count())
            .select_from(ratings)
            .where(
                ratings.c.ledger_no.in_([row.ledger_no for row in held]), ratings.c.status == Status.PRACTICE
            )
        ).scalar_one(),
        alarms=list_alarms(connection, every=True, kiosk=kiosk),
    )
