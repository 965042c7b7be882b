"""A damaged ledger: moved aside whole, read as far as it can be read, never deleted.

The folder is renamed in one step, and what was saved is worked out from it again at every start until
a new ledger is founded: a power cut in between loses nothing. Then its lines wait there as salvage.
"""

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.private_files import replace_file, sync_folder
from kiosk.store import former
from kiosk.store.chain import ledger_id
from kiosk.store.database import FILE_NAME, writing
from kiosk.store.drafts import Parent
from sync.contract.crash import crash_point
from sync.contract.encoding import is_id
from sync.contract.ledger import Head, link, opening
from sync.contract.segment import MAX_BLOB, digest, named_blobs

HASH_BYTES = 32
_SHELF = {
    "directory": ("only_one", "version", "digest", "raw"),
    "photos": ("digest", "bytes"),
    "settings": ("name", "value"),
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """What is left of a damaged ledger.

    `lines` of it could be read and stand verbatim in `export` (JSON lines); `parent` is its last line up to
    which the chain holds, None where not even its id could be read.
    """

    folder: Path
    export: Path
    lines: int
    kiosk: str | None
    parent: Parent | None


def set_aside(home: Path) -> None:
    """Give the folder `home` a new name beside it; nobody may have its database open."""
    free = next(name for name in _names(home) if not name.exists())
    home.rename(free)
    sync_folder(home.parent)


def latest(home: Path) -> Path | None:
    """The folder set aside last, if any."""
    folders = list(_set_aside(home))
    return folders[-1] if folders else None


def rescue(damaged: Path, db: Database, directory_copy: Path) -> SetAside:
    """Export the lines in the folder `damaged`, and put its directory, photos and settings into `db`."""
    export = damaged.with_name(damaged.name + ".jsonl")
    with _opened(damaged) as old:
        lines = list(_readable_lines(old, _most_lines(damaged)))
        replace_file(export, (raw + b"\n" for _seq, raw, _hash in lines if raw))
        _carry_shelf(old, db, directory_copy)
        meta = _ids(old)
    ledger = meta.get("ledger")
    parent = _parent(ledger, lines) if ledger else None
    readable = sum(1 for _seq, raw, _hash in lines if raw)
    return SetAside(damaged, export, readable, meta.get("kiosk"), parent)


def adopt(db: Database, home: Path, since_ms: int) -> None:
    """Let what could be read in each folder set aside wait as salvage in `db`, which holds a ledger; once.

    What a damaged database itself kept of ledgers given up before waits here, too.
    """
    known = {origin for (origin,) in db.execute("SELECT origin FROM former").fetchall()}
    for damaged in _set_aside(home):
        if damaged.name not in known:
            with _opened(damaged) as old, writing(db):
                _adopt(db, old, damaged, since_ms)
                crash_point("store.before_adoption")


def _adopt(db: Database, old: sqlite3.Connection, damaged: Path, since_ms: int) -> None:
    lines = list(_readable_lines(old, _most_lines(damaged)))
    ledger = _ids(old).get("ledger")
    proved = _parent(ledger, lines).seq if ledger else 0
    kept = ledger or ledger_id(db)  # nobody knows whose lines these are: they go beside the new ledger
    number = former.keep(db, kept, "corrupt", damaged.name, since_ms, proved=proved, agreed=None)
    former.keep_lines(db, number, lines)
    _carry_blobs(db, old, lines)
    for was, *given_up, delivered in _rows(
        old, "SELECT former, ledger, reason, origin, since_ms, proved, agreed, delivered FROM former"
    ):
        _carry_former(db, old, was, given_up, delivered)


def _carry_former(
    db: Database, old: sqlite3.Connection, was: int, given_up: list[Any], delivered: int
) -> None:
    ledger, reason, origin, given_up_ms, proved, agreed = given_up
    if db.execute("SELECT 1 FROM former WHERE ledger = ? AND origin = ?", [ledger, origin]).fetchone():
        return
    lines = list(_rows(old, f"SELECT seq, raw, hash FROM lines_{int(was)} ORDER BY seq"))  # noqa: S608 - a number
    number = former.keep(db, ledger, reason, origin, given_up_ms, proved=proved, agreed=agreed)
    db.execute("UPDATE former SET delivered = ? WHERE former = ?", [delivered, number])
    former.keep_lines(db, number, lines)
    _carry_blobs(db, old, lines)


def _carry_blobs(db: Database, old: sqlite3.Connection, lines: list[tuple[int, bytes, object]]) -> None:
    for _seq, raw, _hash in lines:
        for name in named_blobs(raw) if b'"attached"' in raw else ():
            for (blob,) in _rows(old, "SELECT bytes FROM blobs WHERE digest = ?", name):
                if isinstance(blob, bytes) and len(blob) <= MAX_BLOB and digest(blob) == name:
                    db.execute("INSERT OR IGNORE INTO blobs (digest, bytes) VALUES (?, ?)", [name, blob])


@contextmanager
def _opened(damaged: Path) -> Generator[sqlite3.Connection, None, None]:
    path = (damaged / FILE_NAME).absolute()
    with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)) as old:
        yield old


