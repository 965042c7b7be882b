"""Batches: made by one process at a time out of what was touched, chained by hash, and never changed."""

import hashlib
from typing import Final, NamedTuple, Protocol

import msgspec
from sqlalchemy import Connection, delete, select

from sync.central.api.intake import Intake
from sync.central.database.among import among
from sync.central.database.engine import writing
from sync.central.database.rows import lock_feed, put
from sync.central.database.tables import feed_batches, feed_told, feed_touched
from sync.central.feed.entries import Entry, entries_of
from sync.central.keys.identity import Identity

AT_ONCE: Final = 1_000
"""Entries of a batch, at most."""
_SHORT: Final = 16


class Cursor(NamedTuple):
    """Up to which batch was read, and the first digits of its hash: a restored server has others."""

    batch: int
    hash: str

    @property
    def text(self) -> str:
        """`<batch>-<hash>`."""
        return f"{self.batch}-{self.hash}"


BEGINNING: Final = Cursor(0, "0" * _SHORT)


class BadCursor(ValueError):
    """A text that is no cursor."""


class Elsewhere(Exception):
    """A cursor of batches that are not here: the server was restored since, and a reader begins again."""


class Working(Intake, Protocol):
    """What a job is handed."""

    def go_on(self) -> None:
        """Call between pieces of work."""
        ...


def read_cursor(text: str) -> Cursor:
    """The cursor in a text; an empty one is the beginning.

    Raises:
        BadCursor: it is none.
    """
    number, _, short = text.partition("-")
    if not text:
        return BEGINNING
    digits = number.isascii() and number.isdecimal() and len(number) < _SHORT
    if not digits or len(short) != _SHORT or set(short) - set("0123456789abcdef"):
        raise BadCursor(text)
    return Cursor(int(number), short)


def batch_after(connection: Connection, cursor: Cursor) -> tuple[Cursor, list[Entry]] | None:
    """The next batch, with its cursor; None while there is none.

    Raises:
        Elsewhere: the cursor is of no batch that is here.
    """
    if cursor != BEGINNING:
        last = select(feed_batches.c.hash).where(feed_batches.c.batch == cursor.batch)
        known = connection.execute(last).scalar()
        if known is None or bytes(known).hex()[:_SHORT] != cursor.hash:
            raise Elsewhere
    mine = select(feed_batches).where(feed_batches.c.batch == cursor.batch + 1)
    row = connection.execute(mine).one_or_none()
    if row is None:
        return None
    entries = msgspec.json.decode(bytes(row.entries), type=list[Entry])
    return Cursor(row.batch, bytes(row.hash).hex()[:_SHORT]), entries


def make_batches(work: Working) -> str:
    """Tell everything that was touched, as a job; other processes' batches are never mixed with these."""
    made = 0
    while True:
        with writing(work.engine) as connection:
            done, entries = make_batch(connection, work.identity, work.clock.wall_ms())
        made += entries
        if not done:
            return f"{made} entries"
        work.go_on()


def make_batch(connection: Connection, identity: Identity, now_ms: int) -> tuple[int, int]:
    """Make the next batch, if anything has changed; how much was looked at, and how many entries it has."""
    lock_feed(connection)
    some = select(feed_touched).order_by(feed_touched.c.touched_no).limit(AT_ONCE)
    touched = connection.execute(some).all()
    if not touched:
        return 0, 0
    now = entries_of(connection, identity, {row.rating for row in touched})
    told = select(feed_told).where(among(feed_told.c.id, sorted(now)))
    before = {}
    for row in connection.execute(told):
        before[row.id] = row.digest
        now[row.id]["unit"] = row.unit  # of one that is gone, nothing else says whose it was
    digests = {name: hashlib.sha256(msgspec.json.encode(entry)).hexdigest() for name, entry in now.items()}
    new = [
        now[name]
        for name in sorted(now)
        if digests[name] != before.get(name) and (now[name]["counts"] or name in before)
    ]
    if new:
        _keep(connection, new, now_ms)
        rows = [{"id": one["id"], "unit": one["unit"], "digest": digests[one["id"]]} for one in new]
        put(connection, feed_told, rows)
    numbers = [row.touched_no for row in touched]
    connection.execute(delete(feed_touched).where(among(feed_touched.c.touched_no, numbers)))
    return len(touched), len(new)


def _keep(connection: Connection, new: list[Entry], now_ms: int) -> None:
    latest = select(feed_batches).order_by(feed_batches.c.batch.desc()).limit(1)
    last = connection.execute(latest).one_or_none()
    number, before = (0, b"") if last is None else (last.batch, bytes(last.hash))
    raw = msgspec.json.encode(new)
    row = {"batch": number + 1, "made_ms": now_ms, "entries": raw}
    connection.execute(feed_batches.insert().values(**row, hash=hashlib.sha256(before + raw).digest()))
