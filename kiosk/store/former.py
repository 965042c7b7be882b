"""Ledgers that this kiosk gave up: kept whole, and what the central server has not of them waits as salvage.

Words: a ledger is *given up* where the two ends disagree, or its database was damaged; *agreed* is its last
line that the server holds, too; *proved* the last one up to which the chain holds here; of a pruned line only
its head is left, in an empty line's place. A ledger's *origin* is the folder of the damaged database in which
it was found, or nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.store.appending import Clock, begin_ledger
from kiosk.store.chain import head_at, last_head, read_meta
from kiosk.store.database import writing
from kiosk.store.drafts import Parent
from kiosk.store.outbox import doubt_formers, fitting
from sync.contract.crash import crash_point
from sync.contract.ledger import MAX_LINE, Head, opening

LINES = "(seq INTEGER PRIMARY KEY CHECK (seq >= 1), raw BLOB NOT NULL, hash BLOB NOT NULL) STRICT"
NO_HASH = b""


@dataclass(frozen=True, slots=True)
class Former:
    """A ledger given up at `since_ms` (wall time); `lines` beyond the agreed one, `waiting` of them to go.

    `agreed` is None while nobody asked the server; `proved` is the last line whose head is known here.
    """

    former: int
    ledger: str
    reason: str
    since_ms: int
    proved: int
    agreed: int | None
    lines: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Salvageable:
    """Lines of a former ledger that go together, as stored, with their blobs; `last` is their last number."""

    former: int
    ledger: str
    reason: str
    lines: tuple[bytes, ...]
    blobs: tuple[bytes, ...]
    last: int


def succeed(db: Database, clock: Clock, ledger: str, new: str, agreed: int) -> bool:
    """Give `ledger` up behind line `agreed` and go on in `new`, in one step; whether it was not yet given up.

    `forked` where it has lines beyond, `restored` where it has none. Nothing is deleted or copied.
    """
    with writing(db):
        if read_meta(db, "ledger") != ledger:
            return False
        head, last = head_at(db, agreed), last_head(db)
        if head is None:
            return False
        reason = "forked" if last.seq > agreed else "restored"
        number = keep(db, ledger, reason, "", clock.wall_ms(), proved=last.seq, agreed=agreed)
        db.execute(f"ALTER TABLE lines RENAME TO lines_{number}")
        db.execute(
            "CREATE TABLE lines (seq INTEGER PRIMARY KEY CHECK (seq >= 1), raw BLOB NOT NULL,"
            " hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT"
        )
        begin_ledger(db, clock, read_meta(db, "kiosk") or "", new, reason, Parent(ledger, head.seq, head.hex))
        crash_point("store.before_succession")
    crash_point("store.after_succession")
    return True


def keep(
    db: Database, ledger: str, reason: str, origin: str, since_ms: int, *, proved: int, agreed: int | None
) -> int:
    """Note a ledger that is given up, inside the caller's transaction; its number."""
    number: int = db.execute(
        "INSERT INTO former (ledger, reason, origin, since_ms, proved, agreed) VALUES (?, ?, ?, ?, ?, ?)"
        " RETURNING former",
        [ledger, reason, origin, since_ms, proved, agreed],
    ).fetchone()[0]
    return number


def keep_lines(db: Database, number: int, lines: Iterable[tuple[int, bytes, object]]) -> None:
    """Keep lines (number, bytes, stored hash) of a ledger whose own table is gone with its database."""
    db.execute(f"CREATE TABLE lines_{number} {LINES}")
    for seq, raw, stored in lines:
        known = stored if isinstance(stored, bytes) else NO_HASH
        if len(raw) <= MAX_LINE:  # no line was ever longer: that is damage, and stays in its folder
            db.execute(f"INSERT INTO lines_{number} (seq, raw, hash) VALUES (?, ?, ?)", [seq, raw, known])  # noqa: S608 - our own


