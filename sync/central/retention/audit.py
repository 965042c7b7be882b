"""The audit log's oldest entries: they go from its beginning on, and what is left stays chained.

The hash of the last that went is kept here and, with its number, in the server's own ledger.
"""

from sqlalchemy import Connection, delete, func, select

from sync.central.database.rows import AT_A_TIME, lock_audit, put
from sync.central.database.tables import audit, audit_start
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append


def count_entries(connection: Connection, before_ms: int) -> int:
    """How many entries would go."""
    last = _last(connection, before_ms, None)
    if last is None:
        return 0
    going = select(func.count()).select_from(audit).where(audit.c.seq <= last)
    return connection.execute(going).scalar_one()


def forget_entries(connection: Connection, identity: Identity, clock: Clock, before_ms: int) -> int:
    """Let a piece of them go; how many went."""
    lock_audit(connection)
    last = _last(connection, before_ms, AT_A_TIME)
    if last is None:
        return 0
    row = connection.execute(select(audit.c.seq, audit.c.hash).where(audit.c.seq == last)).one()
    put(connection, audit_start, [{"id": 1, "seq": row.seq, "hash": row.hash}])
    gone = connection.execute(delete(audit).where(audit.c.seq <= last)).rowcount
    append(connection, identity, clock, "audit.forgotten", {"through": row.seq, "hash": row.hash.hex()})
    return gone


def _last(connection: Connection, before_ms: int, at_most: int | None) -> int | None:
    """The last entry of those from the beginning on that are all older."""
    kept = select(func.min(audit.c.seq)).where(audit.c.at_ms >= before_ms).scalar_subquery()
    old = select(audit.c.seq).where(audit.c.seq < func.coalesce(kept, audit.c.seq + 1))
    piece = old.order_by(audit.c.seq).limit(at_most).subquery()
    last: int | None = connection.execute(select(func.max(piece.c.seq))).scalar_one()
    return last
