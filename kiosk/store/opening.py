"""Opening the store of a data folder, with a way on when its ledger is damaged."""

from pathlib import Path

from sqlite_utils import Database

from kiosk.private_files import make_private_folder
from kiosk.store import adopting, chain, database, rescue, reserve
from kiosk.store.appending import Clock
from kiosk.store.errors import DamagedLedger
from kiosk.store.rescue import SetAside
from kiosk.store.run_lock import RunLock
from kiosk.store.store import Store
from kiosk.store.thread import StoreThread
from sync.contract.crash import crash_point

FOLDER_NAME = "ledger"
DIRECTORY_COPY = "directory.signed"


def holds_store(folder: Path) -> bool:
    """Whether the data folder `folder` holds a store, damaged or not; nothing is made or changed."""
    home = folder / FOLDER_NAME
    return (home / database.FILE_NAME).is_file() or rescue.latest(home) is not None


def saved_directory(folder: Path) -> bytes | None:
    """The directory's two lines from the copy beside the database, if there is one.

    Raises:
        OSError: it cannot be read.
    """
    copy = folder / DIRECTORY_COPY
    return copy.read_bytes() if copy.exists() else None


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

    def relieve() -> bool:
        return reserve.give_up(folder)

    try:
        thread = StoreThread(lambda: database.connect(home), relieve)
    except DamagedLedger:
        if lock is None:
            raise
        crash_point("store.before_set_aside")
        rescue.set_aside(home)
        crash_point("store.after_set_aside")
        thread = StoreThread(lambda: database.connect(home), relieve)
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
