"""A finger in the kiosk's process: touches, looks and pictures, told by lines of JSON on standard input.

`python -m tests.journeys.finger CONFIG` runs the real kiosk; each command is answered by a line of JSON.
{"touch": "score-4"} · {"wait": "page-thanks", "seconds": 5} · {"read": "Xin mời"} · {"picture": "file.png"}
{"tap": ["digit-1", "enter"]} · {"type": ["x", "i", "n"]} · {"scan": "H15.50-261008-0975"}
{"select": "score-4"} (by Tab and Enter), {"answer": "score-4"} (by one switch, while it is shown)
{"practise": true} · {"later": 60000} (ms) · {"where": "score-4"} (its middle, in pixels) · {"leave": true}
JOURNEY_WALL_MS is the wall clock's time at the start of a new boot, ms since 1970 UTC; else it is this one's.
"""

import json
import os
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app.running import run
from kiosk.config import load_config
from kiosk.desk import LinuxClock
from kiosk.ui.window import KioskWindow
from kiosk.visit import RESTING, Page, PracticeStarted
from tests.journeys.programs import PATIENCE_SECONDS
from tests.journeys.switches import SwitchHand

SCANNER_MS = 4
LOOK_MS = 20
Find = Callable[[QQuickItem, str], QQuickItem | None]
Act = Callable[[QQuickItem], None]


class MovedClock(LinuxClock):
    """The machine's clock, its wall set at the start, and both moved on when a journey needs it."""

    def __init__(self) -> None:
        super().__init__()
        self._later_ms = 0
        start = os.environ.get("JOURNEY_WALL_MS")
        self._wall_ms = 0 if start is None else int(start) - super().wall_ms()
        self._start = start

    def go_on(self, ms: int) -> None:
        """So much time went by."""
        self._later_ms += ms

    def boot(self) -> str:
        return super().boot() if self._start is None else str(uuid.UUID(int=int(self._start)))

    def wall_ms(self) -> int:
        return super().wall_ms() + self._wall_ms + self._later_ms

    def up_ms(self) -> int:
        return super().up_ms() + self._later_ms


STROKE_MS = 90
"""Between two keys: as fast as somebody who types well."""


