"""Raising alarms, in the transaction in which something was seen; ending those that are over."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Exists, bindparam, exists, insert, select, update

from sync.central.alarms.kinds import Kind
from sync.central.database.tables import alarms, kiosks

_OF_LEDGER: Final = (alarms.c.ledger == bindparam("ledger"), alarms.c.ended_ms.is_(None))
_OPEN: Final = select(alarms.c.alarm_no, alarms.c.detail).where(
    alarms.c.kind == bindparam("kind"), *_OF_LEDGER
)


def raise_alarm(
    connection: Connection,
    kind: Kind,
    kiosk: str,
    now_ms: int,
    *,
    ledger: str = "",
    about: str = "",
    **detail: Any,
) -> None:
    """Say once more what is wrong; `about` tells it from another of its kind.

    The kiosk's row is locked: whoever will hold the own ledger must hold it before.
    """
    connection.execute(select(kiosks.c.kiosk).where(kiosks.c.kiosk == kiosk).with_for_update(key_share=True))
    same = (
        alarms.c.kind == kind,
        alarms.c.kiosk == kiosk,
        alarms.c.ledger == ledger,
        alarms.c.about == about,
    )
    found = connection.execute(
        select(alarms.c.alarm_no).where(*same, alarms.c.ended_ms.is_(None)).limit(1)
    ).scalar()
    told = {"detail": msgspec.json.encode(detail).decode(), "last_ms": now_ms}
    if found is not None:
        again = update(alarms).where(alarms.c.alarm_no == found)
        connection.execute(again.values(**told, times=alarms.c.times + 1))
        return
    row = {"kind": kind, "kiosk": kiosk, "ledger": ledger, "about": about, "times": 1, "since_ms": now_ms}
    connection.execute(insert(alarms).values(**row, **told))


def goes_on(kind: Kind) -> Exists:
    """Whether anything goes on of this kind and of the bound `ledger`."""
    return exists().where(alarms.c.kind == kind, *_OF_LEDGER)


def open_alarms(connection: Connection, kind: Kind, ledger: str) -> Mapping[int, dict[str, Any]]:
    """The details of what goes on of this kind and ledger, by the alarms' numbers."""
    rows = connection.execute(_OPEN, {"kind": kind, "ledger": ledger})
    return {row.alarm_no: msgspec.json.decode(row.detail, type=dict[str, Any]) for row in rows}


def end_alarms(
    connection: Connection, kind: Kind, now_ms: int, *, ledger: str = "", about: str | None = None
) -> None:
    """It is over."""
    which = [alarms.c.kind == kind, alarms.c.ended_ms.is_(None), alarms.c.ledger == ledger]
    which += [] if about is None else [alarms.c.about == about]
    connection.execute(update(alarms).where(*which).values(ended_ms=now_ms))


def end_alarm(connection: Connection, number: int, now_ms: int) -> None:
    """That one is over."""
    connection.execute(update(alarms).where(alarms.c.alarm_no == number).values(ended_ms=now_ms))
