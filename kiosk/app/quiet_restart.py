"""A restart that waits until nobody is before the screen: another release shall run."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.releases.standing import read_standing
from kiosk.releases.system import own_release

LOOK_MS: Final = 60_000
QUIET_MS: Final = 2_000
"""Nobody came for so long: who has just turned to the screen is not sent away."""


class QuietRestart(QObject):
    """Lives on the screen's thread; looks now and then whether a release waits that a command brought."""

    wanted = Signal()
    """A restart is wanted; may be emitted from any thread."""

    def __init__(self, data: Path, resting: Callable[[], bool], restart: Callable[[], None]) -> None:
        super().__init__()
        self._data, self._resting, self._restart = data, resting, restart
        self._was_resting = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.wanted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self._looking = QTimer(self)
        self._looking.timeout.connect(self._look_around)

    def open(self) -> None:
        """Look from now on."""
        self._looking.start(LOOK_MS)
        self._look_around()

    def close(self) -> None:
        """Restart no more."""
        self._timer.stop()
        self._looking.stop()

    def _look_around(self) -> None:
        trial = read_standing(self._data).trial
        if trial is not None and trial != own_release():
            self._begin()

    def _begin(self) -> None:
        if not self._timer.isActive():
            self._was_resting = False
            self._timer.start(QUIET_MS)
            self._look()

    def _look(self) -> None:
        """At two looks in a row nobody must be there."""
        resting = self._resting()
        if resting and self._was_resting:
            self.close()
            self._restart()
        self._was_resting = resting
