"""A real window, drawn offscreen, with real fingers."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QImage, QInputDevice, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.ui.comment import CommentModel
from kiosk.ui.keys import Switches
from kiosk.ui.model import VisitModel
from kiosk.ui.scene import Scene
from kiosk.ui.staff import StaffModel
from kiosk.ui.translations import Translations
from kiosk.ui.window import KioskWindow, open_window
from kiosk.visit import Event, Page
from tests.kiosk.ui.scenes import NOW_MS, scene_at
from tests.kiosk.ui.staff_scenes import Moment, staff_scene_at

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
    staff: StaffModel
    events: list[Event]
    px_per_mm: float
    finger: QPointingDevice

    @property
    def comment(self) -> CommentModel:
        """The view model behind the keys."""
        return self.model._comment

    def show(self, scene: Scene) -> QQuickItem:
        """Show `scene` until its page stands still; the page."""
        if scene.visit.page in {Page.STAFF_PIN, Page.STAFF}:
            self.staff.show(staff_scene_at(scene.visit.page, scene.visit.look.language))
        self.model.show(scene)
        name = f"page-{scene.visit.page.value}"
        self.wait(lambda: (page := self.find(name)) is not None and page.opacity() == 1 and page.x() == 0)
        return self.item(name)

    def show_staff(self, scene: Scene, moment: Moment) -> QQuickItem:
        """Show a moment of the pages of staff until its page stands still; the page."""
        _, staff_scene, panel, asking, dots = moment
        page = self.show(scene)
        self.staff.clear()
        self.staff.show(staff_scene)
        for digit in range(dots):
            self.staff.press(digit)
        if panel != "status":
            self.staff.open(panel)
        if asking is not None:
            self.staff.ask(asking)
        QGuiApplication.processEvents()
        return page

    def write(self, scene: Scene, keys: Iterable[str]) -> QQuickItem:
        """Show `scene`, a comment page that hears keys, and press these on it; the page."""
        self.model.show(scene_at(Page.ATTRACT))
        page = self.show(scene)
        for key in keys:
            self.comment.press(key)
            self.comment.lift(key)
        return page

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


def on_key(item: QQuickItem | None) -> bool:
    """Whether it stands on a key: letters and tones are Vietnamese in every language."""
    while item is not None and not item.objectName().startswith("key-"):
        item = item.parentItem()
    return item is not None


@contextmanager
def stage(
    screen: str = "1280x800",
    post: Callable[[Event], None] | None = None,
    now_ms: Callable[[], int] = lambda: NOW_MS,
    translations: Translations | None = None,
    read_aloud: Callable[[], None] = lambda: None,
    switches: Switches | None = None,
    *,
    still: bool = True,
) -> Iterator[Stage]:
    """A window on one of the reference screens; its events go to `post`, if there is one.

    `still`: nothing glides or fades, so that every picture is of the end; otherwise all moves as at a desk.
    """
    width, height, px_per_mm = SCREENS[screen]
    events: list[Event] = []
    spoken = translations or Translations()
    model = VisitModel(post or events.append, now_ms, spoken.languages, read_aloud, still=still)
    staff = StaffModel()
    window = open_window(
        model,
        staff=staff,
        px_per_mm=px_per_mm,
        windowed=True,
        size=(width, height),
        translations=spoken,
        switches=switches,
    )
    finger = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    try:
        yield Stage(window, model, staff, events, px_per_mm, finger)
    finally:
        window.shut()
