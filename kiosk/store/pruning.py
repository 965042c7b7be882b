"""Old lines go: settled ones, proved to be older than asked; their heads stay, so that a hole can be signed.

A line's age is taken from what the server signed, never from the machine's clock: all lines up to a
`clock.anchored` happened before its time, those up to the `held` of a `receipt.applied` before that one's.
"""

from typing import Final

from sqlite_utils import Database

from kiosk.store.chain import last_head, pruned, read_meta, write_pruned
from kiosk.store.database import writing
from kiosk.store.former import every
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed, read_json
from sync.contract.ledger import read_line
from sync.contract.segment import named_blobs

MOST_LINES: Final = 2_000
_DATING: Final = (b'"kind":"clock.anchored"', b'"kind":"receipt.applied"')


def prune(db: Database, before_ms: int, most: int = MOST_LINES) -> int:
    """Let go of settled lines that happened before `before_ms` (UTC), at most `most`; how many went.

    The last line stays in any case. A sealed blob is named by one line, and goes with it. Ledgers given up
    ended before line 1 of this one was written: once that has gone, those of which no line waits go, too.
    """
    with writing(db):
        start = pruned(db)
        settled = int(read_meta(db, "settled") or 0)
        end = min(_proved_older(db, start, settled, before_ms, start + most), last_head(db).seq - 1)
        gone = max(0, end - start)
        if gone:
            _let_go(db, "lines", start, end)
            write_pruned(db, end)
        if pruned(db):
            gone += _prune_formers(db, most - gone)
        if not gone:
            return 0
        crash_point("store.before_pruned")
    crash_point("store.after_pruned")
    return gone


def _prune_formers(db: Database, most: int) -> int:
    """Let go of at most `most` lines of ledgers given up of which none waits any more; how many went."""
    gone = 0
    for former in every(db):
        rows = f"FROM lines_{former.former} WHERE raw != x'' ORDER BY seq LIMIT ?"
        numbers = [seq for (seq,) in db.execute(f"SELECT seq {rows}", [most - gone]).fetchall()]
        if numbers and not former.waiting:
            _let_go(db, f"lines_{former.former}", numbers[0] - 1, numbers[-1])
            gone += len(numbers)
    return gone


def _let_go(db: Database, table: str, start: int, end: int) -> None:
    """Keep nothing but the heads of the lines after `start`, up to `end`."""
    span = "WHERE seq > ? AND seq <= ? AND raw != x''"
    naming = f"SELECT raw FROM {table} {span} AND instr(raw, ?)"  # noqa: S608 - our own
    for (raw,) in db.execute(naming, [start, end, b'"attached"']).fetchall():
        for name in named_blobs(raw):
            db.execute("DELETE FROM blobs WHERE digest = ?", [name])
    heads = db.execute(f"SELECT seq, hash FROM {table} {span}", [start, end]).fetchall()  # noqa: S608 - our own
    db.execute(f"DELETE FROM {table} {span}", [start, end])  # noqa: S608 - our own; an UPDATE would free no page
    db.conn.executemany(f"INSERT INTO {table} (seq, raw, hash) VALUES (?, x'', ?)", heads)  # noqa: S608 - our own


def _proved_older(db: Database, start: int, settled: int, before_ms: int, enough: int) -> int:
    """The last settled line that the lines after `start` prove to be older, or one beyond `enough`."""
    proved = start
    rows = db.execute(
        "SELECT seq, raw FROM lines WHERE seq > ? AND seq <= ? AND (instr(raw, ?) OR instr(raw, ?))"
        " ORDER BY seq",
        [start, settled, *_DATING],
    )
    for seq, raw in rows:
        last, time_ms = _dated(seq, raw)
        if time_ms is None:
            continue
        if time_ms >= before_ms:
            break
        proved = max(proved, last)
        if proved >= enough:
            return enough
    return proved


def _dated(seq: int, raw: bytes) -> tuple[int, int | None]:
    """The last line that happened before a time the server signed (ms), and that time."""
    try:
        line = read_line(raw)
        field = {"clock.anchored": "reply", "receipt.applied": "receipt"}.get(line.kind)
        document = read_json(str(line.body.get(field)).partition("\n")[0].encode()) if field else {}
    except Malformed:
        return seq, None
    last, time_ms = (seq, "time") if line.kind == "clock.anchored" else (document.get("held"), "server_time")
    said = document.get(time_ms)
    return (last, said) if isinstance(last, int) and isinstance(said, int) else (seq, None)
