"""The screen goes dark while the desk is closed, and the first touch does nothing but light it."""

from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer

from kiosk.visit import Page

DARK_AFTER_MS: Final = 600_000
"""Somebody who comes late still reads when the desk opens."""
STIRRED: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress})


class Lamp(Protocol):
    """A panel whose light can be put out."""

    def shine(self, *, on: bool) -> bool:
        """Light it, or not; whether it was done."""


class Blanking(QObject):
    """Follows the pages, and filters the window's events. `lamp`: None where none can be put out."""

    def __init__(self, lamp: Lamp | None) -> None:
        super().__init__()
        self._lamp = lamp
        self._dark = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._darken)
        self._shine(on=True)  # a kiosk that ended while it was dark

    def see(self, page: Page) -> None:
        """The page that is shown now."""
        if page is not Page.OUT_OF_HOURS:
            self._light()
            self._timer.stop()
        elif not self._timer.isActive() and not self._dark:
            self._timer.start(DARK_AFTER_MS)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """A touch or key lights the screen; in the dark it does nothing else."""
        if event.type() not in STIRRED:
            return False
        if self._timer.isActive():
            self._timer.start(DARK_AFTER_MS)
        return self._light()

    def close(self) -> None:
        """Nothing is dark any more."""
        self._light()
        self._timer.stop()

    def _darken(self) -> None:
        self._dark = self._shine(on=False)

    def _light(self) -> bool:
        """Whether it was dark."""
        was, self._dark = self._dark, False
        if was:
            self._shine(on=True)
            self._timer.start(DARK_AFTER_MS)
        return was

    def _shine(self, *, on: bool) -> bool:
        return self._lamp is not None and self._lamp.shine(on=on)
