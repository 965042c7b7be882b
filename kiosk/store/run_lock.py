"""One running kiosk, and one keeper, per data folder; the system frees a lock when its process ends."""

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.private_files import FILE_MODE, make_private_folder
from kiosk.store.errors import AlreadyRunning, known_failure

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


TRIES, PAUSE_SECONDS = 5, 0.1
"""Somebody who only looks whether a kiosk runs holds the lock for an instant."""


def _opened(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, FILE_MODE)
    except OSError as error:
        failure = known_failure(error)
        if failure is None:
            raise
        raise failure from error


class RunLock:
    """Held from its making until `close`.

    Raises:
        AlreadyRunning: another process, or another RunLock, holds it.
        DiskFull, DiskFailed: the disk lets nobody make or open the lock's file.
    """

    def __init__(self, folder: Path, name: str = "run.lock") -> None:
        make_private_folder(folder)
        self._handle = _opened(folder / name)
        for patience in range(TRIES, 0, -1):
            try:
                _lock(self._handle)
                return
            except OSError as error:
                if patience == 1:
                    os.close(self._handle)
                    raise AlreadyRunning(folder) from error
                time.sleep(PAUSE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go."""
        os.close(self._handle)
