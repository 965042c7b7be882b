"""A scanner types like a keyboard; what it typed must neither write into a page nor press a button of it."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

MAX_GAP_MS: Final = 50
"""A scanner's keys follow each other at least so fast."""
QUIET_MS: Final = MAX_GAP_MS + 10
"""After so long without a key, whoever typed has stopped."""
MOST_HELD: Final = 8_192
"""No scan has so many keys; whatever sends more is dropped with the rest of it."""
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MODIFIERS: Final = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)

Heard = Callable[[Sequence[tuple[str, int]]], bool]
"""Told what was typed in one go, characters and when (ms); whether a scanner did."""


class Keys(QObject):
    """An event filter for the window.

    A key that writes something is held back until it is known who typed it: a scanner's are dropped, a
    person's go on to the page, in order, at most about `QUIET_MS` late. Tab, Enter, arrows and a key held
    down begin no scan and go on at once. Qt asks the filter installed last first: install others before
    this one. A QML `Shortcut` hears keys before any filter does; pages use `Keys` handlers instead.
    """

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard
        self._window: QObject = self
        self._held: list[QKeyEvent] = []
        self._dropped: set[int] = set()
        self._scan_ended_ms: int | None = None
        self._replaying = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setTimerType(Qt.TimerType.PreciseTimer)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._wait_for_what_came_meanwhile)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Whether the key is held back or dropped."""
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._press(watched, event)
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(event)
        return False

    def _press(self, window: QObject, event: QKeyEvent) -> bool:
        self._dropped.discard(event.key())
        if event.key() in MODIFIERS:
            return False
        if event.isAutoRepeat():
            self._decide(window)
            return False
        if self._held and _gap_ms(self._last_press(), event) > MAX_GAP_MS:
            self._decide(window)
        if not self._held and not _begins(event):
            return self._is_rest_of_scan(event)
        self._window = window
        if len(self._held) < MOST_HELD:
            self._held.append(_copy(event))
        self._quiet.start()
        if event.key() in ENTER:
            self._decide(window)
        return True

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() in MODIFIERS or event.isAutoRepeat():
            return False
        if event.key() in self._dropped:
            self._dropped.discard(event.key())
            return True
        if self._held:
            self._held.append(_copy(event))
        return bool(self._held)

    def _is_rest_of_scan(self, event: QKeyEvent) -> bool:
        """Scanners may end with more than one key: carriage return and line feed, or a tab."""
        ended_ms = self._scan_ended_ms
        if ended_ms is None or not 0 <= event.timestamp() - ended_ms <= MAX_GAP_MS:
            return False
        self._scan_ended_ms = event.timestamp()
        self._dropped.add(event.key())
        return True

    def _wait_for_what_came_meanwhile(self) -> None:
        """Where the screen was busy, keys wait behind the timer: let them come first."""
        QTimer.singleShot(0, self, self._decide_if_quiet)

    def _decide_if_quiet(self) -> None:
        if self._held and not self._quiet.isActive():
            self._decide(self._window)

    def _decide(self, window: QObject) -> None:
        self._quiet.stop()
        held, self._held = self._held, []
        if not held:
            return
        presses = [event for event in held if event.type() == QEvent.Type.KeyPress]
        if self._heard([(event.text(), event.timestamp()) for event in presses]):
            self._scan_ended_ms = presses[-1].timestamp()
            released = {event.key() for event in held if event.type() == QEvent.Type.KeyRelease}
            self._dropped |= {event.key() for event in presses} - released
            return
        self._replaying = True
        try:
            for event in held:
                QCoreApplication.sendEvent(window, event)
        finally:
            self._replaying = False

    def _last_press(self) -> QKeyEvent:
        return next(event for event in reversed(self._held) if event.type() == QEvent.Type.KeyPress)


def _begins(event: QKeyEvent) -> bool:
    """Whether a scan can begin with this key."""
    chord = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    return event.text().isprintable() and bool(event.text()) and not chord


def _gap_ms(before: QKeyEvent, after: QKeyEvent) -> int:
    return after.timestamp() - before.timestamp()


def _copy(event: QKeyEvent) -> QKeyEvent:
    copied = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copied.setTimestamp(event.timestamp())
    return copied
