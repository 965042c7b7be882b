"""What the kiosk keeps on disk: its ledger, the directory, photos and settings.

Words: a *draft* becomes a line when it is appended; the *settled* mark is the last line that the
central server is known to hold; a *pruned* line is old, settled, and only its head is left; the *reserve* is
room kept for the ledger; a damaged ledger is *set aside*, never deleted; a *former* ledger was given up, and
what the server has not of it waits as *salvage*. One thread owns the
database; other processes may append between, so every write reads the head inside its transaction.
The only room that imports sqlite_utils. May import: sync.contract, kiosk.private_files.
"""

from kiosk.store.appending import Clock
from kiosk.store.drafts import Draft, Parent
from kiosk.store.errors import (
    AlreadyFounded,
    AlreadyRunning,
    DamagedLedger,
    DiskFailed,
    DiskFull,
    NewerDatabase,
    NotFounded,
    StoreFailed,
    known_failure,
)
from kiosk.store.former import Former, Salvageable
from kiosk.store.growth import Growth, growth
from kiosk.store.migrations import LEVEL
from kiosk.store.opening import holds_store, open_store, saved_directory
from kiosk.store.outbox import Pending, Position, SettleResult
from kiosk.store.rescue import SetAside
from kiosk.store.reserve import reserve_bytes, room_bytes
from kiosk.store.run_lock import RunLock
from kiosk.store.store import Store

__all__ = [
    "AlreadyFounded",
    "AlreadyRunning",
    "Clock",
    "DamagedLedger",
    "DiskFailed",
    "DiskFull",
    "Draft",
    "Former",
    "Growth",
    "LEVEL",
    "NewerDatabase",
    "NotFounded",
    "Parent",
    "Pending",
    "Position",
    "RunLock",
    "Salvageable",
    "SetAside",
    "SettleResult",
    "Store",
    "StoreFailed",
    "growth",
    "holds_store",
    "known_failure",
    "open_store",
    "reserve_bytes",
    "room_bytes",
    "saved_directory",
]
