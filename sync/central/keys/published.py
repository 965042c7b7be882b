"""The signing keys that were ever published: old ones still prove what was signed with them."""

from typing import Final

from sqlalchemy import Connection, select, update

from sync.central.database.rows import insert_new
from sync.central.database.tables import server, server_keys
from sync.central.keys.identity import Identity

_KNOWN: Final = select(server_keys.c.key).order_by(server_keys.c.since_ms, server_keys.c.key)


def known_keys(connection: Connection, identity: Identity) -> tuple[bytes, ...]:
    """The server's keys, 32 bytes each: the current one first, then all that were published before."""
    published = map(bytes.fromhex, connection.execute(_KNOWN).scalars())
    before = [key for key in published if key != identity.public]
    return (identity.public, *before)


def is_superseded(connection: Connection, identity: Identity) -> bool:
    """Whether the signing key was changed elsewhere since this process read its file."""
    own = identity.public.hex()
    other = connection.execute(select(server.c.other_key)).scalar_one_or_none()
    ended = connection.execute(select(server_keys.c.until_ms).where(server_keys.c.key == own)).scalar()
    return ended is not None or (identity.former is None and other == own)


def keep_key(connection: Connection, key: str, now_ms: int) -> None:
    """Note a key (hex) that is published now."""
    insert_new(connection, server_keys, [{"key": key, "since_ms": now_ms, "until_ms": None}])


def end_key(connection: Connection, key: str, now_ms: int) -> None:
    """Note that a key (hex) signs nothing any more."""
    connection.execute(update(server_keys).where(server_keys.c.key == key).values(until_ms=now_ms))
