"""Alarms as people are told of them, and that somebody has seen one."""

import unicodedata
from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from sync.central.alarms.kinds import WORDS, Kind
from sync.central.database.tables import alarms, kiosks
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.plain_json import MAX_INTEGER


class AlarmRefused(Exception):
    """What cannot be said of an alarm; the message says why."""


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm; `name` is the kiosk's; what it means, and the way out, by language; times in ms UTC."""

    alarm: int
    kind: str
    kiosk: str
    name: str
    ledger: str
    about: str
    detail: dict[str, Any]
    times: int
    since_ms: int
    last_ms: int
    ended_ms: int | None
    acknowledged_by: str | None
    acknowledged_ms: int | None
    meaning: dict[str, str]
    way_out: dict[str, str]

    @property
    def waits(self) -> bool:
        """Whether somebody must still look at it."""
        return self.acknowledged_ms is None and self.ended_ms is None


def list_alarms(
    connection: Connection,
    *,
    every: bool = False,
    kiosk: str | None = None,
    units: Collection[str] | None = None,
) -> list[Alarm]:
    """What somebody must look at, oldest first, of these units; `every`: what is over or was seen, too."""
    which = [] if kiosk is None else [alarms.c.kiosk == kiosk]
    which += [] if units is None else [kiosks.c.unit.in_(sorted(units))]
    which += [] if every else [alarms.c.ended_ms.is_(None), alarms.c.acknowledged_ms.is_(None)]
    rows = connection.execute(
        select(alarms, kiosks.c.name)
        .join(kiosks, kiosks.c.kiosk == alarms.c.kiosk, isouter=True)
        .where(*which)
        .order_by(alarms.c.alarm_no)
    )
    return [
        Alarm(
            alarm=row.alarm_no,
            kind=row.kind,
            kiosk=row.kiosk,
            name=row.name or "",
            ledger=row.ledger,
            about=row.about,
            detail=msgspec.json.decode(row.detail, type=dict[str, Any]),
            times=row.times,
            since_ms=row.since_ms,
            last_ms=row.last_ms,
            ended_ms=row.ended_ms,
            acknowledged_by=row.acknowledged_by,
            acknowledged_ms=row.acknowledged_ms,
            meaning=WORDS[Kind(row.kind)].meaning,
            way_out=WORDS[Kind(row.kind)].way_out,
        )
        for row in rows
    ]


def acknowledge(connection: Connection, identity: Identity, clock: Clock, number: int, by: str) -> None:
    """Record that `by` has seen an alarm and answers for it.

    Raises:
        AlarmRefused: no such alarm, or somebody has seen it already.
    """
    hold_own_ledger(connection)
    known = 0 < number <= MAX_INTEGER
    row = (
        connection.execute(select(alarms).where(alarms.c.alarm_no == number)).one_or_none() if known else None
    )
    if row is None:
        raise AlarmRefused(f"{number}: there is no such alarm")
    if row.acknowledged_by is not None:
        raise AlarmRefused(f"{number}: {row.acknowledged_by} has acknowledged it already")
    name = person(by)
    connection.execute(
        update(alarms)
        .where(alarms.c.alarm_no == number)
        .values(acknowledged_by=name, acknowledged_ms=clock.wall_ms())
    )
    told = {"kind": row.kind, "kiosk": row.kiosk, "ledger": row.ledger, "about": row.about, "by": name}
    append(connection, identity, clock, "alarm.acknowledged", told)


def person(name: str) -> str:
    """A person's name as it is recorded.

    Raises:
        AlarmRefused: nobody's name.
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > 200 or not plain.isprintable():
        raise AlarmRefused("--as: expected a person's name")
    return plain
