"""What came down: the signed directory, its photos, and small settings of this kiosk."""

from collections.abc import Collection
from pathlib import Path

from sqlite_utils import Database

from kiosk.private_files import replace_file
from kiosk.store.database import writing
from sync.contract.crash import crash_point


def save_directory(db: Database, raw: bytes, version: int, digest: str, copy: Path) -> None:
    """Keep `raw` as it came, in the file `copy`, too; one older than the kept one changes nothing."""
    with writing(db):
        kept = db.execute(
            "INSERT INTO directory (only_one, version, digest, raw) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (only_one) DO UPDATE SET version = excluded.version, digest = excluded.digest,"
            " raw = excluded.raw WHERE excluded.version >= directory.version",
            [version, digest, raw],
        ).rowcount
        crash_point("store.before_directory_copy")
        if kept:
            replace_file(copy, [raw])
        crash_point("store.after_directory_copy")
    crash_point("store.after_directory")


def directory(db: Database) -> bytes | None:
    """The directory's two lines, as they came."""
    return _bytes(db, "SELECT raw FROM directory WHERE only_one = ?", 1)


def save_photo(db: Database, digest: str, photo: bytes) -> None:
    """Keep a photo under its SHA-256 (hex)."""
    with writing(db):
        db.execute("INSERT OR IGNORE INTO photos (digest, bytes) VALUES (?, ?)", [digest, photo])


def photo(db: Database, digest: str) -> bytes | None:
    """The photo with this SHA-256 (hex), if kept."""
    return _bytes(db, "SELECT bytes FROM photos WHERE digest = ?", digest)


def forget_photos(db: Database, version: int, named: Collection[str]) -> int:
    """Let go of photos that the directory of this version does not name (hex); how many went.

    None does where another directory is kept: a newer one's photos may have come already.
    """
    strange = [
        digest for (digest,) in db.execute("SELECT digest FROM photos").fetchall() if digest not in named
    ]
    if not strange:
        return 0
    forget = "DELETE FROM photos WHERE digest = ? AND ? = (SELECT version FROM directory)"
    with writing(db):
        return sum(db.execute(forget, [digest, version]).rowcount for digest in strange)


def set_setting(db: Database, name: str, value: str) -> None:
    """Keep `value` under `name`."""
    with writing(db):
        db.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [name, value])


def get_setting(db: Database, name: str) -> str | None:
    """The value under `name`, if kept."""
    row = db.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
    return None if row is None else str(row[0])


def _bytes(db: Database, query: str, key: int | str) -> bytes | None:
    row = db.execute(query, [key]).fetchone()
    return None if row is None else bytes(row[0])
