"""Letting go of what was kept long enough, a piece in a transaction; what went stands in the own ledger."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, select, update

from sync.central.database.now import database_ms
from sync.central.database.tables import retention
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.central.retention.policies import POLICIES, cutoff_ms
from sync.contract.crash import crash_point


class Hands(Protocol):
    """What applying policies needs of whoever does it: a job, or a command."""

    @property
    def identity(self) -> Identity:
        """The server's keys."""
        ...

    @property
    def clock(self) -> Clock:
        """The machine's clock."""
        ...

    @property
    def writing(self) -> Callable[[], AbstractContextManager[Connection]]:
        """Begin a transaction that writes."""
        ...

    @property
    def go_on(self) -> Callable[[], None]:
        """Called between pieces; may raise."""
        ...


def apply_policies(hands: Hands) -> dict[str, int]:
    """Let go of all that is due; how much went, by policy."""
    return {name: gone for name in POLICIES if (gone := _apply(hands, name))}


def _apply(hands: Hands, name: str) -> int:
    gone = 0
    while piece := _piece(hands, name):
        gone += piece
        crash_point("retention.after_piece")
        hands.go_on()
    return gone


def _piece(hands: Hands, name: str) -> int:
    with hands.writing() as connection:
        hold_own_ledger(connection)
        row = connection.execute(select(retention).where(retention.c.policy == name)).one_or_none()
        if row is None or row.days is None:
            return 0
        until_ms = max(cutoff_ms(row.days, database_ms(connection)), row.until_ms or 0)
        mine = retention.c.policy == name
        connection.execute(update(retention).where(mine).values(until_ms=until_ms))
        gone = POLICIES[name].forget(connection, hands.identity, hands.clock, until_ms)
        if gone:
            told = {"policy": name, "before": until_ms, "count": gone}
            append(connection, hands.identity, hands.clock, "retention.applied", told)
    return gone
