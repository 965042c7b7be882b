"""Python's cyclic collector on the screen's thread only: a Qt object that another collects would end us."""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SWEEP_MS = 10_000
YOUNG = 0


class Sweeper(QObject):
    """Takes the collector over from Python, and gives it back when closed.

    All is swept while nobody is before the screen (`resting`), the young objects only while somebody is.
    """

    def __init__(self, resting: Callable[[], bool]) -> None:
        super().__init__()
        self._resting = resting
        self._timer = QTimer(self)
        self._timer.setInterval(SWEEP_MS)
        self._timer.timeout.connect(self._sweep)
        gc.disable()
        self._timer.start()

    def close(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.enable()

    def _sweep(self) -> None:
        if self._resting():
            gc.collect()
        else:
            gc.collect(YOUNG)
