"""Looking after the fleet, again and again: silence and missing proofs raise alarms, and end them."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import end_alarm, raise_alarm
from sync.central.database.tables import alarms, canaries, kiosks
from sync.central.figures.time import day_at
from sync.central.fleet.silence import is_silent, silence_at
from sync.central.keys.clock import Clock


class Looked(NamedTuple):
    """Kiosks that fell silent, those heard again, proofs that are missing, all since the last look."""

    silent: int
    heard: int
    missing: int


def look_at_fleet(connection: Connection, clock: Clock) -> Looked:
    """Raise what is new and end what is over; once more changes nothing."""
    now_ms = clock.wall_ms()
    silent = is_silent(silence_at(connection, now_ms))
    return Looked(
        _raise_silent(connection, silent, now_ms),
        _end_silent(connection, silent, now_ms),
        _raise_missing(connection, now_ms),
    )


def _raise_silent(connection: Connection, silent: ColumnElement[bool], now_ms: int) -> int:
    going = and_(alarms.c.kiosk == kiosks.c.kiosk, alarms.c.kind == Kind.SILENT, alarms.c.ended_ms.is_(None))
    rows = connection.execute(
        select(kiosks.c.kiosk, kiosks.c.last_heard_ms)
        .where(silent, ~exists().where(going))
        .order_by(kiosks.c.kiosk)
    ).all()
    for row in rows:
        raise_alarm(connection, Kind.SILENT, row.kiosk, now_ms, heard_ms=row.last_heard_ms)
    return len(rows)


def _end_silent(connection: Connection, silent: ColumnElement[bool], now_ms: int) -> int:
    still = select(kiosks.c.kiosk).where(silent)
    over = connection.execute(
        select(alarms.c.alarm_no).where(
            alarms.c.kind == Kind.SILENT, alarms.c.ended_ms.is_(None), alarms.c.kiosk.not_in(still)
        )
    ).scalars()
    numbers = over.all()
    for number in numbers:
        end_alarm(connection, number, now_ms)
    return len(numbers)


def _raise_missing(connection: Connection, now_ms: int) -> int:
    known = and_(alarms.c.kind == Kind.CANARY_MISSING, alarms.c.about == canaries.c.canary)
    rows = connection.execute(
        select(canaries)
        .where(
            canaries.c.proven_ms.is_(None),
            canaries.c.day < day_at(now_ms),
            ~exists().where(known, alarms.c.kiosk == canaries.c.kiosk),
        )
        .order_by(canaries.c.kiosk, canaries.c.day)
    ).all()
    for row in rows:
        told = {"day": row.day, "given": row.given_ms is not None}
        raise_alarm(connection, Kind.CANARY_MISSING, row.kiosk, now_ms, about=row.canary, **told)
    return len(rows)
