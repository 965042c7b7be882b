"""Somebody who cannot touch, in the kiosk's process: by one switch or two, led by the ring alone."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

LOOK_MS = 15
PRESS_MS = 150
"""Between two presses: as fast as a finger, no scanner, presses one key."""
LOOKS = 2_000
FACE = "score-"
Find = Callable[[str], QQuickItem | None]
Done = Callable[[bool], None]


class SwitchHand:
    """Brings the ring of `window` to a control and selects it; `find` finds controls by name.

    `done` hears whether it was selected within `LOOKS` looks at the screen.
    """

    def __init__(self, window: QQuickWindow, find: Find) -> None:
        self._window = window
        self._find = find

    def two(self, name: str, done: Done, left: int = LOOKS) -> None:
        """Tab until the ring is there, then Enter."""
        if not left or self._is_at(name):
            return self._end(Qt.Key.Key_Return, done, good=left > 0)
        if self._find(name) is not None:
            self._press(Qt.Key.Key_Tab)
        QTimer.singleShot(LOOK_MS, lambda: self.two(name, done, left - 1))
        return None

    def one(self, name: str, done: Done, answered: QRectF | None = None, left: int = LOOKS) -> None:
        """The switch wakes scanning, then answers it where its row, then where it is shown alone."""
        if not left or self._is_at(name):
            return self._end(Qt.Key.Key_Space, done, good=left > 0)
        box, target, pause_ms = self._box(), self._find(name), LOOK_MS
        if target is not None and (box is None or (box != answered and box.contains(_centre(target)))):
            self._press(Qt.Key.Key_Space)
            answered, pause_ms = box, PRESS_MS
        QTimer.singleShot(pause_ms, lambda: self.one(name, done, answered, left - 1))
        return None

    def _end(self, key: Qt.Key, done: Done, *, good: bool) -> None:
        if good:
            self._press(key)
        done(good)

    def _is_at(self, name: str) -> bool:
        ring, target, box = self._find("focusRing"), self._find(name), self._box()
        if ring is None or target is None:
            return False
        if name.startswith(FACE):
            return bool(ring.property("score") == int(name.removeprefix(FACE)))
        return box == target.mapRectToScene(QRectF(0, 0, target.width(), target.height()))

    def _box(self) -> QRectF | None:
        ring = self._find("focusRing")
        return None if ring is None else QRectF(ring.property("box"))

    def _press(self, key: Qt.Key) -> None:
        text = {Qt.Key.Key_Space: " ", Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t"}[key]
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(self._window, event)


def _centre(item: QQuickItem) -> QPointF:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
