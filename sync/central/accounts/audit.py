"""The audit log: what people did and whom they looked at, chained like a ledger, never changed.

h(0) = SHA-256("hailong-audit-1\\n"); h(n) = SHA-256(h(n-1) ‖ entry n as stored). An entry is written in the
transaction of the act itself: neither is there without the other.
"""

import hashlib
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.central.accounts.reader import Reader
from sync.central.database.rows import lock_audit
from sync.central.database.tables import audit
from sync.central.database.text import storable
from sync.central.keys.clock import Clock
from sync.contract.encoding import write_json
from sync.contract.ledger import link

OPENING: Final = hashlib.sha256(b"hailong-audit-1\n").digest()


class Entry(msgspec.Struct, frozen=True):
    """One act: when (ms since 1970 UTC), by whom, what, about what, and what else is worth knowing."""

    seq: int
    at: int
    account: str
    name: str
    act: str
    about: str
    detail: dict[str, str]


class By(NamedTuple):
    """Who acts; a command has no account but the name it was given."""

    account: str
    name: str


def record(
    connection: Connection, clock: Clock, by: Reader | By, act: str, about: str = "", **detail: str
) -> None:
    """Write one act down, in the writing transaction it happens in."""
    lock_audit(connection)
    last = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, OPENING)
    said = {name: storable(text, 500) for name, text in detail.items()}
    entry = Entry(seq, clock.wall_ms(), by.account, storable(by.name), act, storable(about), said)
    raw = write_json(entry)
    connection.execute(
        audit.insert().values(
            seq=seq,
            at_ms=entry.at,
            account=entry.account,
            act=act,
            about=entry.about,
            raw=raw,
            hash=link(previous, raw),
        )
    )


def verify_audit(connection: Connection) -> Iterator[str]:
    """What does not fit, in words; nothing if the whole log is as it was written."""
    previous, expected = OPENING, 1
    for row in connection.execute(select(audit).order_by(audit.c.seq)).yield_per(1_000):
        if row.seq != expected:
            yield f"entry {expected}: missing"
        if row.hash != link(previous, row.raw):
            yield f"entry {row.seq}: was changed, or the one before it"
        entry = msgspec.json.decode(row.raw, type=Entry)
        if (entry.seq, entry.at, entry.account, entry.act, entry.about) != row[:5]:
            yield f"entry {row.seq}: its columns are not what it says"
        previous, expected = row.hash, row.seq + 1
