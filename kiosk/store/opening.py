"""Opening the store of a data folder, with a way on when its ledger is damaged."""

from pathlib import Path

from sqlite_utils import Database

from kiosk.private_files import make_private_folder
from kiosk.store import adopting, chain, database, rescue
from kiosk.store.appending import Clock
from kiosk.store.errors import DamagedLedger
from kiosk.store.rescue import SetAside
from kiosk.store.run_lock import RunLock
from kiosk.store.store import Store
from kiosk.store.thread import StoreThread

FOLDER_NAME = "ledger"
DIRECTORY_COPY = "directory.signed"


def holds_store(folder: Path) -> bool:
    """Whether the data folder `folder` holds a store, damaged or not; nothing is made or changed."""
    home = folder / FOLDER_NAME
    return (home / database.FILE_NAME).is_file() or rescue.latest(home) is not None


def open_store(folder: Path, *, clock: Clock, lock: RunLock | None = None) -> Store:
    """The store in the data folder `folder`, created where missing.

    Who holds the folder's `lock` may set a damaged ledger aside: the store then is new and not founded,
    `Store.set_aside` tells what was saved, and the directory, photos and settings that could be read are
    in it again; the directory is kept as a file, too, since without it nobody knows whom to call.

    Raises:
        NewerDatabase: a newer version wrote it.
        DamagedLedger: it is damaged and this process holds no lock.
        StoreFailed: it cannot be opened or read.
    """
    make_private_folder(folder)
    home = folder / FOLDER_NAME
    try:
        thread = StoreThread(lambda: database.connect(home))
    except DamagedLedger:
        if lock is None:
            raise
        rescue.set_aside(home)
        thread = StoreThread(lambda: database.connect(home))
    try:
        saved = thread.run(lambda db: _rescued(db, home, clock)) if lock else None
        return Store(thread, clock, home, folder / DIRECTORY_COPY, saved)
    except BaseException:
        thread.close()
        raise


def _rescued(db: Database, home: Path, clock: Clock) -> SetAside | None:
    damaged = rescue.latest(home)
    if damaged is None:
        return None
    if chain.read_meta(db, "ledger") is not None:
        adopting.adopt(db, home, clock.wall_ms())
        return None
    return rescue.rescue(damaged, db, home.with_name(DIRECTORY_COPY))
