"""What leaves: the lines after the settled mark, and the mark itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sqlite_utils import Database

from kiosk.store.chain import head_at, last_head, ledger_id, pruned, read_meta, settled_head, write_meta
from kiosk.store.database import writing
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed
from sync.contract.ledger import Head, read_line
from sync.contract.segment import named_blobs

LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Position:
    """Where the ledger stands: its last line, and the last one known to be held."""

    ledger: str
    kiosk: str
    last: Head
    settled: Head


@dataclass(frozen=True, slots=True)
class Pending:
    """Lines after the settled mark as stored, numbered from `first`; `before` is h(first-1).

    Where lines were pruned that a restored server lost, `hole` is the last one's head, and none are here.
    """

    first: int
    before: bytes
    lines: tuple[bytes, ...]
    blobs: tuple[bytes, ...]
    hole: Head | None = None


class SettleResult(Enum):
    """What became of a receipt's word."""

    SETTLED = "settled"
    """The mark moved."""
    UNCHANGED = "unchanged"
    """It was there already, or would have had to fall and might not."""
    NOT_OURS = "not_ours"
    """The head is not this ledger's, or lies beyond its last line."""


def position(db: Database) -> Position:
    """Where the ledger stands now."""
    ledger = ledger_id(db)
    return Position(ledger, read_meta(db, "kiosk") or "", last_head(db), settled_head(db))


def pending(db: Database, max_lines: int, max_bytes: int, after: int | None = None) -> Pending | None:
    """The lines after the settled mark, or after line `after`; at least one if there is any, or a hole.

    Lines and blobs are within `max_bytes` each.
    """
    start = settled_head(db) if after is None else head_at(db, after)
    if start is None:
        return None
    if start.seq < pruned(db):
        return Pending(start.seq + 1, start.hash, (), (), head_at(db, pruned(db)))
    rows = db.execute("SELECT seq, raw FROM lines WHERE seq > ? ORDER BY seq LIMIT ?", [start.seq, max_lines])
    taken, blobs = fitting(db, rows, max_bytes)
    if not taken:
        return None
    return Pending(start.seq + 1, start.hash, tuple(raw for _seq, raw in taken), blobs)


def fitting(
    db: Database, rows: Iterable[tuple[int, bytes]], max_bytes: int
) -> tuple[list[tuple[int, bytes]], tuple[bytes, ...]]:
    """The first of these lines (number, bytes) and their blobs, within `max_bytes` each; at least one."""
    taken: list[tuple[int, bytes]] = []
    blobs: dict[str, bytes] = {}
    room, blob_room = max_bytes, max_bytes
    for seq, raw in rows:
        new = _blobs_of(db, raw, blobs)
        room -= len(raw) + 1
        blob_room -= sum(LENGTH_BYTES + len(blob) for blob in new.values())
        if taken and (room < 0 or blob_room < 0):
            break
        taken.append((seq, raw))
        blobs |= new
    return taken, tuple(blobs.values())


def settle(db: Database, held: int, head: bytes, *, may_lower: bool) -> SettleResult:
    """Move the settled mark to `held` if `head` is this ledger's h(held).

    A mark that falls tells of a server that was restored and may have lost lines of ledgers given up, too:
    all of these are in doubt again. One that leaves 0 would not show it: the newest of them is.
    """
    with writing(db):
        own = head_at(db, held)
        if own is None or own.hash != head:
            return SettleResult.NOT_OURS
        settled = int(read_meta(db, "settled") or 0)
        if held == settled or (held < settled and not may_lower):
            return SettleResult.UNCHANGED
        write_meta(db, "settled", str(held))
        if held < settled or settled == 0:
            doubt_formers(db, newest_only=settled == 0)
        crash_point("store.before_settled")
    crash_point("store.after_settled")
    return SettleResult.SETTLED


def oldest_pending_up_ms(db: Database, boot: str) -> int | None:
    """`up` of the oldest line that is not settled, 0 for one of an earlier boot; None where none waits."""
    row = db.execute(
        "SELECT raw FROM lines WHERE seq > ? ORDER BY seq LIMIT 1", [settled_head(db).seq]
    ).fetchone()
    if row is None:
        return None
    try:
        line = read_line(row[0])
    except Malformed:
        return 0
    return line.up if line.boot == boot else 0


def doubt_formers(db: Database, *, newest_only: bool = False) -> None:
    """Know no longer what the server has of ledgers given up, inside the caller's transaction.

    It is asked again, and the rest is delivered again.
    """
    newest = db.execute("SELECT max(former) FROM former").fetchone()[0]
    which = [newest or 0 if newest_only else 0]
    db.execute("UPDATE former SET agreed = NULL, delivered = 0 WHERE former >= ?", which)
    db.execute("DELETE FROM salvaged WHERE former >= ?", which)


def _blobs_of(db: Database, raw: bytes, known: dict[str, bytes]) -> dict[str, bytes]:
    if b'"attached"' not in raw:
        return {}
    found = {}
    for name in named_blobs(raw):
        row = db.execute("SELECT bytes FROM blobs WHERE digest = ?", [name]).fetchone()
        if row is not None and name not in known:
            found[name] = row[0]
    return found
