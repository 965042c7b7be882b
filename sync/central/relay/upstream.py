"""The server above: whom this one believes there, and where it is called."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, select, update

from sync.central.database.rows import put
from sync.central.database.tables import relayed, upstream
from sync.contract.relaying import Standing


class Way(msgspec.Struct, frozen=True):
    """An address, and the authorities that count there (PEM, or None for the system's)."""

    address: str
    cas: tuple[str | None, ...]


class Upstream(msgspec.Struct, frozen=True):
    """`name` is what this province is called there; `keys` (32 bytes each) are believed."""

    server: str
    name: str
    keys: tuple[bytes, ...]
    ways: tuple[Way, ...]
    heard_ms: int
    told: str


def read_upstream(connection: Connection) -> Upstream | None:
    """The server above, if this one was ever enrolled there."""
    row = connection.execute(select(upstream)).one_or_none()
    if row is None:
        return None
    keys = tuple(bytes.fromhex(key) for key in msgspec.json.decode(row.keys, type=list[str]))
    ways = msgspec.json.decode(row.ways, type=tuple[Way, ...])
    return Upstream(row.server, row.name, keys, ways, row.heard_ms, row.told)


def begin_upstream(connection: Connection, standing: Standing, called: Way, now_ms: int) -> None:
    """Relay there from now on; what it holds of each ledger, it will say."""
    connection.execute(delete(relayed))
    connection.execute(delete(upstream))
    row = {"id": 1, "server": standing.server, "enrolled_ms": now_ms, "heard_ms": now_ms, "told": ""}
    put(connection, upstream, [row | _believed(standing, called)])


def follow(connection: Connection, standing: Standing, called: Way, now_ms: int) -> None:
    """Believe the keys and call the addresses that it names now; how it answered stays the last resort."""
    connection.execute(update(upstream).values(heard_ms=now_ms, told="", **_believed(standing, called)))


def note(connection: Connection, told: str) -> None:
    """Keep how the last contact ended."""
    connection.execute(update(upstream).values(told=told[:500]))


def _believed(standing: Standing, called: Way) -> dict[str, str]:
    coming = standing.next
    cas = tuple(dict.fromkeys((standing.ca, *([coming.ca] if coming else []))))
    addresses: Sequence[str] = (*standing.addresses, *(coming.addresses if coming else ()))
    ways = dict.fromkeys((*(Way(address, cas) for address in addresses), called))
    keys = [standing.key, *([coming.key] if coming else [])]
    return {
        "name": standing.name,
        "keys": msgspec.json.encode(keys).decode(),
        "ways": msgspec.json.encode(list(ways)).decode(),
    }
