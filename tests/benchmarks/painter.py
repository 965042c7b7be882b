"""How long it takes until a frame shows what was done, on the software renderer, drawn offscreen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QGuiApplication

from tests.kiosk.ui.stage import Stage

FRAME_SECONDS = 1 / 60
PATIENCE_MS = 5_000


class Painter:
    """Does something and takes the time until a frame shows it."""

    def __init__(self, opened: Stage) -> None:
        self._shown: Callable[[], bool] = lambda: True
        self._done = False
        opened.window.frame_swapped.connect(self._look)

    def _look(self) -> None:
        self._done = self._done or self._shown()

    def painted(self, act: Callable[[], object], shown: Callable[[], bool] = lambda: True) -> float:
        """Seconds from `act` to the end of the first frame after which `shown` holds."""
        patience = QDeadlineTimer(PATIENCE_MS)
        self._shown, self._done = shown, False
        begun = time.perf_counter()
        act()
        while not self._done:
            assert not patience.hasExpired(), "nothing was painted"
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        return time.perf_counter() - begun
