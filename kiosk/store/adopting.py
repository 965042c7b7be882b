"""What was saved of damaged ledgers waits in the new database as salvage, each of them taken over once."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.store import former
from kiosk.store.chain import ledger_id
from kiosk.store.database import writing
from kiosk.store.rescue import (
    folders_set_aside,
    ids_in,
    most_lines,
    opened,
    parent_of,
    readable_lines,
    rows_of,
)
from sync.contract.crash import crash_point
from sync.contract.segment import MAX_BLOB, digest, named_blobs


def adopt(db: Database, home: Path, since_ms: int) -> None:
    """Let what could be read in each folder set aside wait as salvage in `db`, which holds a ledger; once.

    What a damaged database itself kept of ledgers given up before waits here, too.
    """
    known = {origin for (origin,) in db.execute("SELECT origin FROM former").fetchall()}
    for damaged in folders_set_aside(home):
        if damaged.name not in known:
            with opened(damaged) as old, writing(db):
                _adopt(db, old, damaged, since_ms)
                crash_point("store.before_adoption")


def _adopt(db: Database, old: sqlite3.Connection, damaged: Path, since_ms: int) -> None:
    lines = list(readable_lines(old, most_lines(damaged)))
    ledger = ids_in(old).get("ledger")
    proved = parent_of(ledger, lines).seq if ledger else 0
    kept = ledger or ledger_id(db)  # nobody knows whose lines these are: they go beside the new ledger
    number = former.keep(db, kept, "corrupt", damaged.name, since_ms, proved=proved, agreed=None)
    former.keep_lines(db, number, lines)
    _carry_blobs(db, old, lines)
    for was, *given_up, delivered in rows_of(
        old, "SELECT former, ledger, reason, origin, since_ms, proved, agreed, delivered FROM former"
    ):
        _carry_former(db, old, was, given_up, delivered)


def _carry_former(
    db: Database, old: sqlite3.Connection, was: int, given_up: list[Any], delivered: int
) -> None:
    ledger, reason, origin, given_up_ms, proved, agreed = given_up
    if db.execute("SELECT 1 FROM former WHERE ledger = ? AND origin = ?", [ledger, origin]).fetchone():
        return
    lines = list(rows_of(old, f"SELECT seq, raw, hash FROM lines_{int(was)} ORDER BY seq"))  # noqa: S608 - a number
    number = former.keep(db, ledger, reason, origin, given_up_ms, proved=proved, agreed=agreed)
    db.execute("UPDATE former SET delivered = ? WHERE former = ?", [delivered, number])
    for (name,) in rows_of(old, "SELECT name FROM salvaged WHERE former = ?", was):
        db.execute("INSERT INTO salvaged (former, name) VALUES (?, ?)", [number, name])
    former.keep_lines(db, number, lines)
    _carry_blobs(db, old, lines)


def _carry_blobs(db: Database, old: sqlite3.Connection, lines: list[tuple[int, bytes, object]]) -> None:
    for _seq, raw, _hash in lines:
        for name in named_blobs(raw) if b'"attached"' in raw else ():
            for (blob,) in rows_of(old, "SELECT bytes FROM blobs WHERE digest = ?", name):
                if isinstance(blob, bytes) and len(blob) <= MAX_BLOB and digest(blob) == name:
                    db.execute("INSERT OR IGNORE INTO blobs (digest, bytes) VALUES (?, ?)", [name, blob])
