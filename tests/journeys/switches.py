"""Somebody who cannot touch, in the kiosk's process: by two switches or one, led by the ring alone."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

LOOK_MS = 15
PRESS_MS = 150
"""Between two presses: as fast as a finger, no scanner, presses one key."""
LOOKS = 2_000
FACE = "score-"
Find = Callable[[str], QQuickItem | None]
Done = Callable[[bool], None]
Ring = tuple[QRectF, int] | None


class SwitchHand:
    """Brings the ring of `window` to a control and selects it; `find` finds controls by name.

    `done` hears whether it was selected within `LOOKS` looks at the screen.
    """

    def __init__(self, window: QQuickWindow, find: Find) -> None:
        self._window = window
        self._find = find

    def select(self, name: str, done: Done, left_behind: Ring = None, left: int = LOOKS) -> None:
        """Tab until the ring is there, then Enter; each Tab waits until the one before has moved the ring."""
        if not left or self._is_at(name):
            return self._end(done, good=left > 0)
        ring, pause_ms = self._ring(), LOOK_MS
        if self._find(name) is not None and (ring is None or ring != left_behind):
            self._press(Qt.Key.Key_Tab)
            left_behind, pause_ms = ring, PRESS_MS
        QTimer.singleShot(pause_ms, lambda: self.select(name, done, left_behind, left - 1))
        return None

    def answer(self, name: str, done: Done, left: int = LOOKS) -> None:
        """One switch: press to begin, while the row that holds it is shown, while it is shown itself."""
        if not left or self._is_at(name):
            return self._end(done, good=left > 0)
        pause_ms = LOOK_MS
        if self._rests() or self._row_holds(name):
            self._press(Qt.Key.Key_Return)
            pause_ms = PRESS_MS
        QTimer.singleShot(pause_ms, lambda: self.answer(name, done, left - 1))
        return None

    def _row_holds(self, name: str) -> bool:
        """Whether the ring is around several controls, and that one is among them."""
        ring, place = self._ring(), self._place(name)
        if ring is None or place is None:
            return False
        box, score = ring
        return not score and box.contains(place) and box != place

    def _rests(self) -> bool:
        ring = self._ring()
        return ring is None or ring[0].isEmpty()

    def _end(self, done: Done, *, good: bool) -> None:
        if good:
            self._press(Qt.Key.Key_Return)
        done(good)

    def _is_at(self, name: str) -> bool:
        ring, place = self._ring(), self._place(name)
        if ring is None or place is None:
            return False
        if name.startswith(FACE):
            return ring[1] == int(name.removeprefix(FACE))
        return ring[0] == place

    def _place(self, name: str) -> QRectF | None:
        control = self._find(name)
        if control is None:
            return None
        return control.mapRectToScene(QRectF(0, 0, control.width(), control.height()))

    def _ring(self) -> Ring:
        """Where it is and, around the faces, which of them is meant."""
        ring = self._find("focusRing")
        return None if ring is None else (QRectF(ring.property("box")), int(ring.property("score")))

    def _press(self, key: Qt.Key) -> None:
        text = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t"}[key]
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(self._window, event)
