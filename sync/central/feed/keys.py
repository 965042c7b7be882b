"""Keys of the feed: who may read how much of it. The secret is shown once and kept nowhere."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from typing import Final

import msgspec
from sqlalchemy import Connection, Row, select, update

from sync.central.accounts.scope import with_all_below
from sync.central.database.tables import feed_keys, units
from sync.central.database.text import storable
from sync.central.feed.entries import ALWAYS, FIELDS, Entry
from sync.central.keys.clock import Clock
from sync.contract.encoding import base32

_BYTES: Final = 20
_PREFIX: Final = "hlf_"


class FeedRefused(Exception):
    """A key that cannot be made or ended; `word` says why on pages."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key as it is listed; `unit` None: it reaches the whole province."""

    key: str
    name: str
    unit: str | None
    fields: tuple[str, ...]
    made_by: str
    made_ms: int
    ended_ms: int | None
    used_ms: int | None

    def reads(self, entry: Entry) -> Entry:
        """What of an entry the key reaches."""
        names = [*ALWAYS, *(name for grant in self.fields for name in FIELDS[grant])]
        return {name: entry[name] for name in names if name in entry}


def make_key(
    connection: Connection, clock: Clock, name: str, unit: str | None, fields: Collection[str], by: str
) -> tuple[str, str]:
    """Make a key; return its public name, and its secret.

    Raises:
        FeedRefused: it has no name, no such unit, or no such fields.
    """
    called = storable(name, 80).strip()
    if not called:
        raise FeedRefused("refused_missing", "a key needs a name: which system it is for")
    if unit is not None and connection.execute(select(units).where(units.c.unit == unit)).first() is None:
        raise FeedRefused("refused_unit", f"{unit}: no such unit")
    if unknown := set(fields) - FIELDS.keys():
        raise FeedRefused("refused_fields", f"{min(unknown)}: no such fields; there are {', '.join(FIELDS)}")
    key, secret = str(uuid.uuid4()), _PREFIX + base32(secrets.token_bytes(_BYTES))
    row = {"key": key, "digest": _digest(secret), "name": called, "unit": unit, "made_by": by}
    told = msgspec.json.encode(sorted(set(fields))).decode()
    connection.execute(feed_keys.insert().values(**row, fields=told, made_ms=clock.wall_ms()))
    return key, secret


def end_key(connection: Connection, clock: Clock, key: str) -> Key:
    """End a key at once.

    Raises:
        FeedRefused: there is none, or it has ended.
    """
    mine = (feed_keys.c.key == key, feed_keys.c.ended_ms.is_(None))
    row = connection.execute(select(feed_keys).where(*mine)).one_or_none()
    if row is None:
        raise FeedRefused("refused_key", f"{key}: no key of this id is in use")
    connection.execute(update(feed_keys).where(*mine).values(ended_ms=clock.wall_ms()))
    return _key(row)


def list_keys(connection: Connection) -> list[Key]:
    """Every key there ever was, those in use first, by name."""
    order = (feed_keys.c.ended_ms.is_not(None), feed_keys.c.name, feed_keys.c.key)
    return [_key(row) for row in connection.execute(select(feed_keys).order_by(*order))]


def find_key(connection: Connection, secret: str) -> Key | None:
    """The key in use that has this secret."""
    mine = (feed_keys.c.digest == _digest(secret), feed_keys.c.ended_ms.is_(None))
    row = connection.execute(select(feed_keys).where(*mine)).one_or_none()
    return None if row is None else _key(row)


def reached(connection: Connection, key: Key) -> frozenset[str] | None:
    """The units that a key reaches; None: every one."""
    return None if key.unit is None else frozenset(with_all_below(connection, [key.unit]))


def note_use(connection: Connection, clock: Clock, key: Key) -> None:
    """Note that a key was used."""
    mine = feed_keys.c.key == key.key
    connection.execute(update(feed_keys).where(mine).values(used_ms=clock.wall_ms()))


def _key(row: Row[*tuple[object, ...]]) -> Key:
    told = dict(row._mapping) | {"fields": msgspec.json.decode(row._mapping["fields"], type=tuple[str, ...])}
    return Key(**{name: told[name] for name in Key.__struct_fields__})


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
