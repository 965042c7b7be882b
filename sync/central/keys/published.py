"""The signing keys that were ever published: old ones still prove what was signed with them."""

from sqlalchemy import Connection, select, update

from sync.central.database.rows import insert_new
from sync.central.database.tables import server_keys
from sync.central.keys.identity import Identity


def known_keys(connection: Connection, identity: Identity) -> tuple[bytes, ...]:
    """The server's keys, 32 bytes each: the current one first, then all that were published before."""
    rows = connection.execute(select(server_keys.c.key).order_by(server_keys.c.since_ms, server_keys.c.key))
    before = [key for row in rows if (key := bytes.fromhex(row.key)) != identity.public]
    return (identity.public, *before)


def keep_key(connection: Connection, identity: Identity, now_ms: int) -> None:
    """Note the current key as published, and every other as published until now."""
    mine = server_keys.c.key == identity.public.hex()
    others = (~mine, server_keys.c.until_ms.is_(None))
    connection.execute(update(server_keys).where(*others).values(until_ms=now_ms))
    insert_new(connection, server_keys, [{"key": identity.public.hex(), "since_ms": now_ms}])
