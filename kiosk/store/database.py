"""Connecting, migrating and checking: what comes out is a database that can be trusted with a rating."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from kiosk.private_files import FILE_MODE, make_private_folder
from kiosk.store import chain
from kiosk.store.errors import DamagedLedger, NewerDatabase
from kiosk.store.migrations import LEVEL, STEPS, migrations

FILE_NAME = "ledger.sqlite3"
BUSY_SECONDS = 10.0
CACHE_KIB = 512
"""A ledger is appended to: with SQLite's usual 2 MB, memory grows for a week for nothing."""
TRUSTED_TAIL = 1_000


def connect(folder: Path) -> Database:
    """The checked database in `folder`, created where missing; for the calling thread only.

    Raises:
        NewerDatabase: a newer version wrote it; it is left as it is.
        DamagedLedger: its pages or its chain are broken.
        sqlite3.Error: it cannot be opened.
    """
    make_private_folder(folder)
    path = folder / FILE_NAME
    path.touch(FILE_MODE)
    db = Database(sqlite3.connect(path, timeout=BUSY_SECONDS), strict=True, execute_plugins=False)
    try:
        _refuse_newer(db, path)
        _check_pages(db)
        db.enable_wal()
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA foreign_keys=ON")
        db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        _migrate(db)
        chain.verify(db, tail=TRUSTED_TAIL)
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def writing(db: Database) -> Generator[None, None, None]:
    """A transaction that has the right to write from its beginning: what it reads nobody changes."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _refuse_newer(db: Database, path: Path) -> None:
    """Steps that this version does not know only added something, unless they raised the level."""
    if db.execute("PRAGMA user_version").fetchone()[0] <= LEVEL:
        return
    unknown = {step.name for step in migrations.applied(db)} - set(STEPS)
    raise NewerDatabase(path, max(unknown, default="another level"))


def _check_pages(db: Database) -> None:
    verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise DamagedLedger(f"the ledger's database is damaged ({verdict})")


def _migrate(db: Database) -> None:
    if migrations.pending(db):
        with writing(db):
            migrations.apply(db)
