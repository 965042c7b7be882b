"""What can be wrong with a store, in words its keeper understands."""

import errno
import sqlite3
from pathlib import Path


class StoreFailed(Exception):
    """The disk or the database did not do what it should; trying again later may help."""


class DiskFull(StoreFailed):
    """No room for another line; the store works again as soon as there is."""


class DiskFailed(StoreFailed):
    """The disk does not read or write, or lets nobody write; the store works again as soon as it does."""


class DamagedLedger(StoreFailed):
    """The database fails its own check or its chain is broken."""


class NewerDatabase(StoreFailed):
    """The database was written by a newer version of this software."""

    def __init__(self, path: Path, unknown: str) -> None:
        super().__init__(
            f"{path} was written by a newer version of Hài Lòng (it knows {unknown!r}, this one does not). "
            "Install that version again; nothing was changed."
        )


class NotFounded(StoreFailed):
    """There is no ledger yet: the kiosk has not been enrolled."""

    def __init__(self) -> None:
        super().__init__("this kiosk has no ledger yet: enrol it first")


class AlreadyFounded(StoreFailed):
    """There is a ledger already, and a database holds one."""

    def __init__(self, ledger: str) -> None:
        super().__init__(f"this kiosk keeps the ledger {ledger} already")


class AlreadyRunning(StoreFailed):
    """Another process runs this kiosk."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another hailong-kiosk runs with the data in {folder}")


_KNOWN = {
    sqlite3.SQLITE_FULL: (DiskFull, "the disk is full; ratings go on by themselves once there is room"),
    sqlite3.SQLITE_CORRUPT: (DamagedLedger, "the ledger's database is damaged"),
    sqlite3.SQLITE_NOTADB: (DamagedLedger, "the ledger's file is not a database"),
    sqlite3.SQLITE_IOERR: (DiskFailed, "the disk could not be read or written"),
    sqlite3.SQLITE_BUSY: (StoreFailed, "another process keeps the ledger locked"),
    sqlite3.SQLITE_LOCKED: (StoreFailed, "another process keeps the ledger locked"),
    sqlite3.SQLITE_READONLY: (DiskFailed, "the ledger may not be written: by this user, or on this disk"),
    sqlite3.SQLITE_CANTOPEN: (StoreFailed, "the ledger cannot be opened by this user"),
    sqlite3.SQLITE_PERM: (StoreFailed, "the ledger may not be used by this user"),
    sqlite3.SQLITE_NOMEM: (StoreFailed, "there is not enough memory"),
}


_BY_SYSTEM = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.EROFS: sqlite3.SQLITE_READONLY,
}


def known_failure(error: sqlite3.Error | OSError) -> StoreFailed | None:
    """What a failure of SQLite or the disk means to the kiosk; None: something else is wrong."""
    if isinstance(error, OSError):
        code = _BY_SYSTEM.get(error.errno or 0, 0)
    else:
        said: int = getattr(error, "sqlite_errorcode", 0)
        code = sqlite3.SQLITE_FULL if said == sqlite3.SQLITE_IOERR_SHMSIZE else said & 0xFF
    if code not in _KNOWN:
        return None
    kind, words = _KNOWN[code]
    return kind(f"{words} ({error})")
