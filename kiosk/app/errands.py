"""What takes time is done on a thread of its own, and its result comes back to the screen's."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 5.0
FAILED = object()
"""What is told of a job that ended with an error of ours; the log says which."""


class Errands(QObject):
    """Runs jobs, each on a thread of its own and of each name one at a time. Lives on the screen's thread."""

    _ended = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._under_way: dict[str, tuple[threading.Thread, Callable[[Any], None]]] = {}
        self._closed = False
        self._ended.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def run(self, name: str, job: Callable[[], Any], told: Callable[[Any], None]) -> bool:
        """Begin `job`; `told` hears its result, or FAILED, on the screen's thread. False: one still runs."""
        if name in self._under_way or self._closed:
            return False
        thread = threading.Thread(target=self._work, args=(name, job), name=name, daemon=True)
        self._under_way[name] = (thread, told)
        thread.start()
        return True

    def runs(self, name: str) -> bool:
        """Whether a job of this name has not been heard of yet."""
        return name in self._under_way

    def close(self) -> None:
        """Begin nothing more and wait a little for what is under way; its results are dropped."""
        self._closed = True
        for thread, _ in self._under_way.values():
            thread.join(PATIENCE_SECONDS)

    def _work(self, name: str, job: Callable[[], Any]) -> None:
        try:
            result = job()
        except Exception:
            log.exception("%s went wrong", name)
            result = FAILED
        if not self._closed:
            self._ended.emit(name, result)

    def _hear(self, name: str, result: Any) -> None:
        told = self._under_way.pop(name)[1]
        if not self._closed:
            told(result)
