"""The database's shape, step by step; a step once released is never edited, only followed by another.

A release that is rolled back leaves its steps behind, so the one before it must go on with them: a step only
adds (tables, indexes, columns that may be left out). One that must do more raises LEVEL and writes it into
the database (`PRAGMA user_version`): programs of a lower level then refuse it. Such a step comes one release
after the one that knows the level and can do without the step, or no kiosk takes it (`Release.store`).
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("kiosk")

LEVEL = 0
"""The highest level of a database's shape with which this program can go on."""


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


@migrations()
def m0003_keep_former_ledgers(db: Database) -> None:
    """Ledgers that this kiosk gave up; the lines of each stand in a table of their own, `lines_<former>`."""
    db.execute(
        "CREATE TABLE former (former INTEGER PRIMARY KEY, ledger TEXT NOT NULL, reason TEXT NOT NULL,"
        " origin TEXT NOT NULL, since_ms INTEGER NOT NULL, proved INTEGER NOT NULL, agreed INTEGER,"
        " delivered INTEGER NOT NULL DEFAULT 0, UNIQUE (ledger, origin)) STRICT"
    )


@migrations()
def m0004_name_salvages(db: Database) -> None:
    """What the server said it keeps of a ledger given up, so that it can be missed there later."""
    db.execute(
        "CREATE TABLE salvaged (former INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (former, name))"
        " STRICT, WITHOUT ROWID"
    )


STEPS = (
    m0001_create_ledger.__name__,
    m0002_create_shelf.__name__,
    m0003_keep_former_ledgers.__name__,
    m0004_name_salvages.__name__,
)
