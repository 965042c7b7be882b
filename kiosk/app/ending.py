"""The system's word to end is heard at once, though Qt waits and no Python runs."""

import signal
import socket
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

from PySide6.QtCore import QObject, QSocketNotifier

ENDINGS = (signal.SIGTERM, signal.SIGINT)


class EndWhenTold(QObject):
    """Calls `end` on SIGTERM and SIGINT, as long as it is entered; on the main thread only."""

    def __init__(self, end: Callable[[], object]) -> None:
        super().__init__()
        self._end = end
        self._hears, self._tells = socket.socketpair()
        for one in (self._hears, self._tells):
            one.setblocking(False)
        self._notifier = QSocketNotifier(self._hears.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._tells.fileno(), warn_on_full_buffer=False)
        self._before = {ending: signal.signal(ending, self._hear) for ending in ENDINGS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._notifier.setEnabled(False)
        for ending, before in self._before.items():
            signal.signal(ending, before)
        signal.set_wakeup_fd(-1)
        self._hears.close()
        self._tells.close()

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self._end()

    def _wake(self) -> None:
        """Python runs again, and calls `_hear` before it goes on."""
        self._hears.recv(64)
