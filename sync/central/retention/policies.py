"""The policies that there are; how long a thing is kept is a row that a person set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, func, select

from sync.central.alarms.listing import person
from sync.central.attribution.statements import count_before as count_statements
from sync.central.attribution.statements import forget_before as forget_statements
from sync.central.database.now import database_ms
from sync.central.database.rows import AT_A_TIME, insert_new, put
from sync.central.database.tables import refused, retention
from sync.central.directory.keeping import COMMENTS
from sync.central.erasure.retention import count_before, forget_before
from sync.central.figures.coarse import TIMES, day_start
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.central.retention.audit import count_entries, forget_entries
from sync.central.retention.times import coarsen, count_precise
from sync.contract.desk_time import DAY_MS

LONGEST_DAYS: Final = 36_500


class RetentionRefused(Exception):
    """What cannot be set; the message says why."""


@dataclass(frozen=True)
class Policy:
    """A kind of thing, of which those go that were received before a moment (ms UTC).

    `count` tells how many would go; `forget` lets a piece of them go and tells how many, 0: none is left.
    """

    meaning: str
    least_days: int
    count: Callable[[Connection, int], int]
    forget: Callable[[Connection, Identity, Clock, int], int]


def _count_refused(connection: Connection, before_ms: int) -> int:
    old = refused.c.received_ms < before_ms
    return connection.execute(select(func.count()).select_from(refused).where(old)).scalar_one()


def _forget_refused(connection: Connection, _identity: Identity, _clock: Clock, before_ms: int) -> int:
    some = select(refused.c.refused_no).where(refused.c.received_ms < before_ms).limit(AT_A_TIME)
    found = connection.execute(some).scalars().all()
    connection.execute(delete(refused).where(refused.c.refused_no.in_(found)))
    return len(found)


def _coarsen(connection: Connection, _identity: Identity, _clock: Clock, before_ms: int) -> int:
    return coarsen(connection, before_ms)


POLICIES: Final[Mapping[str, Policy]] = {
    TIMES: Policy(
        "precise times of ratings and calls, beyond their date, in what pages read",
        2,
        count_precise,
        _coarsen,
    ),
    COMMENTS: Policy("sealed comments and answers, as citizens sent them", 30, count_before, forget_before),
    "statements": Policy(
        "what people say of their figures and of corrections", 30, count_statements, forget_statements
    ),
    "audit": Policy("entries of the audit log", 365, count_entries, forget_entries),
    "refused": Policy("bodies that nobody could take, kept aside", 2, _count_refused, _forget_refused),
}
"""Another room's policy is one line here. `least_days`: what is younger is still worked with."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A policy as it stands; `due` counts what would go now; times in ms UTC."""

    policy: str
    meaning: str
    days: int | None
    set_by: str = ""
    set_ms: int | None = None
    until_ms: int | None = None
    due: int = 0


def list_policies(connection: Connection) -> list[Kept]:
    """Every policy, and what would go if it were applied now."""
    now_ms = database_ms(connection)
    rows = {row.policy: row for row in connection.execute(select(retention))}
    found = []
    for name, policy in POLICIES.items():
        if (row := rows.get(name)) is None:
            found.append(Kept(policy=name, meaning=policy.meaning, days=None))
            continue
        due = 0 if row.days is None else policy.count(connection, cutoff_ms(row.days, now_ms))
        told = {"set_by": row.set_by, "set_ms": row.set_ms, "until_ms": row.until_ms}
        found.append(Kept(policy=name, meaning=policy.meaning, days=row.days, due=due, **told))
    return found


def set_policy(
    connection: Connection, identity: Identity, clock: Clock, name: str, days: int | None, by: str
) -> None:
    """Keep this kind of thing so many days from now on; the own ledger says who decided it.

    Raises:
        RetentionRefused: no such policy, or fewer days than it may have.
        AlarmRefused: nobody's name.
    """
    policy = POLICIES.get(name)
    if policy is None:
        raise RetentionRefused(f"{name}: no such policy; there are {', '.join(POLICIES)}")
    if days is not None and not policy.least_days <= days <= LONGEST_DAYS:
        raise RetentionRefused(f"{name}: expected {policy.least_days} to {LONGEST_DAYS} days")
    hold_own_ledger(connection)
    who = person(by)
    insert_new(connection, retention, [{"policy": name, "days": None, "set_by": "", "set_ms": 0}])
    put(connection, retention, [{"policy": name, "days": days, "set_by": who, "set_ms": clock.wall_ms()}])
    told = {"policy": name, "days": days, "by": who}
    append(connection, identity, clock, "retention.set", told)


def cutoff_ms(days: int, now_ms: int) -> int:
    """What was received before this moment has been kept for so many whole days in UTC+7."""
    return day_start(now_ms) - days * DAY_MS
