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
from kiosk.store.database import FILE_NAME, writing
from kiosk.store.drafts import Parent
from sync.contract.crash import crash_point
from sync.contract.encoding import is_id
from sync.contract.ledger import Head, link, opening
from sync.contract.segment import digest

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
    folders = list(folders_set_aside(home))
    return folders[-1] if folders else None


def rescue(damaged: Path, db: Database, directory_copy: Path) -> SetAside:
    """Export the lines in the folder `damaged`, and put its directory, photos and settings into `db`."""
    export = damaged.with_name(damaged.name + ".jsonl")
    with opened(damaged) as old:
        lines = list(readable_lines(old, most_lines(damaged)))
        replace_file(export, (raw + b"\n" for _seq, raw, _hash in lines if raw))
        _carry_shelf(old, db, directory_copy)
        meta = ids_in(old)
    ledger = meta.get("ledger")
    parent = parent_of(ledger, lines) if ledger else None
    readable = sum(1 for _seq, raw, _hash in lines if raw)
    return SetAside(damaged, export, readable, meta.get("kiosk"), parent)


@contextmanager
def opened(damaged: Path) -> Generator[sqlite3.Connection, None, None]:
    """The database in the folder `damaged`, for reading only."""
    path = (damaged / FILE_NAME).absolute()
    with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)) as old:
        yield old


def most_lines(damaged: Path) -> int:
    """More lines than the folder `damaged` can hold."""
    return sum(file.stat().st_size for file in damaged.iterdir())  # a line is longer than a byte


def ids_in(old: sqlite3.Connection) -> dict[str, str]:
    """Whose ledger it is, by `ledger` and `kiosk`, as far as that can be read."""
    return {name: value for name, value in rows_of(old, "SELECT name, value FROM meta") if is_id(str(value))}


def folders_set_aside(home: Path) -> Iterable[Path]:
    """The folders set aside, oldest first."""
    return takewhile(Path.exists, _names(home))


def _names(home: Path) -> Generator[Path, None, None]:
    return (home.with_name(f"{home.name}.damaged-{number}") for number in count(1))


def readable_lines(old: sqlite3.Connection, most: int) -> Generator[tuple[int, bytes, object], None, None]:
    """Line after line with its hash, each looked up by itself: a broken page hides only what lies on it."""
    last = next(iter(rows_of(old, "SELECT max(seq) FROM lines")), (None,))[0]
    for seq in range(1, min(last or 0, most) + 1):
        for raw, stored in rows_of(old, "SELECT raw, hash FROM lines WHERE seq = ?", seq):
            if isinstance(raw, bytes) and b"\n" not in raw:
                yield seq, raw, stored


def parent_of(ledger: str, lines: list[tuple[int, bytes, object]]) -> Parent:
    """The last of these lines up to which the chain holds; of a pruned one only its hash is here."""
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
            for row in rows_of(old, f"SELECT {names} FROM {table}"):  # noqa: S608 - names of our own
                with suppress(sqlite3.IntegrityError):  # a damaged row does not fit the table any more
                    db.execute(insert, row)
        photos = db.execute("SELECT digest, bytes FROM photos").fetchall()
        for name in [name for name, photo in photos if digest(photo) != name]:
            db.execute("DELETE FROM photos WHERE digest = ?", [name])
        if directory_copy.exists():
            _shelve_copy(db, directory_copy.read_bytes())
        crash_point("store.before_shelf_rescued")
    crash_point("store.after_shelf_rescued")


def _shelve_copy(db: Database, raw: bytes) -> None:
    any_may_follow = 0
    db.execute(
        "INSERT OR REPLACE INTO directory (only_one, version, digest, raw) VALUES (1, ?, ?, ?)",
        [any_may_follow, digest(raw), raw],
    )


def rows_of(old: sqlite3.Connection, query: str, *values: object) -> Iterable[Any]:
    """The rows up to the first that cannot be read."""
    try:
        yield from old.execute(query, values)
    except sqlite3.DatabaseError:
        return
