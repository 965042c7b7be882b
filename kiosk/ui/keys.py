"""The kiosk without touching: a key moves, a key selects; or one switch selects what scanning shows.

Nothing shows until the first key, and nothing any more after a touch or at the end of the visit. The faces
are one stop: the ring lies around all of them, and which one is meant shows as a small copy, always at the
same place. It begins at a random one: who counts the keys or looks from afar does not know what was selected.
"""

import random
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QMetaObject, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.model import VisitModel
from kiosk.ui.order import Direction, nearest
from kiosk.ui.stops import FACE, FACES, Rows, Stops
from kiosk.visit import RESTING

FOLLOW_MS = 100
ROUNDS = 3
"""Scanning that nobody answers so many times ends."""
FLAT = 6
"""So few stops are scanned one by one; more by rows first."""

Key = Qt.Key
SELECT = {Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Select}
BACK = {Key.Key_Escape, Key.Key_Back}
ARROWS: dict[int, Direction] = {
    Key.Key_Left: "left",
    Key.Key_Right: "right",
    Key.Key_Up: "up",
    Key.Key_Down: "down",
}
STEPS = {Key.Key_Tab: 1, Key.Key_Backtab: -1}
TOUCHES = {QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress}


@dataclass(frozen=True)
class Switches:
    """How people who do not touch move: with one switch, and how long each stop is shown to it."""

    one: bool = False
    dwell_ms: int = 1_500


@dataclass(frozen=True)
class Scan:
    """Where scanning is: within `row` (empty: among the rows), and how many stops it has shown unanswered."""

    row: tuple[str, ...] = ()
    shown: int = 0


class KeyHand(QObject):
    """Moves the ring (FocusRing.qml) of `window` and presses its controls."""

    def __init__(self, window: QQuickWindow, model: VisitModel, switches: Switches) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self._switches = switches
        self._page: tuple[object, ...] = ()
        self._at: tuple[str, ...] = ()
        self._first_face = 0
        self._scan = Scan()
        self._active = False
        self._clock = QTimer(self)
        self._clock.setInterval(FOLLOW_MS)
        self._clock.timeout.connect(self._follow)
        self._dwell = QTimer(self)
        self._dwell.setInterval(switches.dwell_ms)
        self._dwell.timeout.connect(self._show_next)

    @property
    def selects_by_space(self) -> bool:
        """Whether somebody moves by keys now, so that a space is no letter."""
        return self._active or self._switches.one

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key was one of ours; one that is held down selects once."""
        key = event.key()
        if key not in {*SELECT, *BACK, *ARROWS, *STEPS}:
            return False
        if event.isAutoRepeat() and (key in SELECT or key in BACK or self._switches.one):
            return True
        self._model.linger()
        if key in BACK:
            self._back()
        elif not self._active:
            self._begin()
        elif self._switches.one:
            self._follow()
            self._answer()
        else:
            self._follow()
            self._move(key)
        return True

    def rest(self) -> None:
        """Nothing is shown any more."""
        self._active = False
        self._clock.stop()
        self._dwell.stop()
        self._window.removeEventFilter(self)
        self._page, self._at, self._scan = (), (), Scan()
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """A touch takes over."""
        if event.type() in TOUCHES:
            self.rest()
        return False

    def _begin(self) -> None:
        self._active = True
        self._window.installEventFilter(self)
        self._clock.start()
        self._follow()

    def _follow(self) -> None:
        """The page may be another one, or a control may be gone or have moved."""
        values = self._model.values
        page = (values["page"], values["step"], values["choosing_language"])
        if page != self._page:
            if self._page and page[0] in RESTING and self._page[0] not in RESTING:
                return self.rest()
            self._page = page
            self._first_face = random.randrange(5)  # noqa: S311 (hides which face it is, keeps no secret)
            self._start_over()
        elif not self._stops().holds(self._at):
            self._start_over()
        return self._draw()

    def _start_over(self) -> None:
        rows, self._scan = self._stops().rows(), Scan()
        self._at = self._choices(rows)[0] if rows else ()
        if self._switches.one:
            self._dwell.start()

    def _back(self) -> None:
        if self._model.values["choosing_language"]:
            self._model.keepLanguage()
        else:
            self._model.goBack()

    def _move(self, key: int) -> None:
        stops = self._stops()
        ways, here = stops.ways(self._first_face), self._at[0] if self._at else ""
        if key in SELECT:
            return self._select(here)
        if not ways:
            return None
        place = ways.index(here) if here in ways else -1
        if key in STEPS:
            return self._go(ways[(place + STEPS[Key(key)]) % len(ways)])
        direction = ARROWS[key]
        if here.startswith(FACE) and direction in {"left", "right"}:
            faces = stops.faces(self._first_face)
            return self._go(faces[(faces.index(here) + (1 if direction == "right" else -1)) % len(faces)])
        group = FACES if here.startswith(FACE) else here
        boxes = {stop: stops.box((stop,)) for row in stops.rows() for stop in row if stop != group}
        return self._go(nearest(boxes, stops.box((group,)), direction) or here)

    def _select(self, here: str) -> None:
        stops = self._stops()
        if here == FACES:
            return self._go(stops.faces(self._first_face)[0])
        if here in stops.controls:
            QMetaObject.invokeMethod(stops.controls[here], "click")
        return None

    def _go(self, name: str) -> None:
        self._at = (name,)
        self._draw()

    def _show_next(self) -> None:
        """Scanning: the next row or, within one, the next stop."""
        if self._model.values["holding"]:
            return None
        choices: list[tuple[str, ...]]
        choices = [(stop,) for stop in self._scan.row] or self._choices(self._stops().rows())
        shown = self._scan.shown + 1
        if shown >= ROUNDS * len(choices):
            return self._rescan() if self._scan.row else self.rest()
        place = choices.index(self._at) if self._at in choices else -1
        self._at, self._scan = choices[(place + 1) % len(choices)], replace(self._scan, shown=shown)
        return self._draw()

    def _rescan(self) -> None:
        self._start_over()
        self._draw()

    def _answer(self) -> None:
        """The switch: into the row that is shown, or press the stop."""
        self._dwell.start()
        row = self._stops().faces(self._first_face) if self._at == (FACES,) else self._at
        if len(row) > 1:
            self._scan = Scan(row)
            return self._go(row[0])
        self._select(row[0] if row else "")
        return self._rescan()

    def _choices(self, rows: Rows) -> list[tuple[str, ...]]:
        """What is stopped at first: rows where scanning has to pass many stops, else the stops."""
        if self._switches.one and sum(map(len, rows)) > FLAT:
            return list(rows)
        return [(stop,) for row in rows for stop in row]

    def _stops(self) -> Stops:
        return Stops(self._window.contentItem())

    def _draw(self) -> None:
        ring = self._window.contentItem().findChild(QQuickItem, "focusRing")
        if ring is None:
            return
        stops, at = self._stops(), self._at[0] if self._at else ""
        face = at.startswith(FACE)
        box = stops.box((FACES,) if face else self._at)
        ring.setProperty("score", int(at.removeprefix(FACE)) if face else 0)
        ring.setProperty("box", QRectF(box.x, box.y, box.width, box.height))
        ring.setProperty("shown", self._active and bool(self._at))
        item = stops.controls.get(at)
        if self._active and item is not None and not item.hasActiveFocus():
            item.forceActiveFocus(Qt.FocusReason.TabFocusReason)