def every(db: Database) -> list[Former]:
    """The ledgers given up, oldest first."""
    rows = db.execute(
        "SELECT former, ledger, reason, since_ms, proved, agreed, delivered FROM former ORDER BY former"
    ).fetchall()
    found = []
    for number, ledger, reason, since_ms, proved, agreed, delivered in rows:
        beyond, waiting = (_count(db, number, after) for after in (agreed or 0, max(agreed or 0, delivered)))
        found.append(Former(number, ledger, reason, since_ms, proved, agreed, beyond, waiting))
    return found


def former_head(db: Database, number: int, seq: int) -> Head | None:
    """h(seq) of a former ledger, as far as its chain was proved."""
    ledger, proved = db.execute("SELECT ledger, proved FROM former WHERE former = ?", [number]).fetchone()
    if seq == 0:
        return Head(0, opening(ledger))
    row = db.execute(f"SELECT hash FROM lines_{number} WHERE seq = ?", [seq]).fetchone()  # noqa: S608 - our own
    return None if row is None or seq > proved else Head(seq, row[0])


def agree(db: Database, number: int, seq: int) -> None:
    """Note that the server holds a former ledger up to line `seq`: what follows is salvage."""
    with writing(db):
        db.execute("UPDATE former SET agreed = ? WHERE former = ?", [seq, number])


def salvageable(
    db: Database, max_lines: int, max_bytes: int, after: tuple[int, int] = (0, 0)
) -> Salvageable | None:
    """The oldest lines that wait, at least one; `after` (former, line) looks further, for carriers of files.

    A ledger of which nobody asked the server counts as agreed up to nothing: all of it goes.
    """
    rows = db.execute(
        "SELECT former, ledger, reason, max(coalesce(agreed, 0), delivered) FROM former"
        " WHERE former >= ? ORDER BY former",
        [after[0]],
    ).fetchall()
    for number, ledger, reason, done in rows:
        start = max(done, after[1]) if number == after[0] else done
        waiting = db.execute(
            f"SELECT seq, raw FROM lines_{number}"  # noqa: S608 - our own
            " WHERE seq > ? AND raw != x'' ORDER BY seq LIMIT ?",
            [start, max_lines],
        )
        taken, blobs = fitting(db, waiting, max_bytes)
        if taken:
            lines = tuple(raw for _seq, raw in taken)
            return Salvageable(number, ledger, reason, lines, blobs, taken[-1][0])
    return None


def salvaged(db: Database, number: int, last: int, name: str) -> None:
    """Note that the server keeps the lines of a former ledger up to `last`, as the salvage `name`."""
    with writing(db):
        db.execute("UPDATE former SET delivered = max(delivered, ?) WHERE former = ?", [last, number])
        db.execute("INSERT OR IGNORE INTO salvaged (former, name) VALUES (?, ?)", [number, name])


def compare(db: Database, others: Mapping[str, int], salvages: Collection[str]) -> None:
    """Doubt what the server is believed to have, where a receipt tells otherwise: it was restored.

    `others`: how far it holds this kiosk's other ledgers; `salvages`: the names of those it keeps.
    """
    agreed = db.execute("SELECT ledger, agreed FROM former WHERE agreed > 0").fetchall()
    believed = db.execute("SELECT former, name FROM salvaged").fetchall()
    current = read_meta(db, "ledger")
    if any(others.get(ledger, 0) < seq for ledger, seq in agreed if ledger != current):
        with writing(db):
            doubt_formers(db)
        return
    lost = {number for number, name in believed if name not in salvages}
    if lost:
        with writing(db):
            for number in lost:
                db.execute("UPDATE former SET delivered = 0 WHERE former = ?", [number])
                db.execute("DELETE FROM salvaged WHERE former = ?", [number])


def _count(db: Database, number: int, after: int) -> int:
    counted: int = db.execute(
        f"SELECT count(*) FROM lines_{number} WHERE seq > ? AND raw != x''",  # noqa: S608 - our own
        [after],
    ).fetchone()[0]
    return counted
