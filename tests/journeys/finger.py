"""A finger in the kiosk's process: touches, looks and pictures, told by lines of JSON on standard input.

`python -m tests.journeys.finger CONFIG` runs the real kiosk; each command is answered by a line of JSON.
{"touch": "score-4"} · {"type": ["x", "i", "n"]} · {"wait": "page-thanks", "seconds": 5}
{"picture": "file.png"} · {"leave": true}
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, QTimer, Signal
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.app.running import run
from kiosk.config import load_config

STROKE_MS = 90
"""Between two keys: as fast as somebody who types well."""


class Finger(QObject):
    """Obeys one command after the other on the thread of the screen."""

    heard = Signal(dict)

    def __init__(self, window: QQuickWindow, leave: Any) -> None:
        super().__init__()
        self._window = window
        self._leave = leave
        self._device = QTest.createTouchDevice()
        assert isinstance(self._device, QPointingDevice)
        self.heard.connect(self._obey)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.heard.emit(json.loads(line))

    def _obey(self, command: dict[str, Any]) -> None:
        if "touch" in command:
            self._until(command["touch"], command.get("seconds", 30), self._touch)
        elif "type" in command:
            self._type(list(command["type"]))
        elif "wait" in command:
            self._until(command["wait"], command.get("seconds", 30), lambda _item: None)
        elif "picture" in command:
            answer(ok=self._window.grabWindow().save(command["picture"]))
        elif "leave" in command:
            answer(ok=True)
            self._leave()

    def _type(self, keys: list[str]) -> None:
        item = find(self._window.contentItem(), f"key-{keys[0]}") if keys else None
        if item is None:
            answer(ok=not keys, missing=keys[:1])
            return
        self._touch(item)
        QTimer.singleShot(STROKE_MS, lambda: self._type(keys[1:]))

    def _until(self, name: str, seconds: float, act: Any) -> None:
        limit = time.monotonic() + seconds

        def look() -> None:
            item = find(self._window.contentItem(), name)
            if item is not None:
                act(item)
                answer(ok=True)
            elif time.monotonic() > limit:
                answer(ok=False, missing=name, seen=names(self._window.contentItem()))
            else:
                QTimer.singleShot(20, look)

        look()

    def _touch(self, item: QQuickItem) -> None:
        centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        at = QPoint(round(centre.x()), round(centre.y()))
        QTest.touchEvent(self._window, self._device).press(0, at, self._window).commit()
        QTest.touchEvent(self._window, self._device).release(0, at, self._window).commit()


def find(item: QQuickItem, name: str) -> QQuickItem | None:
    """The visible, enabled item of that name which is fully shown, or None."""
    if not item.isVisible() or item.opacity() < 0.99:
        return None
    if item.objectName() == name:
        return item if item.isEnabled() else None
    for child in item.childItems():
        if (found := find(child, name)) is not None:
            return found
    return None


def names(item: QQuickItem) -> list[str]:
    """All names on the screen."""
    own = [item.objectName()] if item.isVisible() and item.objectName() else []
    return own + [name for child in item.childItems() for name in names(child)]


def answer(**told: Any) -> None:
    """One line for whoever commands."""
    print(json.dumps(told), flush=True)


def main() -> None:
    """Run the kiosk of the configuration named on the command line."""
    kept: list[Finger] = []

    def ready(window: QQuickWindow, leave: Any) -> None:
        kept.append(Finger(window, leave))
        answer(ok=True)

    run(load_config(Path(sys.argv[1]), {}), ready=ready)


if __name__ == "__main__":
    main()
