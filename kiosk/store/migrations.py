"""The database's shape, step by step; a step once released is never edited, only followed by another."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("kiosk")


@migrations()
def m0001_create_ledger(db: Database) -> None:
    """Lines and their chain, the blobs they name, and which ledger this is."""
    db.execute(
        "CREATE TABLE lines (seq INTEGER PRIMARY KEY CHECK (seq >= 1), raw BLOB NOT NULL,"
        " hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT"
    )
    db.execute("CREATE TABLE blobs (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
    db.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


@migrations()
def m0002_create_shelf(db: Database) -> None:
    """The directory (one), its photos, and the settings of this kiosk."""
    db.execute(
        "CREATE TABLE directory (only_one INTEGER PRIMARY KEY CHECK (only_one = 1),"
        " version INTEGER NOT NULL, digest TEXT NOT NULL, raw BLOB NOT NULL) STRICT"
    )
    db.execute("CREATE TABLE photos (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


STEPS = (m0001_create_ledger.__name__, m0002_create_shelf.__name__)
