"""The kiosk's one window."""

from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickView, QQuickWindow, QSGRendererInterface

from kiosk.ui.drawings import PROVIDER, Drawings
from kiosk.ui.keys import KeyHand, Switches
from kiosk.ui.model import VisitModel
from kiosk.ui.screen import Screen, assumed_px_per_mm
from kiosk.ui.staff import StaffModel
from kiosk.ui.strokes import stroke_of
from kiosk.ui.translations import SOURCE, Translations
from kiosk.ui.typefaces import load_typefaces
from kiosk.visit import Page

QML = Path(__file__).parent / "qml"


class BrokenScreen(Exception):
    """The QML files cannot be shown: the installation is incomplete, or we have a bug."""


class KioskWindow(QQuickView):
    """Shows a `VisitModel` and keeps it fitted to the window's size."""

    def __init__(
        self,
        model: VisitModel,
        staff: StaffModel,
        translations: Translations,
        px_per_mm: float | None,
        switches: Switches,
    ) -> None:
        super().__init__()
        self.model = model
        self._staff = staff
        self._translations = translations
        self._px_per_mm = px_per_mm
        self.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.engine().addImageProvider(PROVIDER, Drawings())
        for changed in (self.widthChanged, self.heightChanged):
            changed.connect(self._fit)
        model.told_of("language").connect(self._speak)
        model.name_languages(translations.names)
        self.setInitialProperties({"visit": model, "staff": staff})
        self._keys = KeyHand(self, model, switches)
        self._shutting = False

    @property
    def frame_swapped(self) -> Any:
        """The signal that a frame has reached the screen."""
        return self.frameSwapped

    def load(self) -> None:
        """Build the pages; raises BrokenScreen."""
        self._fit()
        self._speak()
        self.setSource(QUrl.fromLocalFile(str(QML / "Main.qml")))
        if self.status() != QQuickView.Status.Ready:
            raise BrokenScreen("; ".join(error.toString() for error in self.errors()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """A page that takes keys itself hears them first; else a key writes, or moves and selects."""
        if self._writes(event):
            return
        if _takes_keys(self.activeFocusItem()):
            super().keyPressEvent(event)
            if not event.isAccepted():
                self._keys.press(event)
        elif not self._keys.press(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Nobody at a desk closes the window that fills its screen (Alt+F4); `shut` does."""
        if self.visibility() == QQuickView.Visibility.FullScreen and not self._shutting:
            event.ignore()
        else:
            super().closeEvent(event)

    def _writes(self, event: QKeyEvent) -> bool:
        stroke, values = stroke_of(event), self.model.values
        if values["page"] != Page.COMMENT or values["choosing_language"] or not stroke:
            return False
        if stroke == " " and self._keys.selects_by_space:
            return False
        self.model.strike(stroke)
        return True

    def shut(self) -> None:
        """End the window and its pages while the model they show is still there; it is of no use afterwards.

        Left to the collector, window and model would go in any order, and the process with them.
        """
        self._keys.rest()
        self._shutting = True
        self.close()
        self.setSource(QUrl())
        self._translations.use(SOURCE)
        shiboken6.delete(self)

    def _fit(self) -> None:
        width, height = self.width(), self.height()
        if width > 0 and height > 0:
            density = self._px_per_mm or assumed_px_per_mm(width, height)
            self.model.fit(Screen(width, height, density))

    def _speak(self) -> None:
        self._translations.use(self.model.values["language"])
        self.engine().retranslate()


def _takes_keys(focused: QQuickItem | None) -> bool:
    return focused is not None and not focused.inherits("QQuickAbstractButton")


def open_window(
    model: VisitModel,
    *,
    staff: StaffModel | None = None,
    px_per_mm: float | None = None,
    windowed: bool = False,
    size: tuple[int, int] | None = None,
    translations: Translations | None = None,
    switches: Switches | None = None,
) -> KioskWindow:
    """The window, shown: the whole screen, or `size` pixels if `windowed`. `staff`: none, nobody serves them.

    `px_per_mm` is measured on the panel; without it the panel is taken for the reference one.

    Raises:
        MissingTypeface, MissingTranslation, BrokenScreen: the installation is incomplete.
    """
    if QQuickWindow.sceneGraphBackend() != "software":
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    load_typefaces()
    window = KioskWindow(
        model, staff or StaffModel(), translations or Translations(), px_per_mm, switches or Switches()
    )
    if windowed:
        window.resize(*(size or (1280, 800)))
    else:
        window.setGeometry(window.screen().geometry())
        window.setCursor(Qt.CursorShape.BlankCursor)
    window.load()
    if windowed:
        window.show()
    else:
        window.showFullScreen()
    return window
