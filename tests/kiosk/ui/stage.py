"""A real window, drawn offscreen, with real fingers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QImage, QInputDevice, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.ui.model import VisitModel
from kiosk.ui.scene import Scene
from kiosk.ui.window import KioskWindow, open_window
from kiosk.visit import Event
from tests.kiosk.ui.scenes import NOW_MS

SCREENS = {
    "1280x800": (1280, 800, 3.81),
    "1024x768": (1024, 768, 5.04),
    "1920x1080": (1920, 1080, 4.03),
    "1080x1920": (1080, 1920, 4.03),
    "1024x768-15": (1024, 768, 3.36),
    "1920x1080-15": (1920, 1080, 5.56),
}
"""Pixels and pixels per millimetre of the reference screens: 15.6", 10", 21.5", 21.5"; two as 15" laptops."""
PATIENCE_MS = 5_000


@dataclass
class Stage:
    """The window, its model, and what was posted."""

    window: KioskWindow
    model: VisitModel
    events: list[Event]
    px_per_mm: float
    finger: QPointingDevice

    def show(self, scene: Scene) -> QQuickItem:
        """Show `scene` until its page stands still; the page."""
        self.model.show(scene)
        name = f"page-{scene.visit.page.value}"
        self.wait(lambda: (page := self.find(name)) is not None and page.opacity() == 1 and page.x() == 0)
        return self.item(name)

    def rest(self) -> None:
        """Wait until no touch is shown any more."""
        self.wait(lambda: not self.model.values["holding"])

    def picture(self) -> QImage:
        """What the citizen sees."""
        return self.window.grabWindow()

    def wait(self, until: Callable[[], bool]) -> None:
        """Let Qt work until something holds."""
        patience = QDeadlineTimer(PATIENCE_MS)
        while not until():
            assert not patience.hasExpired(), "it never came"
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def find(self, name: str) -> QQuickItem | None:
        """The item of that objectName, if it is there."""
        return next((item for item in self.items() if item.objectName() == name), None)

    def item(self, name: str) -> QQuickItem:
        """The item of that objectName."""
        found = self.find(name)
        assert found is not None, f"no {name} on the screen"
        return found

    def items(self) -> list[QQuickItem]:
        """Everything on the screen that can be seen."""
        return list(shown(self.window.contentItem()))

    def controls(self) -> list[QQuickItem]:
        """Everything on the screen that answers a touch by itself."""
        return [item for item in self.items() if item.inherits("QQuickAbstractButton")]

    def place(self, item: QQuickItem, x: float = 0.5, y: float = 0.5) -> QPoint:
        """A point of an item, as parts of its size, in the window."""
        return item.mapToScene(QPointF(item.width() * x, item.height() * y)).toPoint()

    def press(self, point: QPoint, which: int = 0) -> None:
        """A finger comes down."""
        QTest.touchEvent(self.window, self.finger).press(which, point, self.window).commit()

    def slide(self, point: QPoint, which: int = 0) -> None:
        """It slides."""
        QTest.touchEvent(self.window, self.finger).move(which, point, self.window).commit()

    def lift(self, point: QPoint, which: int = 0) -> None:
        """It lifts."""
        QTest.touchEvent(self.window, self.finger).release(which, point, self.window).commit()

    def touch(self, name: str) -> None:
        """A finger on the middle of the item of that objectName."""
        self.touch_at(self.place(self.item(name)))

    def touch_at(self, point: QPoint) -> None:
        """A finger on that point of the window."""
        self.press(point)
        self.lift(point)


def shown(item: QQuickItem) -> Iterator[QQuickItem]:
    """An item and what is visible in it."""
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from shown(child)


@contextmanager
def stage(
    screen: str = "1280x800",
    post: Callable[[Event], None] | None = None,
    now_ms: Callable[[], int] = lambda: NOW_MS,
) -> Iterator[Stage]:
    """A window on one of the reference screens; its events go to `post`, if there is one."""
    width, height, px_per_mm = SCREENS[screen]
    events: list[Event] = []
    model = VisitModel(post or events.append, now_ms)
    window = open_window(model, px_per_mm=px_per_mm, windowed=True, size=(width, height))
    finger = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    try:
        yield Stage(window, model, events, px_per_mm, finger)
    finally:
        window.shut()
        window.deleteLater()
        QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
