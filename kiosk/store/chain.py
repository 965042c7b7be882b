"""Reading and proving the chain: which ledger this is, its heads, and whether every link holds."""

from sqlite_utils import Database

from kiosk.store.errors import DamagedLedger, NotFounded
from sync.contract.ledger import Head, link, opening


def read_meta(db: Database, name: str) -> str | None:
    """`ledger`, `kiosk` or `settled` as stored; None before the ledger is founded."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return None if row is None else str(row[0])


def write_meta(db: Database, name: str, value: str) -> None:
    """Store `value` under `name`, inside the caller's transaction."""
    db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", [name, value])


def pruned(db: Database) -> int:
    """The last line of which only the head is kept; 0 where every line is there."""
    return int(read_meta(db, f"pruned {ledger_id(db)}") or 0)


def write_pruned(db: Database, seq: int) -> None:
    """Note that only the heads are kept up to line `seq`, inside the caller's transaction."""
    write_meta(db, f"pruned {ledger_id(db)}", str(seq))


def ledger_id(db: Database) -> str:
    """The id of the ledger in here.

    Raises:
        NotFounded: there is none yet.
    """
    ledger = read_meta(db, "ledger")
    if ledger is None:
        raise NotFounded
    return ledger


def last_head(db: Database) -> Head:
    """The end of the ledger."""
    row = db.execute("SELECT seq, hash FROM lines ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(0, opening(ledger_id(db))) if row is None else Head(row[0], row[1])


def head_at(db: Database, seq: int) -> Head | None:
    """h(seq); None where there is no such line."""
    if seq == 0:
        return Head(0, opening(ledger_id(db)))
    row = db.execute("SELECT hash FROM lines WHERE seq = ?", [seq]).fetchone()
    return None if row is None else Head(seq, row[0])


def settled_head(db: Database) -> Head:
    """The last line known to be held by the central server.

    Raises:
        DamagedLedger: that line is not here.
    """
    head = head_at(db, int(read_meta(db, "settled") or 0))
    if head is None:
        raise DamagedLedger("the ledger ends before the last line that was delivered")
    return head


def verify(db: Database, *, tail: int | None = None) -> Head | None:
    """The ledger's head once its links are proved; None where no ledger is founded.

    Proves all lines that are kept or, with `tail`, the last `tail` and all that are not settled.

    Raises:
        DamagedLedger: a line is missing or was changed; the text names it.
    """
    if read_meta(db, "ledger") is None:
        return None
    last, settled = last_head(db), settled_head(db)
    start = 0 if tail is None else min(settled.seq, last.seq - tail)
    start = max(start, pruned(db))
    proved = head_at(db, start)
    if proved is None:
        raise DamagedLedger(f"line {start} of the ledger is missing")
    for seq, raw, stored in db.execute(
        "SELECT seq, raw, hash FROM lines WHERE seq > ? ORDER BY seq", [start]
    ):
        if seq != proved.seq + 1:
            raise DamagedLedger(f"line {proved.seq + 1} of the ledger is missing")
        proved = Head(seq, link(proved.hash, raw))
        if proved.hash != stored:
            raise DamagedLedger(f"line {seq} of the ledger is not what was written")
    return proved
