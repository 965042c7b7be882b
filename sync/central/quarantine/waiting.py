"""What waits to be counted, and the proposal that it be."""

from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, select

from sync.central.alarms.listing import person
from sync.central.database.tables import kiosks, ledgers, proposals, salvages
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.salvage import read_kept_salvage

SHORTEST_NAME = 8


class QuarantineRefused(Exception):
    """What cannot be proposed or released; the message says why."""


class Waiting(msgspec.Struct, frozen=True):
    """A salvage (`what`: its digest) or the end of a ledger (`what`: its id) that is not counted."""

    what: str
    kind: Literal["salvage", "ledger"]
    kiosk: str
    ledger: str
    reason: str
    lines: int
    since_ms: int
    proposed_by: str | None
    why: str | None
    account: str | None = None


def list_waiting(connection: Connection) -> list[Waiting]:
    """All that is not counted, oldest first."""
    proposed = {row.what: row for row in connection.execute(select(proposals))}
    found = []
    for row in connection.execute(select(salvages).where(salvages.c.released_ms.is_(None))):
        said, lines = proposed.get(row.digest), read_kept_salvage(bytes(row.body)).header.count
        found.append(
            Waiting(
                row.digest, "salvage", row.kiosk, row.ledger, row.salvage, lines, row.received_ms, *_by(said)
            )
        )
    behind = ledgers.c.held >= ledgers.c.quarantined_from
    relayed = select(kiosks.c.kiosk).where(kiosks.c.province.is_not(None))  # their province decides
    for row in connection.execute(select(ledgers).where(behind, ledgers.c.kiosk.not_in(relayed))):
        said, lines = proposed.get(row.ledger), row.held - row.quarantined_from + 1
        found.append(
            Waiting(
                row.ledger, "ledger", row.kiosk, row.ledger, "revoked", lines, row.received_ms, *_by(said)
            )
        )
    return sorted(found, key=lambda one: (one.since_ms, one.what))


def find_waiting(connection: Connection, name: str) -> Waiting:
    """What waits under this digest or ledger's id, or its first 8 or more letters.

    Raises:
        QuarantineRefused: nothing does, or several things.
    """
    if len(name) < SHORTEST_NAME:
        raise QuarantineRefused(f"{name}: expected a digest or a ledger, or at least its first 8 letters")
    found = [one for one in list_waiting(connection) if one.what.startswith(name)]
    if len(found) != 1:
        raise QuarantineRefused(f"{name}: {len(found) or 'nothing'} waits under this name")
    return found[0]


def _by(said: Row[*tuple[Any, ...]] | None) -> tuple[str | None, str | None, str | None]:
    return (None, None, None) if said is None else (said.proposed_by, said.why, said.account)


def propose(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    name: str,
    by: str,
    why: str,
    account: str | None = None,
) -> Waiting:
    """Propose that something counts; who proposes cannot release. `account`: whose word it is, if known.

    Raises:
        QuarantineRefused: nothing of that name waits, or it is proposed already.
    """
    hold_own_ledger(connection)
    waiting, who, reason = find_waiting(connection, name), person(by), person(why)
    if waiting.proposed_by is not None:
        raise QuarantineRefused(f"{waiting.what}: {waiting.proposed_by} has proposed it already")
    row = {"what": waiting.what, "proposed_by": who, "why": reason, "proposed_ms": clock.wall_ms()}
    row["account"] = account
    connection.execute(proposals.insert().values(row))
    told = {waiting.kind: waiting.what, "by": who, "why": reason}
    append(connection, identity, clock, "quarantine.proposed", told)
    return waiting