def _most_lines(damaged: Path) -> int:
    return sum(file.stat().st_size for file in damaged.iterdir())  # a line is longer than a byte


def _ids(old: sqlite3.Connection) -> dict[str, str]:
    return {name: value for name, value in _rows(old, "SELECT name, value FROM meta") if is_id(str(value))}


def _set_aside(home: Path) -> Iterable[Path]:
    """The folders set aside, oldest first."""
    return takewhile(Path.exists, _names(home))


def _names(home: Path) -> Generator[Path, None, None]:
    return (home.with_name(f"{home.name}.damaged-{number}") for number in count(1))


def _readable_lines(old: sqlite3.Connection, most: int) -> Generator[tuple[int, bytes, object], None, None]:
    """Line after line with its hash, each looked up by itself: a broken page hides only what lies on it."""
    last = next(iter(_rows(old, "SELECT max(seq) FROM lines")), (None,))[0]
    for seq in range(1, min(last or 0, most) + 1):
        for raw, stored in _rows(old, "SELECT raw, hash FROM lines WHERE seq = ?", seq):
            if isinstance(raw, bytes) and b"\n" not in raw:
                yield seq, raw, stored


def _parent(ledger: str, lines: list[tuple[int, bytes, object]]) -> Parent:
    head = Head(0, opening(ledger))
    for seq, raw, stored in lines:
        if not isinstance(stored, bytes) or len(stored) != HASH_BYTES or seq != head.seq + 1:
            break
        if raw and link(head.hash, raw) != stored:
            break
        head = Head(seq, stored)
    return Parent(ledger, head.seq, head.hex)


def _carry_shelf(old: sqlite3.Connection, db: Database, directory_copy: Path) -> None:
    with writing(db):
        for table, columns in _SHELF.items():
            names, places = ", ".join(columns), ", ".join("?" * len(columns))
            insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of our own
            for row in _rows(old, f"SELECT {names} FROM {table}"):  # noqa: S608 - names of our own
                with suppress(sqlite3.IntegrityError):  # a damaged row does not fit the table any more
                    db.execute(insert, row)
        photos = db.execute("SELECT digest, bytes FROM photos").fetchall()
        for name in [name for name, photo in photos if digest(photo) != name]:
            db.execute("DELETE FROM photos WHERE digest = ?", [name])
        if directory_copy.exists():
            _shelve_copy(db, directory_copy.read_bytes())


def _shelve_copy(db: Database, raw: bytes) -> None:
    any_may_follow = 0
    db.execute(
        "INSERT OR REPLACE INTO directory (only_one, version, digest, raw) VALUES (1, ?, ?, ?)",
        [any_may_follow, digest(raw), raw],
    )


def _rows(old: sqlite3.Connection, query: str, *values: object) -> Iterable[Any]:
    """The rows up to the first that cannot be read."""
    try:
        yield from old.execute(query, values)
    except sqlite3.DatabaseError:
        return
