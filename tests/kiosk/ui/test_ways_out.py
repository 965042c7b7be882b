"""What somebody tries who wants out of the kiosk: in a real window, with keys, fingers and a mouse."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

import kiosk
from kiosk.ui.scans import ScanFilter
from kiosk.ui.window import KioskWindow
from kiosk.visit import Lingered, Page, WentBack
from tests.kiosk.ui.scenes import NOW_MS, PAGES, scene_at
from tests.kiosk.ui.stage import Stage, stage
from tests.kiosk.ui.typist import typist

Key, Held = Qt.Key, Qt.KeyboardModifier
ROOM = Path(kiosk.__file__).parent
CTRL, ALT, META, SHIFT = Held.ControlModifier, Held.AltModifier, Held.MetaModifier, Held.ShiftModifier
CHORDS = [
    *((Key(letter), CTRL) for letter in map(ord, "ACDFHJKLNOPQRSTUVWX0")),
    *((key, CTRL) for key in (Key.Key_Plus, Key.Key_Minus, Key.Key_F4, Key.Key_Insert, Key.Key_PageDown)),
    *((key, CTRL | SHIFT) for key in (Key.Key_I, Key.Key_J, Key.Key_T)),
    *((key, CTRL | ALT) for key in (Key.Key_Delete, Key.Key_Backspace, Key.Key_T, Key.Key_F1, Key.Key_F2)),
    *((key, ALT) for key in (Key.Key_F1, Key.Key_F2, Key.Key_F4, Key.Key_D, Key.Key_Home, Key.Key_Space)),
    *((key, META) for key in (Key.Key_D, Key.Key_E, Key.Key_L, Key.Key_R, Key.Key_U)),
]
ALONE = [
    *(Key(number) for number in range(Key.Key_F1, Key.Key_F35 + 1)),
    *(Key.Key_Meta, Key.Key_Menu, Key.Key_Print, Key.Key_SysReq, Key.Key_Pause, Key.Key_Help),
    *(Key.Key_HomePage, Key.Key_LaunchMail),
]
OPENERS = {
    "webbrowser",
    "tkinter",
    "QDesktopServices",
    "QtPrintSupport",
    "QtWidgets",
    "QtWebEngineQuick",
    "QtDBus",
}
"""What could show something else than the kiosk's pages."""
QML_ROOMS = {"QtQuick", "QtQuick.Controls.Basic", "QtQuick.Shapes", "HaiLong"}
QML_OPENERS = (
    r"\b(openUrlExternally|Menu|Dialog|Popup|Window|DropArea|ToolTip|TextField|TextArea|TextInput)\b"
)

pytestmark = pytest.mark.usefixtures("quiet_qt")


@pytest.fixture(scope="module")
def shown(qt: QGuiApplication) -> Iterator[Stage]:
    with stage() as opened:
        yield opened


@pytest.fixture
def window(shown: Stage) -> Stage:
    """That window, nothing posted, nothing copied."""
    QGuiApplication.clipboard().clear()
    shown.touch_at(QPoint(2, 798))
    shown.rest()
    shown.events.clear()
    return shown


def nothing_came_of_it(on: Stage, page: Page) -> None:
    assert [event for event in on.events if not isinstance(event, Lingered)] == []
    assert on.model.values["page"] == page
    assert not on.model.values["choosing_language"]
    shown = [one for one in QGuiApplication.topLevelWindows() if one.isVisible()]
    assert on.window in shown
    assert all(isinstance(one, KioskWindow) for one in shown)
    assert QGuiApplication.clipboard().text() == ""


@pytest.mark.parametrize("page", PAGES)
def test_no_chord_and_no_key_of_a_desktop_does_anything(window: Stage, page: Page) -> None:
    window.show(scene_at(page))
    for key, held in CHORDS:
        QTest.keyClick(window.window, key, held)
    for key in (*ALONE, *[Key.Key_Shift] * 5, *[Key.Key_NumLock] * 5):
        QTest.keyClick(window.window, key)
    nothing_came_of_it(window, page)
    assert window.comment.values["text"] == ""


def test_alt_tab_moves_the_ring_and_alt_escape_goes_back_a_page_as_without_alt(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    for held in (ALT, ALT | SHIFT, META, CTRL):
        QTest.keyClick(window.window, Key.Key_Tab, held)
    nothing_came_of_it(window, Page.SCORE)
    for held in (ALT, CTRL, CTRL | SHIFT):
        window.events.clear()
        QTest.keyClick(window.window, Key.Key_Escape, held)
        assert window.events[-1:] == [WentBack(at_ms=NOW_MS)]


@pytest.mark.parametrize("page", [Page.OFFICIALS, Page.SCORE, Page.COMMENT, Page.THANKS])
def test_no_other_button_of_a_mouse_opens_a_menu_or_presses(window: Stage, page: Page) -> None:
    window.show(scene_at(page))
    for control in window.controls():
        for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton):
            QTest.mouseClick(window.window, button, pos=window.place(control))
    nothing_came_of_it(window, page)


