"""What one kiosk's directory says: its own unit, whom it may ask about, and how it behaves."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from sync.central.api.site import Site
from sync.central.database.tables import (
    counter_officials,
    counters,
    officials,
    province,
    server,
    staff,
    units,
)
from sync.central.directory.entries import PolicyEntry
from sync.central.directory.one_kiosk import commands_of, with_own_settings
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import own_head
from sync.central.keys.supervisors import public_key
from sync.contract.directory import (
    Counter,
    Directory,
    NextKeys,
    Official,
    Policies,
    SealKeys,
    StaffMember,
    Unit,
)
from sync.contract.questionnaire import Questionnaire


def compose(
    connection: Connection,
    identity: Identity,
    site: Site,
    kiosk: Row[*tuple[Any, ...]],
    version: int,
    now_ms: int,
) -> Directory:
    """The directory of `kiosk` (a row of the table) as it would be published now."""
    documents = {row.name: row.document for row in connection.execute(select(province))}
    policies = msgspec.json.decode(documents["policies"], type=PolicyEntry)
    desks = _counters(connection, kiosk.unit)
    return Directory(
        hailong=1,
        server=identity.server_id,
        kiosk=kiosk.kiosk,
        standing=kiosk.state if kiosk.state in {"replaced", "retired", "revoked"} else "in_use",
        version=version,
        published=now_ms,
        key=identity.public.hex(),
        next=_other_key(connection),
        ca=site.ca,
        addresses=(site.address,),
        public_address=site.public_address,
        seal_keys=SealKeys(identity.seal_public.hex(), public_key(connection)),
        ledger=own_head(connection),
        units=_units(connection, kiosk.unit),
        counters=desks,
        officials=_officials(connection, kiosk.unit),
        staff=_staff(connection, kiosk.unit),
        questionnaires=msgspec.json.decode(documents["questionnaires"], type=tuple[Questionnaire, ...]),
        texts=msgspec.json.decode(documents["texts"]),
        commands=commands_of(connection, kiosk.kiosk, now_ms),
        policies=with_own_settings(_policies(kiosk, policies, desks), kiosk),
    )


def _policies(kiosk: Row[*tuple[Any, ...]], policies: PolicyEntry, desks: tuple[Counter, ...]) -> Policies:
    return Policies(
        unit=kiosk.unit,
        attribution=kiosk.attribution,
        counter=kiosk.counter,
        keep_days=policies.keep_days,
        languages=policies.languages,
        hotline=policies.hotline,
        paper_form=policies.paper_form,
        hours=policies.hours,
        tone_style=policies.tone_style,
        sound=policies.sound,
        calls={
            desk.counter: policies.calls[desk.counter] for desk in desks if desk.counter in policies.calls
        },
    )


def _other_key(connection: Connection) -> NextKeys | None:
    row = connection.execute(select(server.c.other_key, server.c.other_ca, server.c.other_addresses)).one()
    if row.other_key is None:
        return None
    addresses = msgspec.json.decode(row.other_addresses or "[]", type=tuple[str, ...])
    return NextKeys(row.other_key, row.other_ca, addresses)


def _units(connection: Connection, unit: str) -> tuple[Unit, ...]:
    rows = connection.execute(select(units).where(units.c.unit == unit))
    return tuple(Unit(row.unit, {"vi": row.name_vi, "en": row.name_en}) for row in rows)


def _counters(connection: Connection, unit: str) -> tuple[Counter, ...]:
    rows = connection.execute(
        select(counters)
        .where(counters.c.unit == unit, counters.c.active == 1)
        .order_by(counters.c.number, counters.c.counter)
    )
    return tuple(
        Counter(row.counter, row.unit, row.number, {"vi": row.name_vi, "en": row.name_en}) for row in rows
    )


def _officials(connection: Connection, unit: str) -> tuple[Official, ...]:
    served: dict[str, list[str]] = {}
    for row in connection.execute(
        select(counter_officials).order_by(counter_officials.c.official, counter_officials.c.counter)
    ):
        served.setdefault(row.official, []).append(row.counter)
    rows = connection.execute(
        select(officials)
        .where(officials.c.unit == unit, officials.c.active == 1)
        .order_by(officials.c.official)
    )
    return tuple(
        Official(
            official=row.official,
            name=row.name,
            title={"vi": row.title_vi, "en": row.title_en},
            photo=row.photo,
            counters=tuple(served.get(row.official, ())),
            pin=row.pin,
            badge=row.badge,
        )
        for row in rows
    )


def _staff(connection: Connection, unit: str) -> tuple[StaffMember, ...]:
    rows = connection.execute(
        select(staff).where(staff.c.unit == unit, staff.c.active == 1).order_by(staff.c.staff)
    )
    return tuple(StaffMember(row.staff, row.pin) for row in rows)
