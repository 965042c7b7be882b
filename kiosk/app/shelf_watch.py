"""Notices a directory that another process put on the shelf: `settle`, beside the running kiosk."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.store import StoreFailed
from sync.agent.kept_directory import stored_directory
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed

LOOK_SECONDS = 30.0

log = logging.getLogger(__name__)


class Kept(Protocol):
    """Where the directory is kept."""

    def directory(self) -> bytes | None:
        """Its two lines."""


class ShelfWatch:
    """Looks again and again on a thread of its own; `applied` hears of directories newer than `seen`."""

    def __init__(
        self, kept: Kept, seen: int, applied: Callable[[Directory], None], seconds: float = LOOK_SECONDS
    ) -> None:
        self._kept = kept
        self._seen = seen
        self._applied = applied
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="shelf", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End, after the look under way."""
        self._ended.set()
        self._thread.join()

    def look(self) -> None:
        """Look once."""
        try:
            raw = self._kept.directory()
            directory = None if raw is None else stored_directory(raw)
        except (StoreFailed, Malformed) as error:
            log.warning("the directory cannot be read: %s", error)
            return
        if directory is not None and directory.version > self._seen:
            self._seen = directory.version
            self._applied(directory)

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            try:
                self.look()
            except Exception:
                log.exception("the shelf could not be watched")
