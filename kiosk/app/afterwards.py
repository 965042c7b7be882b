"""What the first page does not need is loaded behind it: who stands there waits for that page alone."""

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.ui.window import KioskWindow

FRAMELESS_MS: Final = 1_000
"""A panel that is off may never be drawn on; what follows does not wait for it."""

log = logging.getLogger(__name__)


class Afterwards(QObject):
    """Once a frame is seen, `load` runs on a thread of its own; its result goes to `begin`, on the screen's.

    `broke` is told there what either of them raised.
    """

    _loaded = Signal(object)
    _failed = Signal(object)

    def __init__(
        self, load: Callable[[], Any], begin: Callable[[Any], None], broke: Callable[[Exception], None]
    ) -> None:
        super().__init__()
        self._load, self._begin, self._broke = load, begin, broke
        self._thread: threading.Thread | None = None
        self._closed = False
        self._loaded.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(broke, Qt.ConnectionType.QueuedConnection)

    def follow(self, window: KioskWindow) -> None:
        """Its next frame is the one waited for."""
        window.frameSwapped.connect(self._start, Qt.ConnectionType.SingleShotConnection)
        QTimer.singleShot(FRAMELESS_MS, self._start)

    def close(self) -> None:
        """Begin nothing any more."""
        self._closed = True
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._work, name="afterwards")
            self._thread.start()

    def _work(self) -> None:
        try:
            self._loaded.emit(self._load())
        except Exception as error:
            log.exception("what follows the first page cannot be loaded")
            self._failed.emit(error)

    def _go_on(self, loaded: Any) -> None:
        if self._closed:
            return
        try:
            self._begin(loaded)
        except Exception as error:
            log.exception("what follows the first page cannot begin")
            self._broke(error)
