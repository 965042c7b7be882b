"""A scanner's keys never reach a page, a person's always do: in a real window, with real key events."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from kiosk.ui.keys import MAX_GAP_MS, QUIET_MS, Keys
from kiosk.visit import Page
from tests.kiosk.ui.scenes import scene_at
from tests.kiosk.ui.stage import Stage, stage

CODE = "H15.50.05.13-261008-0975"
ENTER, TAB, SPACE = "\r", "\t", " "
KEYS = {ENTER: Qt.Key.Key_Return, TAB: Qt.Key.Key_Tab, SPACE: Qt.Key.Key_Space}
SCANNER_MS, PERSON_MS = 4, 90


class Listener(QObject):
    """Behind the filter: what the page would get."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed = ""
        self.released: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.pressed += event.text()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease:
            self.released.append(event.key())
        return False


class Desk:
    """A window with a filter, whoever types, and what was heard."""

    def __init__(self, opened: Stage) -> None:
        self.stage = opened
        self.page = Listener()
        self.scans: list[str] = []
        self.at_ms = 1_000_000
        self.keys = Keys(self._hear)
        opened.window.installEventFilter(self.page)
        opened.window.installEventFilter(self.keys)

    def _hear(self, typed: Sequence[tuple[str, int]]) -> bool:
        text = "".join(character for character, _ in typed)
        scan = len(text.strip()) >= 6 and all(
            later - earlier <= MAX_GAP_MS for (_, earlier), (_, later) in pairwise(typed)
        )
        if scan:
            self.scans.append(text)
        return scan

    def send(self, kind: QEvent.Type, character: str, *, repeated: bool = False) -> None:
        key = KEYS.get(character, ord(character.upper()[0]))
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character, repeated)
        event.setTimestamp(self.at_ms)
        QCoreApplication.sendEvent(self.stage.window, event)

    def type(self, text: str, gap_ms: int) -> None:
        """Key by key, each released before the next."""
        for character in text:
            self.at_ms += gap_ms
            self.send(QEvent.Type.KeyPress, character)
            self.send(QEvent.Type.KeyRelease, character)

    def quiet(self) -> None:
        """Nobody types, until the filter has decided."""
        self.at_ms += 10 * QUIET_MS
        self.stage.wait(lambda: not self.keys._held)


@pytest.fixture
def desk(quiet_qt: QGuiApplication) -> Iterator[Desk]:
    with stage() as opened:
        yield Desk(opened)


def test_a_scan_is_heard_whole_and_nothing_of_it_reaches_the_page(desk: Desk) -> None:
    desk.type(CODE + ENTER, SCANNER_MS)
    assert desk.scans == [CODE + ENTER]
    assert (desk.page.pressed, desk.page.released) == ("", [])


def test_a_scan_without_enter_is_heard_when_the_scanner_falls_silent(desk: Desk) -> None:
    desk.type(CODE, SCANNER_MS)
    desk.quiet()
    assert (desk.scans, desk.page.pressed) == ([CODE], "")


@pytest.mark.parametrize("end", ["\r\n", "\r\t", "\r\r"])
def test_whatever_a_scanner_sends_after_its_enter_is_dropped_too(desk: Desk, end: str) -> None:
    desk.type(CODE + end, SCANNER_MS)
    assert (desk.scans, desk.page.pressed, desk.page.released) == ([CODE + ENTER], "", [])


def test_two_scans_in_a_row_are_two(desk: Desk) -> None:
    desk.type(CODE + ENTER, SCANNER_MS)
    desk.at_ms += 500
    desk.type("HAILONG" + ENTER, SCANNER_MS)
    assert desk.scans == [CODE + ENTER, "HAILONG" + ENTER]


@pytest.mark.parametrize("key", [TAB, ENTER])
def test_tab_and_enter_of_a_person_are_not_held_back_at_all(desk: Desk, key: str) -> None:
    desk.type(key, PERSON_MS)
    assert (desk.page.pressed, desk.page.released) == (key, [KEYS[key]])


def test_a_persons_space_reaches_the_page_in_a_moment_with_its_release(desk: Desk) -> None:
    desk.type(SPACE, PERSON_MS)
    desk.quiet()
    assert (desk.page.pressed, desk.page.released) == (SPACE, [Qt.Key.Key_Space])


def test_what_a_person_types_arrives_in_order(desk: Desk) -> None:
    desk.type(f"cho lau{TAB}{SPACE}xong{ENTER}", PERSON_MS)
    desk.quiet()
    assert desk.page.pressed == f"cho lau{TAB}{SPACE}xong{ENTER}"
    assert len(desk.page.released) == len(desk.page.pressed)
    assert desk.scans == []


def test_a_hand_that_rolls_over_a_few_keys_is_no_scanner(desk: Desk) -> None:
    desk.type("abc" + ENTER, SCANNER_MS)
    assert (desk.page.pressed, desk.scans) == ("abc" + ENTER, [])


def test_a_key_held_down_is_a_persons(desk: Desk) -> None:
    desk.type(SPACE, PERSON_MS)
    for _ in range(20):
        desk.at_ms += 33
        desk.send(QEvent.Type.KeyPress, SPACE, repeated=True)
    assert desk.page.pressed == SPACE * 21
    assert desk.scans == []


def test_a_release_that_follows_its_dropped_press_late_is_dropped_and_no_other(desk: Desk) -> None:
    for character in CODE + ENTER:
        desk.at_ms += SCANNER_MS
        desk.send(QEvent.Type.KeyPress, character)
    assert desk.scans == [CODE + ENTER]
    desk.send(QEvent.Type.KeyRelease, ENTER)
    assert desk.page.released == []
    desk.type(ENTER, PERSON_MS)
    assert (desk.page.pressed, desk.page.released) == (ENTER, [Qt.Key.Key_Return])


def test_a_busy_screen_does_not_cut_a_scan_in_two(desk: Desk) -> None:
    half = len(CODE) // 2
    desk.type(CODE[:half], SCANNER_MS)
    desk.keys._quiet.timeout.emit()
    desk.type(CODE[half:] + ENTER, SCANNER_MS)
    QCoreApplication.processEvents()
    assert (desk.scans, desk.page.pressed) == ([CODE + ENTER], "")


def test_a_focused_button_is_pressed_by_a_person_and_never_by_a_scanner(desk: Desk) -> None:
    desk.stage.show(scene_at(Page.ATTRACT))
    desk.stage.window.requestActivate()
    desk.stage.item("start").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    desk.type(CODE + ENTER, SCANNER_MS)
    desk.type("  AB 12 34" + ENTER, SCANNER_MS)
    desk.quiet()
    assert desk.stage.events == []
    desk.type(SPACE, PERSON_MS)
    desk.quiet()
    assert len(desk.stage.events) == 1
