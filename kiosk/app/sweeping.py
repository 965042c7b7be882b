"""Python's cyclic collector on the screen's thread only: a Qt object that another collects would end us."""

import gc

from PySide6.QtCore import QObject, QTimer

SWEEP_MS = 10_000
REST_MS = 600_000
"""Nobody is there, and what could be swept was swept: next to nothing is made."""


class Sweeper(QObject):
    """Takes the collector over from Python, and gives it back when closed.

    What is there when it begins is there to stay, and is not looked through again: that is most of all.
    """

    def __init__(self) -> None:
        super().__init__()
        self._resting = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._sweep)
        gc.disable()
        self.spare()
        self._timer.start(SWEEP_MS)

    def spare(self) -> None:
        """What came meanwhile is there to stay, too."""
        gc.freeze()

    def see(self, *, resting: bool) -> None:
        """Whether nobody is before the screen now."""
        self._resting = resting
        if not resting and self._timer.interval() != SWEEP_MS:
            self._timer.start(SWEEP_MS)

    def close(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _sweep(self) -> None:
        gc.collect()
        self._timer.start(REST_MS if self._resting else SWEEP_MS)