@pytest.mark.parametrize("page", [Page.ATTRACT, Page.OFFICIALS, Page.SCORE, Page.COMMENT, Page.STAFF_PIN])
def test_a_finger_drawn_in_from_an_edge_moves_nothing(window: Stage, page: Page) -> None:
    window.show(scene_at(page))
    width, height = window.window.width() - 1, window.window.height() - 1
    middle = QPoint(width // 2, height // 2)
    for edge in (
        QPoint(0, middle.y()),
        QPoint(width, middle.y()),
        QPoint(middle.x(), 0),
        QPoint(middle.x(), height),
    ):
        for which in range(3):
            window.press(edge + QPoint(0, 0), which)
            window.slide(edge + (middle - edge) / 2, which)
            window.lift(middle, which)
    nothing_came_of_it(window, page)


def test_a_comment_cannot_be_marked_or_copied_and_nothing_is_pasted() -> None:
    with typist() as someone:
        someone.keys("abc")
        window = someone.stage
        window.events.clear()
        QGuiApplication.clipboard().clear()
        edit = window.item("comment")
        start, end = window.place(edit, 0.01), window.place(edit, 0.2)
        QTest.mouseDClick(window.window, Qt.MouseButton.LeftButton, pos=start)
        QTest.mousePress(window.window, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(window.window, end)
        QTest.mouseRelease(window.window, Qt.MouseButton.LeftButton, pos=end)
        for key in (Key.Key_A, Key.Key_C, Key.Key_X):
            QTest.keyClick(window.window, key, CTRL)
        assert edit.property("selectedText") == ""
        nothing_came_of_it(window, Page.COMMENT)
        QGuiApplication.clipboard().setText("pasted")
        for key, held in ((Key.Key_V, CTRL), (Key.Key_Insert, SHIFT)):
            QTest.keyClick(window.window, key, held)
        assert someone.text == "Abc"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_can_be_dropped(window: Stage, page: Page) -> None:
    window.show(scene_at(page))
    brought = QMimeData()
    brought.setText("dropped")
    brought.setUrls([QUrl("file:///etc/passwd")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    for item in (*window.controls(), window.window.contentItem()):
        at = window.place(item)
        QGuiApplication.sendEvent(window.window, QDragEnterEvent(at, copy, brought, left, Held.NoModifier))
        drop = QDropEvent(QPointF(at), copy, brought, left, Held.NoModifier)
        drop.ignore()
        QGuiApplication.sendEvent(window.window, drop)
        assert not drop.isAccepted()
    nothing_came_of_it(window, page)


def test_a_scanner_that_sends_keys_of_control_opens_nothing(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    heard: list[str] = []

    def hear(typed: Sequence[tuple[str, int]]) -> bool:
        heard.append("".join(text for text, _ in typed))
        return False

    scans = ScanFilter(hear)
    window.window.installEventFilter(scans)
    try:
        keys = [*((Key(ord(letter)), CTRL, chr(ord(letter) - 64)) for letter in "ABCDEFGJKLNOPQRSTUVWXYZ")]
        keys += [(key, Held.NoModifier, "") for key in ALONE]
        keys += [(Key.Key_F4, ALT, ""), (Key.Key_Delete, CTRL | ALT, "\x7f")]
        for number, (key, held, text) in enumerate(keys):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, held, text)
                event.setTimestamp(NOW_MS + 4 * number)
                QGuiApplication.sendEvent(window.window, event)
        assert not scans._held
    finally:
        window.window.removeEventFilter(scans)
    assert heard == []
    nothing_came_of_it(window, Page.SCORE)


def test_the_program_has_no_browser_printer_dialog_menu_or_second_window() -> None:
    for file in ROOM.rglob("*.py"):
        names = {
            word
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
            for word in (*alias.name.split("."), *(getattr(node, "module", None) or "").split("."))
        }
        assert not names & OPENERS, file
    pages = list(ROOM.rglob("*.qml"))
    assert pages
    for file in pages:
        text = re.sub(r"//.*", "", file.read_text("utf-8"))
        assert set(re.findall(r"(?m)^import ([\w.]+)", text)) <= QML_ROOMS, file
        assert not re.search(QML_OPENERS, text), file


def test_no_words_are_a_link() -> None:
    words = 0
    for file in ROOM.rglob("*.qml"):
        for begun in re.split(r"(?m)^\s*Text(?:Edit)? \{", file.read_text("utf-8"))[1:]:
            assert re.search(r"textFormat: Text(Edit)?\.PlainText", begun), file
            words += 1
    assert words == 2, "all others are made of Words"
