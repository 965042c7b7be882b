"""The kiosks, as those who look after them see each."""

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.alarms.listing import Alarm, list_alarms
from sync.central.database.tables import kiosks, ledgers, units
from sync.central.fleet.adding import KioskRefused


class KioskLine(msgspec.Struct, frozen=True, kw_only=True):
    """A kiosk in a list; times in ms UTC; `pending` and `alarms` are counts."""

    kiosk: str
    name: str
    unit: str
    unit_name: str
    state: str
    last_heard_ms: int | None
    pending: int | None
    software: str | None
    alarms: int


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
    """All about one kiosk."""

    kiosk: KioskLine
    replaced_by: str | None
    replaces: str | None
    ledgers: list[HeldLedger]
    alarms: list[Alarm]


def list_kiosks(connection: Connection, kiosk: str | None = None) -> list[KioskLine]:
    """Every kiosk, by unit and name; or that one."""
    waiting: dict[str, int] = {}
    for alarm in list_alarms(connection, kiosk=kiosk):
        waiting[alarm.kiosk] = waiting.get(alarm.kiosk, 0) + 1
    which = [] if kiosk is None else [kiosks.c.kiosk == kiosk]
    rows = connection.execute(
        select(kiosks, units.c.name_vi)
        .join(units, units.c.unit == kiosks.c.unit)
        .where(*which)
        .order_by(units.c.name_vi, kiosks.c.name, kiosks.c.kiosk)
    )
    return [
        KioskLine(
            kiosk=row.kiosk,
            name=row.name,
            unit=row.unit,
            unit_name=row.name_vi,
            state=row.state,
            last_heard_ms=row.last_heard_ms,
            pending=row.pending,
            software=row.software,
            alarms=waiting.get(row.kiosk, 0),
        )
        for row in rows
    ]


def show_kiosk(connection: Connection, kiosk: str) -> KioskPage:
    """One kiosk with its ledgers and every alarm about it.

    Raises:
        KioskRefused: no such kiosk.
    """
    found = list_kiosks(connection, kiosk)
    if not found:
        raise KioskRefused(f"{kiosk}: no kiosk has this id")
    held = connection.execute(
        select(ledgers).where(ledgers.c.kiosk == kiosk).order_by(ledgers.c.ledger_no)
    ).all()
    return KioskPage(
        kiosk=found[0],
        replaced_by=connection.execute(
            select(kiosks.c.replaced_by).where(kiosks.c.kiosk == kiosk)
        ).scalar_one(),
        replaces=connection.execute(
            select(func.min(kiosks.c.kiosk)).where(kiosks.c.replaced_by == kiosk)
        ).scalar_one(),
        ledgers=[msgspec.convert(row._mapping, HeldLedger) for row in held],
        alarms=list_alarms(connection, every=True, kiosk=kiosk),
    )
