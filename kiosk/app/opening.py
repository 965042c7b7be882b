"""An enrolled kiosk, opened: its store, keys, directory and time."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.desk import Clock
from kiosk.identity import Identity, LostIdentity
from kiosk.identity.identity import FILE_NAME
from kiosk.store import RunLock, Store, holds_store, open_store
from sync.agent.kept_directory import stored_directory
from sync.agent.kiosk_time import KioskTime
from sync.contract.directory import Directory

log = logging.getLogger(__name__)


class NotEnrolled(Exception):
    """The data folder holds no enrolled kiosk."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no kiosk is enrolled in {folder}; run: hailong-kiosk enrol")


@dataclass(frozen=True)
class Kiosk:
    """What every command works with; `directory` is the one kept when it was opened."""

    folder: Path
    store: Store
    identity: Identity
    directory: Directory
    clock: Clock
    time: KioskTime


@contextmanager
def open_kiosk(folder: Path, clock: Clock, lock: RunLock | None = None) -> Iterator[Kiosk]:
    """The kiosk in `folder`; who holds its `lock` goes on with a new ledger where the old one is damaged.

    Raises:
        NotEnrolled, BrokenIdentity, StoreFailed: there is nothing to work with.
        sync.contract.encoding.Malformed: the directory in the store cannot be read.
    """
    if not holds_store(folder):
        raise NotEnrolled(folder)
    with open_store(folder, clock=clock, lock=lock) as store:
        identity, raw = Identity.load(folder), store.directory()
        if identity is None and (store.is_founded() or store.set_aside is not None):
            raise LostIdentity(folder / FILE_NAME)
        if identity is None or raw is None:
            raise NotEnrolled(folder)
        directory = stored_directory(raw)
        if not store.is_founded():
            _found_after_damage(folder, store, directory.kiosk)
        yield Kiosk(folder, store, identity, directory, clock, KioskTime(clock))


def _found_after_damage(folder: Path, store: Store, kiosk: str) -> None:
    damaged = store.set_aside
    if damaged is None:
        raise NotEnrolled(folder)
    store.found(kiosk, str(uuid.uuid4()), "corrupt", damaged.parent)
    log.error(
        "the ledger was damaged: set aside in %s, %d lines in %s",
        damaged.folder,
        damaged.lines,
        damaged.export,
    )
