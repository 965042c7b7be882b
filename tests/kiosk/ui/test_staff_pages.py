"""The pages of staff under real fingers."""

from collections.abc import Iterator
from typing import get_args, get_type_hints

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtTest import QTest

from kiosk.ui.staff_scene import GRAVE, Wish
from kiosk.visit import Event, Look, Page, WentBack
from sync.agent import outcome
from sync.contract.problems import Code
from tests.kiosk.ui.scenes import NOW_MS, scene_at
from tests.kiosk.ui.staff_scenes import CODES, staff_scene_at
from tests.kiosk.ui.stage import Stage, stage

WIDE, HIGH = "1280x800", "1080x1920"
SECRET = (9, 2, 4, 7, 0, 8, 1, 6)

pytestmark = pytest.mark.usefixtures("quiet_qt")


class Hands:
    """Remembers what was asked for; a PIN only by how it was right."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.judged: list[bool] = []

    def judge(self, pin: bytearray) -> None:
        self.judged.append([digit - ord("0") for digit in pin] == list(SECRET))
        pin[:] = bytes(len(pin))

    def stay(self) -> None:
        self.done.append("stay")

    def call_staff(self) -> None:
        self.done.append("call")

    def ask(self, wish: Wish) -> None:
        self.done.append(wish)

    @property
    def wishes(self) -> list[str]:
        return [one for one in self.done if one != "stay"]


@pytest.fixture(params=[WIDE, HIGH])
def room(request: pytest.FixtureRequest, qt: QGuiApplication) -> Iterator[tuple[Stage, Hands]]:
    with stage(request.param) as opened:
        hands = Hands()
        opened.staff.serve(hands)
        yield opened, hands


def dots(window: Stage) -> int:
    return int(window.staff.values["dots"])


def test_digits_go_in_and_dots_come_out(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF_PIN))
    for digit in SECRET:
        window.touch(f"digit-{digit}")
    assert dots(window) == len(SECRET)
    window.touch("digit-5")
    assert dots(window) == len(SECRET)
    window.touch("erase")
    window.touch(f"digit-{SECRET[-1]}")
    window.touch("enter")
    assert (hands.judged, dots(window)) == ([True], 0)
    assert set(hands.done) == {"stay"}


def test_no_text_and_no_property_ever_holds_a_digit_that_was_entered(room: tuple[Stage, Hands]) -> None:
    window, _ = room
    window.show(scene_at(Page.STAFF_PIN))
    before = {item.property("text") for item in window.items() if item.inherits("QQuickText")}
    for digit in (7, 7, 7):
        window.touch(f"digit-{digit}")
    after = {item.property("text") for item in window.items() if item.inherits("QQuickText")}
    changed = {name for name, value in window.staff.values.items() if value == "777" or value == 777}
    assert (after - before, changed) == (set(), set())


def test_a_pin_that_is_taken_back_or_left_is_gone(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF_PIN))
    for digit in SECRET[:3]:
        window.touch(f"digit-{digit}")
    for _ in range(4):
        window.touch("erase")
    window.touch("enter")
    assert (dots(window), hands.judged) == (0, [])
    window.touch("digit-3")
    window.staff.clear()
    window.show(scene_at(Page.STAFF_PIN))
    assert dots(window) == 0
    assert not any(window.staff._pin)


def test_while_there_is_a_wait_or_a_check_no_key_does_anything(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    for others in ({"wait_ms": 28_000}, {"checking": True}):
        window.show(scene_at(Page.STAFF_PIN))
        window.staff.show(staff_scene_at(Page.STAFF_PIN, **others))
        for name in ("digit-1", "erase", "enter"):
            window.touch(name)
        QTest.keyClick(window.window, Qt.Key.Key_4)
        assert (dots(window), hands.judged) == (0, [])
        assert window.find("wait") is not None if "wait_ms" in others else window.find("wait") is None


def test_a_keyboard_enters_a_pin_and_leaves(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF_PIN))
    window.window.requestActivate()
    for digit in (*SECRET, 5):
        QTest.keyClick(window.window, Qt.Key(Qt.Key.Key_0 + digit))
    QTest.keyClick(window.window, Qt.Key.Key_Return)
    assert hands.judged == [True]
    QTest.keyClick(window.window, Qt.Key.Key_5)
    QTest.keyClick(window.window, Qt.Key.Key_Backspace)
    assert dots(window) == 0
    QTest.keyClick(window.window, Qt.Key.Key_Escape)
    assert window.events == [WentBack(at_ms=NOW_MS)]


def test_the_key_for_staff_asks_once(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.ATTRACT))
    QTest.keyClick(
        window.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    assert hands.done == ["call"]


def turn(window: Stage, name: str) -> None:
    """Touch what lays the page out anew, and see it."""
    window.touch(name)
    window.picture()


STATUS = {"deliver": "deliver", "export": "export", "settle": "settle", "practise": "practise"}
TOOLS = {"sound": "sound_off", "testSound": "test_sound", "darker": "darker", "brighter": "brighter"}


def test_every_action_asks_for_its_own_and_tells_that_somebody_is_there(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF))
    for name, wish in STATUS.items():
        hands.done.clear()
        window.touch(name)
        assert hands.done == ["stay", wish]
    turn(window, "tab-tools")
    for name, wish in TOOLS.items():
        hands.done.clear()
        window.touch(name)
        assert hands.done == ["stay", wish]


def test_practice_and_sound_are_turned_the_other_way(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF))
    window.staff.show(staff_scene_at(Page.STAFF, practice_left_ms=500_000, sound=False))
    window.touch("practise")
    turn(window, "tab-tools")
    window.touch("sound")
    assert hands.wishes == ["stop_practising", "sound_on"]


@pytest.mark.parametrize(("name", "wish"), [("restart", "restart"), ("leaveToSystem", "leave_to_system")])
def test_what_ends_the_program_is_asked_about_again(room: tuple[Stage, Hands], name: str, wish: str) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF))
    turn(window, "tab-tools")
    turn(window, name)
    assert hands.wishes == []
    assert {item.objectName() for item in window.controls()} >= {"cancel", "confirm"}
    turn(window, "cancel")
    turn(window, name)
    window.touch("confirm")
    assert hands.wishes == [wish]
    assert wish in GRAVE


def test_a_question_nobody_asked_is_not_answered(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF))
    window.staff.confirm()
    window.show(scene_at(Page.STAFF_PIN))
    window.staff.ask("deliver")
    window.staff.ask("restart")
    window.staff.confirm()
    assert hands.wishes == []


def test_while_something_is_under_way_nothing_else_that_takes_long_begins(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF))
    window.staff.show(staff_scene_at(Page.STAFF, busy="export"))
    for name in ("deliver", "export", "settle"):
        window.touch(name)
    assert hands.wishes == []
    window.touch("practise")
    assert hands.wishes == ["practise"]


def test_a_touch_is_tested_where_it_was_felt(room: tuple[Stage, Hands]) -> None:
    window, hands = room
    window.show(scene_at(Page.STAFF))
    turn(window, "tab-tools")
    turn(window, "testTouch")
    assert [item.objectName() for item in window.controls()] == ["touchDone"]
    first, last = window.item("square-0"), window.item("square-39")
    window.press(window.place(first))
    window.slide(window.place(last))
    window.lift(window.place(last))
    reached = [item.objectName() for item in window.items() if item.property("reached") is True]
    assert reached == ["square-0", "square-39"]
    assert hands.wishes == []
    window.touch("touchDone")
    assert window.find("testTouch") is not None


def test_a_touch_test_nobody_touches_ends_by_itself(room: tuple[Stage, Hands]) -> None:
    window, _ = room
    window.show(scene_at(Page.STAFF))
    window.staff.open("touch")
    window.wait(lambda: window.find("touchDone") is not None)
    timers = [
        found
        for found in window.window.contentItem().findChildren(QObject)
        if found.inherits("QQmlTimer") and found.property("interval") == 30_000
    ]
    assert len(timers) == 1
    timers[0].setProperty("interval", 1)
    window.wait(lambda: window.find("touchDone") is None)
    assert window.staff.values["panel"] == "tools"


def test_leaving_is_the_visits(room: tuple[Stage, Hands]) -> None:
    window, _ = room
    for page in (Page.STAFF_PIN, Page.STAFF):
        window.show(scene_at(page))
        window.touch("back")
    events: list[Event] = [WentBack(at_ms=NOW_MS)] * 2
    assert window.events == events


def test_the_staff_page_has_no_way_to_a_rating(room: tuple[Stage, Hands]) -> None:
    window, _ = room
    seen = set()
    window.show(scene_at(Page.STAFF))
    for panel in ("status", "tools", "about", "touch"):
        window.staff.open(panel)
        QGuiApplication.processEvents()
        seen |= {item.objectName() for item in window.controls()}
    assert seen == {
        *STATUS,
        *TOOLS,
        "tab-status",
        "tab-tools",
        "tab-about",
        "back",
        "largeText",
        "highContrast",
        "language",
        "testTouch",
        "touchDone",
        "restart",
        "leaveToSystem",
    }


def words_for(window: Stage, call: str) -> str:
    page = window.item("page-staff")
    context = qmlContext(page)
    assert context is not None
    return str(QQmlExpression(context, page, f"words.{call}").evaluate()[0])


def every_code() -> set[str]:
    reasons = get_args(get_type_hints(outcome.Unreachable)["reason"])
    unreachable = {f"unreachable.{reason}" for reason in reasons}
    refused = {f"refused.{code}" for code in (*Code, "no_progress")}
    plain = {kind.name for kind in (outcome.Delivered, outcome.Idle, outcome.Portal, outcome.Untrusted)}
    return {*unreachable, *refused, *plain, outcome.Busy.name, outcome.Forked.name}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_a_contact_can_come_to_has_words_of_its_own(language: str) -> None:
    with stage(WIDE) as window:
        window.show(scene_at(Page.STAFF, Look(language)))
        unknown = words_for(window, "advice('x')").replace("x", "")
        for code in every_code():
            assert unknown not in words_for(window, f"advice('{code}')"), code
            assert words_for(window, f"contact('{code}')") != words_for(window, "contact('x')"), code
        assert set(CODES) - {""} <= every_code()