class Finger(QObject):
    """Obeys one command after the other on the thread of the screen."""

    heard = Signal(dict)

    def __init__(self, window: KioskWindow, leave: Any, clock: MovedClock) -> None:
        super().__init__()
        self._clock = clock
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
            self._until(command["touch"], self._listening, self._obey_touch)
        elif "type" in command:
            keys = list(command["type"])
            self._until(f"key-{keys[0]}", self._listening, lambda _item: self._type(keys))
        elif "wait" in command:
            self._until(command["wait"], named, seen, command["seconds"])
        elif "where" in command:
            item = named(self._window.contentItem(), command["where"])
            answer(ok=item is not None, at=item and [middle(item).x(), middle(item).y()])
        elif "read" in command:
            self._until(command["read"], said, seen)
        elif "tap" in command:
            self._tap(command["tap"])
        elif "select" in command or "answer" in command:
            hand = SwitchHand(self._window, lambda name: named(self._window.contentItem(), name))
            by, name = (hand.select, "select") if "select" in command else (hand.answer, "answer")
            self._until(command[name], self._listening, lambda _item: by(command[name], self._told))
        elif "scan" in command:
            self._scan(command["scan"])
            answer(ok=True)
        elif "practise" in command:
            self._window.model._post(PracticeStarted(at_ms=self._clock.up_ms()))
            answer(ok=True)
        elif "later" in command:
            self._clock.go_on(command["later"])
            if self._window.model.values["page"] in RESTING:
                self._window.model.linger()  # at rest a kiosk looks at its clocks when somebody stirs
            answer(ok=True)
        elif "picture" in command:
            answer(ok=self._window.grabWindow().save(command["picture"]))
        elif "leave" in command:
            answer(ok=True)
            self._leave()

    def _tap(self, names_: list[str]) -> None:
        """Touches one after the other, as fast as fingers go."""
        items = [named(self._window.contentItem(), name) for name in names_]
        for item in items:
            if item is not None:
                self._touch(item)
        answer(ok=None not in items, missing=names_)

    def _type(self, keys: list[str]) -> None:
        item = named(self._window.contentItem(), f"key-{keys[0]}") if keys else None
        if item is None:
            answer(ok=not keys, missing=keys[:1])
            return
        self._touch(item)
        QTimer.singleShot(STROKE_MS, lambda: self._type(keys[1:]))

    def _scan(self, text: str) -> None:
        """Keys as a scanner sends them, each at its own time."""
        for place, letter in enumerate(f"{text}\r"):
            key = Qt.Key.Key_Return if letter == "\r" else ord(letter.upper())
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                event.setTimestamp(self._clock.up_ms() + place * SCANNER_MS)
                QCoreApplication.sendEvent(self._window, event)

    def _until(self, name: str, find: Find, act: Act, seconds: float = PATIENCE_SECONDS) -> None:
        """`act` on what `find` finds by this name, as soon as it does."""
        limit = time.monotonic() + seconds

        def look() -> None:
            item = find(self._window.contentItem(), name)
            if item is not None:
                act(item)
            elif time.monotonic() > limit:
                answer(ok=False, missing=name, seen=names(self._window.contentItem()))
            else:
                QTimer.singleShot(LOOK_MS, look)

        look()

    def _listening(self, item: QQuickItem, name: str) -> QQuickItem | None:
        """The control of that name if a touch counts now: its page has come, and its guard is over."""
        model = self._window.model
        visit = None if model._scene is None else model._scene.visit
        if visit is None or self._clock.up_ms() < visit.guard_until_ms:
            return None
        return None if model.values["holding"] and visit.page is not Page.PAUSED else named(item, name)

    def _told(self, good: bool) -> None:
        answer(ok=good, seen=names(self._window.contentItem()))

    def _obey_touch(self, item: QQuickItem) -> None:
        self._touch(item)
        answer(ok=True)

    def _touch(self, item: QQuickItem) -> None:
        at = middle(item)
        QTest.touchEvent(self._window, self._device).press(0, at, self._window).commit()
        QTest.touchEvent(self._window, self._device).release(0, at, self._window).commit()


def middle(item: QQuickItem) -> QPoint:
    """Where a finger lands, in pixels of the window."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def named(item: QQuickItem, name: str) -> QQuickItem | None:
    """The visible, enabled item of that name which is fully shown, or None."""
    return next((one for one in shown(item) if one.objectName() == name and one.isEnabled()), None)


def said(item: QQuickItem, text: str) -> QQuickItem | None:
    """The visible text that holds `text`, or None."""
    return next((one for one in shown(item) if text in str(one.property("text") or "")), None)


def shown(item: QQuickItem) -> Iterator[QQuickItem]:
    """An item and everything in it, as far as it is fully shown."""
    if item.isVisible() and item.opacity() >= 0.99:
        yield item
        for child in item.childItems():
            yield from shown(child)


def names(item: QQuickItem) -> list[str]:
    """All names on the screen."""
    own = [item.objectName()] if item.isVisible() and item.objectName() else []
    return own + [name for child in item.childItems() for name in names(child)]


def seen(_item: QQuickItem) -> None:
    """It is there, which is all that was asked."""
    answer(ok=True)


def answer(**told: Any) -> None:
    """One line for whoever commands."""
    print(json.dumps(told), flush=True)


def main() -> None:
    """Run the kiosk of the configuration named on the command line."""
    kept: list[Finger] = []
    clock = MovedClock()

    def ready(window: KioskWindow, leave: Any) -> None:
        kept.append(Finger(window, leave, clock))
        answer(ok=True)

    sys.exit(run(load_config(Path(sys.argv[1]), os.environ), ready, clock))


if __name__ == "__main__":
    main()
