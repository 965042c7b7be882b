"""Old lines go: settled ones, proved to be older than asked; their heads stay, so that a hole can be signed.

A line's age is taken from what the server signed, never from the machine's clock: all lines up to a
`clock.anchored` happened before its time, those up to the `held` of a `receipt.applied` before that one's.
"""

from typing import Final

from sqlite_utils import Database

from kiosk.store.chain import last_head, pruned, read_meta, write_pruned
from kiosk.store.database import writing
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed, read_json
from sync.contract.ledger import read_line
from sync.contract.segment import named_blobs

MOST_LINES: Final = 2_000
_DATING: Final = (b'"kind":"clock.anchored"', b'"kind":"receipt.applied"')


def prune(db: Database, before_ms: int, most: int = MOST_LINES) -> int:
    """Let go of settled lines that happened before `before_ms` (UTC), at most `most`; how many went.

    The last line stays in any case. A sealed blob is named by one line, and goes with it.
    """
    with writing(db):
        start = pruned(db)
        settled = int(read_meta(db, "settled") or 0)
        end = min(_proved_older(db, start, settled, before_ms, start + most), last_head(db).seq - 1)
        if end <= start:
            return 0
        span = [start, end]
        naming = "SELECT raw FROM lines WHERE seq > ? AND seq <= ? AND instr(raw, ?)"
        for (raw,) in db.execute(naming, [*span, b'"attached"']).fetchall():
            for name in named_blobs(raw):
                db.execute("DELETE FROM blobs WHERE digest = ?", [name])
        heads = db.execute("SELECT seq, hash FROM lines WHERE seq > ? AND seq <= ?", span).fetchall()
        db.execute("DELETE FROM lines WHERE seq > ? AND seq <= ?", span)  # an UPDATE would free no page
        db.conn.executemany("INSERT INTO lines (seq, raw, hash) VALUES (?, x'', ?)", heads)
        write_pruned(db, end)
        crash_point("store.before_pruned")
    crash_point("store.after_pruned")
    return end - start


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
