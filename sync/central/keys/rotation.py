"""Changing the signing key: announced to kiosks, then signed with, then the old one is given up.

A key in the file comes first, the database after it: cut off in between, the same step is taken again.
"""

from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select, update

from sync.central.database.tables import server
from sync.central.keys.clock import Clock
from sync.central.keys.identity import (
    FILE_NAME,
    Identity,
    open_identity,
    read_kept,
    replace_kept,
    signing_key,
)
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.central.keys.published import end_key, keep_key
from sync.central.keys.supervisors import KeyRefused
from sync.contract.keys import public_bytes


def announce_key(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    folder: Path,
    addresses: tuple[str, ...],
    ca: str | None,
) -> str:
    """Make the next key, known to kiosks with their next directory, with new addresses and CA if any; hex.

    Raises:
        KeyRefused: the last change is not finished.
    """
    path = folder / FILE_NAME
    kept = read_kept(path)
    hold_own_ledger(connection)
    told = connection.execute(select(server.c.other_key)).scalar()
    if kept.former_key is not None or told is not None:
        raise KeyRefused("a key is announced or not retired yet: keys rotate switch, keys rotate retire")
    private = Ed25519PrivateKey.generate() if kept.next_key is None else signing_key(kept.next_key)
    replace_kept(path, msgspec.structs.replace(kept, next_key=private.private_bytes_raw().hex()))
    public = public_bytes(private).hex()
    keep_key(connection, public, clock.wall_ms())
    listed = msgspec.json.encode(addresses).decode()
    connection.execute(update(server).values(other_key=public, other_ca=ca, other_addresses=listed))
    append(connection, identity, clock, "keys.announced", {"key": public, "addresses": list(addresses)})
    return public


def switch_key(connection: Connection, clock: Clock, folder: Path, address: str) -> Identity:
    """Sign with the announced key; `address`, where kiosks call now, stays known until `retire_key`.

    Raises:
        KeyRefused: none is announced.
    """
    path = folder / FILE_NAME
    kept = read_kept(path)
    hold_own_ledger(connection)
    row = connection.execute(select(server)).one()
    if kept.next_key is None and (kept.former_key is None or row.other_key is None):
        raise KeyRefused("no key is announced: keys rotate announce")
    if kept.next_key is not None:
        kept = msgspec.structs.replace(
            kept, signing_key=kept.next_key, former_key=kept.signing_key, next_key=None
        )
        replace_kept(path, kept)
    identity = open_identity(folder)
    assert identity.former is not None  # noqa: S101 - just written
    former = public_bytes(identity.former).hex()
    if row.other_key == former:
        raise KeyRefused("the announced key signs already: keys rotate retire")
    known = msgspec.json.decode(row.other_addresses or "[]", type=list[str])
    listed = msgspec.json.encode(list(dict.fromkeys([*known, address]))).decode()
    connection.execute(update(server).values(other_key=former, other_addresses=listed))
    append(connection, identity, clock, "keys.switched", {"key": identity.public.hex(), "former": former})
    return identity


def retire_key(connection: Connection, clock: Clock, folder: Path) -> Identity:
    """Give the old key up: only what it signed is still believed, by who knew it.

    Raises:
        KeyRefused: there is none.
    """
    path = folder / FILE_NAME
    kept = read_kept(path)
    hold_own_ledger(connection)
    other = connection.execute(select(server.c.other_key)).scalar()
    if other is None or kept.next_key is not None:
        raise KeyRefused("there is no old key: keys rotate announce, keys rotate switch")
    replace_kept(path, msgspec.structs.replace(kept, former_key=None))
    identity = open_identity(folder)
    connection.execute(update(server).values(other_key=None, other_ca=None, other_addresses=None))
    end_key(connection, other, clock.wall_ms())
    append(connection, identity, clock, "keys.retired", {"key": other})
    return identity
