"""The view model of the pages of staff. A PIN is held here while it is entered, and nowhere afterwards."""

import logging
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Protocol, cast, get_args

from PySide6.QtCore import Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.reflect import Reflection, reflected
from kiosk.ui.staff_props import Open, Panel, StaffProps, derive_staff_props
from kiosk.ui.staff_scene import GRAVE, StaffScene, Wish
from kiosk.visit import Page

QML_IMPORT_NAME = "HaiLong"
QML_IMPORT_MAJOR_VERSION = 1

log = logging.getLogger(__name__)

MOST_DIGITS = 8
ZERO = ord("0")


class Hands(Protocol):
    """What serves staff; nothing here waits, and nothing raises."""

    def judge(self, pin: bytearray) -> None:
        """Look whose `pin` (ASCII digits) is; wipe it afterwards."""

    def stay(self) -> None:
        """Somebody is there."""

    def call_staff(self) -> None:
        """A key asks for the PIN."""

    def ask(self, wish: Wish) -> None:
        """Do it, and say what came of it."""


@QmlElement
class StaffModel(Reflection):
    """QML's `StaffModel`: `StaffProps` as properties, the touches of staff as slots."""

    vars().update(
        reflected({field.name: field.type for field in fields(StaffProps) if isinstance(field.type, type)})
    )

    def __init__(self) -> None:
        super().__init__(_values(StaffProps()))
        self._hands: Hands | None = None
        self._scene: StaffScene | None = None
        self._opened = Open()
        self._pin = bytearray(MOST_DIGITS)
        self._dots = 0

    def serve(self, hands: Hands) -> None:
        """From now on `hands` do what is asked for."""
        self._hands = hands

    def show(self, scene: StaffScene) -> None:
        """Show `scene`; on another page than before nothing is open and nothing is entered."""
        if self._scene is None or scene.page is not self._scene.page:
            self._opened = Open()
            self._wipe()
        if scene.wait_ms:
            self._wipe()
        self._scene = scene
        self._render()

    def clear(self) -> None:
        """The pages of staff are gone, and all they showed."""
        if self._scene is not None:
            self._scene = None
            self._opened = Open()
            self._wipe()
            self.reflect(_values(StaffProps()))

    def _wipe(self) -> None:
        self._pin[:] = bytes(MOST_DIGITS)
        self._dots = 0

    def _render(self) -> None:
        if self._scene is not None:
            self.reflect(_values(derive_staff_props(self._scene, self._opened, self._dots)))

    def _do(self, act: Callable[[Hands], None]) -> None:
        if self._hands is not None:
            try:
                self._hands.stay()
                act(self._hands)
            except Exception:
                log.exception("a touch of staff went wrong")
        self._render()

    @property
    def _enters(self) -> bool:
        scene = self._scene
        return scene is not None and scene.page is Page.STAFF_PIN and not (scene.checking or scene.wait_ms)

    @Slot(int)
    def press(self, digit: int) -> None:
        """A digit of the PIN, 0 to 9."""
        if self._enters and 0 <= digit <= 9 and self._dots < MOST_DIGITS:
            self._pin[self._dots] = ZERO + digit
            self._dots += 1
        self._do(lambda _hands: None)

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        if self._enters and self._dots:
            self._dots -= 1
            self._pin[self._dots] = 0
        self._do(lambda _hands: None)

    @Slot()
    def enter(self) -> None:
        """The PIN is complete."""
        if self._enters and self._dots:
            pin = self._pin[: self._dots]
            self._wipe()
            self._do(lambda hands: hands.judge(pin))

    @Slot()
    def call(self) -> None:
        """The key that stands for the corner."""
        if self._hands is not None:
            self._hands.call_staff()

    @Slot(str)
    def open(self, panel: str) -> None:
        """Turn to a panel of the staff page."""
        if panel in get_args(Panel):
            self._opened = Open(cast(Panel, panel))
        self._do(lambda _hands: None)

    @Slot(str)
    def ask(self, wish: str) -> None:
        """Ask for something; what ends the program is asked about again."""
        if wish not in get_args(Wish):
            log.error("nobody knows the wish %r", wish)
            return
        wanted = cast(Wish, wish)
        if wanted in GRAVE:
            self._opened = replace(self._opened, asking=wanted)
            self._do(lambda _hands: None)
        elif self._scene is not None and self._scene.page is Page.STAFF:
            self._do(lambda hands: hands.ask(wanted))

    @Slot()
    def confirm(self) -> None:
        """Yes, it is meant."""
        asked = self._opened.asking
        self._opened = replace(self._opened, asking=None)
        if asked is not None and self._scene is not None and self._scene.page is Page.STAFF:
            self._do(lambda hands: hands.ask(asked))

    @Slot()
    def cancel(self) -> None:
        """No, it is not."""
        self._opened = replace(self._opened, asking=None)
        self._do(lambda _hands: None)

    @Slot()
    def stay(self) -> None:
        """Somebody is there."""
        self._do(lambda _hands: None)


def _values(props: StaffProps) -> dict[str, object]:
    return {field.name: getattr(props, field.name) for field in fields(StaffProps)}
