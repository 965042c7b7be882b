"""The server's own ledger: what happens here, appended in the transaction in which it happens."""

import uuid
from typing import Any

from sqlalchemy import Connection, Row, select, update

from sync.central.database.tables import ledgers, lines, server
from sync.central.keys.acting_person import unnamed
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.contract.directory import LedgerHead
from sync.contract.keys import sign
from sync.contract.ledger import Head, encode_line, head_message, link, opening
from sync.contract.version import SOFTWARE


class AnotherServers(Exception):
    """The database belongs to a server with another identity."""


def open_own_ledger(connection: Connection, identity: Identity, clock: Clock) -> None:
    """Make sure this database is this server's and its own ledger has line 1.

    Raises:
        AnotherServers: it is somebody else's.
    """
    owner = connection.execute(select(server.c.server)).scalar_one_or_none()
    if owner not in (None, identity.server_id):
        raise AnotherServers(
            f"the database belongs to server {owner}, the keys are those of {identity.server_id}; "
            "bring the identity file that belongs to this database"
        )
    if owner is not None:
        return
    connection.execute(server.insert().values(id=1, server=identity.server_id, ledger=""))
    _begin(connection, identity, clock)
    body = {"server": identity.server_id, "software": SOFTWARE, "reason": "opened"}
    append(connection, identity, clock, "ledger.opened", body)


def _begin(connection: Connection, identity: Identity, clock: Clock) -> None:
    ledger, now_ms = str(uuid.uuid4()), clock.wall_ms()
    connection.execute(update(server).values(ledger=ledger))
    connection.execute(
        ledgers.insert().values(
            ledger=ledger,
            kiosk=identity.server_id,
            state="held",
            held=0,
            head=opening(ledger),
            signature="",
            reading="{}",
            opened_ms=now_ms,
            received_ms=now_ms,
        )
    )


def hold_own_ledger(connection: Connection) -> Row[*tuple[Any, ...]]:
    """The own ledger's row, locked: before a kiosk's row, never after, so that nobody waits in a circle."""
    return connection.execute(
        select(ledgers).join(server, server.c.ledger == ledgers.c.ledger).with_for_update(of=ledgers)
    ).one()


def append(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    kind: str,
    body: dict[str, Any],
    at_ms: int | None = None,
) -> int:
    """Append one line to the own ledger, written now or `at_ms`, without names of who acted.

    Returns its number.
    """
    row = hold_own_ledger(connection)
    seq: int = row.held + 1
    now_ms = clock.wall_ms() if at_ms is None else at_ms
    raw = encode_line(seq, kind, now_ms, clock.boot, clock.up_ms(), unnamed(identity, body))
    head = Head(seq, link(row.head, raw))
    connection.execute(
        lines.insert().values(ledger_no=row.ledger_no, seq=seq, raw=raw, hash=head.hash, received_ms=now_ms)
    )
    connection.execute(
        update(ledgers)
        .where(ledgers.c.ledger_no == row.ledger_no)
        .values(
            held=seq,
            head=head.hash,
            signature=sign(identity.private, head_message(identity.server_id, row.ledger, head)),
            received_ms=now_ms,
        )
    )
    return seq


def own_head(connection: Connection) -> LedgerHead:
    """The own ledger's signed head, as a directory publishes it."""
    row = connection.execute(select(ledgers).join(server, server.c.ledger == ledgers.c.ledger)).one()
    return LedgerHead(row.ledger, row.held, row.head.hex(), row.signature)


def renew_own_ledger(connection: Connection, identity: Identity, clock: Clock, agreed: Head) -> None:
    """Go on in a new own ledger: others hold lines of this one that are not here, behind line `agreed`."""
    old = hold_own_ledger(connection)
    _begin(connection, identity, clock)
    body = {"server": identity.server_id, "software": SOFTWARE, "reason": "restored"}
    parent = {"ledger": old.ledger, "seq": agreed.seq, "head": agreed.hex}
    append(connection, identity, clock, "ledger.opened", body | {"parent": parent})
