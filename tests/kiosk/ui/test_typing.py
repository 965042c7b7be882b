"""Typing on the real keys, with real touches."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from kiosk.typing import Style
from kiosk.ui.comment import LITTLE_ROOM, TELL_MS
from kiosk.ui.hand import BOUNCE_MS
from kiosk.ui.scans import ScanFilter
from kiosk.ui.tiles import Tiles
from kiosk.visit import TIMINGS, CommentSent, Look, Page, RatingDetailed, Skipped, Visit, WentBack
from tests.kiosk.ui.scenes import scene_at, scene_of, visit_at
from tests.kiosk.ui.stage import SCREENS, stage
from tests.kiosk.ui.typist import Typist, typist
from tests.screens.drawing import SENTENCE, ticking

TELEX = {
    "toans": "Toán",
    "dduwowngf": "Đường",
    "duongdwf": "Đường",
    "nguwowif": "Người",
    "hoaf": "Hoà",
    "khuyur": "Khuỷu",
    "gieengs": "Giếng",
    "quyeets": "Quyết",
    "thuowr": "Thuở",
    "nghieengx": "Nghiễng",
    "xoong": "Xông",
    "xooong": "Xoong",
    "uw": "Ư",
    "windows ": "Windows ",
    "passs ": "Pass ",
    "vieetj nam": "Việt nam",
    "owr ddaau": "Ở đâu",
    "toansz": "Toan",
    "as<": "",
    "aas<": "",
    "^toans": "toán",
    "^^^hddnd ": "HĐND ",
    "hoois\nban": "Hối\nBan",
    "own. own": "Ơn. Ơn",
    "oo": "Ô",
    "ooo": "Oo",
}
ROWS = {
    "t o a n sắc": "Toán",
    "t o sắc a n": "Toán",
    "đ ư ơ n g huyền": "Đường",
    "d u o n g ư ơ đ huyền": "Đường",
    "h o a huyền": "Hoà",
    "t i ê n g sắc": "Tiếng",
    "t i e n g ê sắc": "Tiếng",
    "v i ê t nặng": "Việt",
    "n g u y ê n ngã": "Nguyễn",
    "t o a n sắc ngang": "Toan",
    "t o a n sắc sắc": "Toan",
    "t ô i": "Tôi",
    "t o i ô ô": "Toi",
    "g i ư ngã": "Giữ",
    "h ư u ngã": "Hữu",
    "ă n space c ơ m": "Ăn cơm",
}

pytestmark = pytest.mark.usefixtures("quiet_qt")


@pytest.fixture(scope="module")
def wide(qt: QGuiApplication) -> Iterator[Typist]:
    """One window for all tests."""
    with typist() as someone:
        yield someone


@pytest.fixture
def someone(wide: Typist) -> Typist:
    """Before an empty page."""
    wide.open()
    return wide


@pytest.mark.parametrize(("keys", "text"), TELEX.items())
def test_telex_on_the_keys_reads_as_meant(someone: Typist, keys: str, text: str) -> None:
    someone.keys(keys)
    assert someone.text == text


@pytest.mark.parametrize(("keys", "text"), ROWS.items())
def test_who_knows_no_telex_uses_the_row_above(someone: Typist, keys: str, text: str) -> None:
    for key in keys.split():
        someone.key(key)
    assert someone.text == text


@pytest.mark.parametrize(("style", "text"), [("modern", "Hoà"), ("old", "Hòa")])
def test_tones_stand_where_the_directory_wants_them(someone: Typist, style: Style, text: str) -> None:
    someone.open(replace(scene_at(Page.COMMENT), tone_style=style))
    someone.keys("hoaf")
    assert someone.text == text


def test_a_small_panel_has_the_tones_on_a_plane_of_their_own() -> None:
    with typist("1024x768") as someone:
        for key in [*"vi", "signs", "ê", "nặng", "letters", *"tp", "numbers", "7", "letters", "space", "o"]:
            someone.key(key)
        assert someone.text == "Việtp7 o"


def test_a_slim_upright_panel_has_few_keys_and_its_ways_on_below_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(SCREENS, "768x1366", (768, 1366, 3.96))  # a usual 15.6" panel, turned
    with typist("768x1366") as someone:
        room = QRectF(0, 0, 768, 1366)
        for item in someone.stage.items():
            if item in someone.stage.controls() or item.property("text"):
                assert room.contains(item.mapRectToScene(item.boundingRect())), item.objectName()
        for key in [*"gops", "signs", "ê", "letters"]:
            someone.key(key)
        assert someone.text == "Gópê"
        space, skip, send = (
            someone.stage.place(someone.stage.item(name)) for name in ("key-space", "skip", "send")
        )
        assert space.y() < skip.y() == send.y()


@pytest.mark.parametrize("screen", SCREENS)
def test_numbers_and_punctuation_are_one_touch_away(screen: str) -> None:
    with typist(screen) as someone:
        someone.keys("a")
        someone.key("numbers")
        someone.keys("7:(5)/-")
        someone.key("letters")
        someone.keys(", b")
        assert someone.text == "A7:(5)/-, b"


@pytest.mark.parametrize("look", [Look(), Look("en"), Look(large_text=True), Look(high_contrast=True)])
def test_a_sentence_is_typed_and_sent_in_any_look(look: Look) -> None:
    with typist(look=look) as someone:
        someone.keys("xin theem gheef. camr own ")
        someone.stage.touch("send")
        assert someone.sent == ["Xin thêm ghề. Cảm ơn"]


def test_a_letter_typed_twice_quickly_is_two_letters(someone: Typist) -> None:
    someone.key("b", BOUNCE_MS)
    someone.key("b", BOUNCE_MS)
    assert someone.text == "Bb"


def test_a_trembling_finger_that_touches_a_key_twice_touches_it_once(someone: Typist) -> None:
    someone.key("b", BOUNCE_MS - 1)
    someone.key("b", 10)
    someone.key("b")
    someone.key("c", 5)
    someone.key("d")
    assert someone.text == "Bcd"


def test_fingers_that_overlap_write_in_the_order_in_which_they_came_down(someone: Typist) -> None:
    points = [someone.stage.place(someone.stage.item(f"key-{letter}")) for letter in "an"]
    someone.stage.press(points[0], 0)
    someone.stage.press(points[1], 1)
    someone.stage.lift(points[1], 1)
    someone.stage.lift(points[0], 0)
    assert someone.text == "An"


def test_a_palm_on_many_keys_writes_two_letters_at_most(someone: Typist) -> None:
    for which, letter in enumerate("sdfgh"):
        someone.stage.press(someone.stage.place(someone.stage.item(f"key-{letter}")), which)
    for which, letter in enumerate("sdfgh"):
        someone.stage.lift(someone.stage.place(someone.stage.item(f"key-{letter}")), which)
    someone.clock.now_ms += BOUNCE_MS
    assert len(someone.text) <= 2
    someone.keys("k")
    assert someone.text.endswith("k")


def test_a_finger_that_slides_off_its_key_has_written_it_once(someone: Typist) -> None:
    key, other = (someone.stage.place(someone.stage.item(f"key-{letter}")) for letter in "gh")
    someone.stage.press(key)
    someone.stage.slide(other)
    someone.stage.lift(other)
    assert someone.text == "G"


def test_a_key_held_for_a_minute_writes_once(someone: Typist) -> None:
    point = someone.stage.place(someone.stage.item("key-g"))
    someone.stage.press(point)
    assert someone.stage.item("key-g").property("down")
    someone.clock.now_ms += 60_000
    QTest.qWait(1_000)
    someone.stage.lift(point)
    assert someone.text == "G"


def test_a_double_touch_on_the_key_of_a_plane_turns_once(someone: Typist) -> None:
    point = someone.stage.place(someone.stage.item("key-numbers"))
    someone.stage.touch_at(point)
    assert someone.stage.find("key-7") is not None
    someone.clock.now_ms += 20
    someone.stage.touch_at(point)
    assert someone.stage.find("key-7") is not None
    someone.clock.now_ms += BOUNCE_MS
    someone.stage.touch_at(point)
    assert someone.stage.find("key-q") is not None


def test_a_finger_under_which_the_plane_turns_has_written_its_letter_once(someone: Typist) -> None:
    held = [someone.stage.place(someone.stage.item(f"key-{key}")) for key in ("g", "numbers")]
    someone.stage.press(held[0], 0)
    someone.stage.press(held[1], 1)
    someone.stage.lift(held[1], 1)
    assert someone.stage.find("key-g") is None
    someone.stage.lift(held[0], 0)
    someone.clock.now_ms += BOUNCE_MS
    assert someone.text == "G"
    someone.key("letters")
    someone.keys("go")
    assert someone.text == "Ggo"


def test_no_plane_makes_a_key_anew(someone: Typist) -> None:
    model = someone.comment.keys
    assert isinstance(model, Tiles)
    made: list[None] = []
    for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
        signal.connect(lambda *_: made.append(None))
    for key in ("numbers", "letters"):
        someone.key(key)
    assert (made, someone.stage.find("key-q") is not None) == ([], True)


def test_a_panel_that_speaks_as_a_mouse_types(someone: Typist) -> None:
    for letter in "ooi":
        point = someone.stage.place(someone.stage.item(f"key-{letter}"))
        QTest.mouseClick(someone.stage.window, Qt.MouseButton.LeftButton, pos=point)
        someone.clock.now_ms += 90
    assert someone.text == "Ôi"


def test_the_second_touch_of_the_button_before_types_nothing(someone: Typist) -> None:
    someone.stage.show(scene_at(Page.REASONS))
    entered = replace(visit_at(Page.COMMENT), since_ms=someone.clock.now_ms)
    someone.stage.show(scene_of(entered))
    someone.clock.now_ms += TIMINGS.repeat_guard_ms - 1
    someone.key("a", 0)
    assert someone.text == ""
    someone.clock.now_ms += BOUNCE_MS
    someone.key("a")
    assert someone.text == "A"


def test_the_visit_hears_that_somebody_types_but_not_with_every_key(someone: Typist) -> None:
    someone.keys("abcdefghijkl")
    assert someone.told == 1 + 11 * 90 // TELL_MS
    assert not someone.stage.model.values["holding"]
    someone.clock.now_ms += TELL_MS
    before = someone.told
    someone.keys("m")
    assert someone.told == before + 1


def test_an_empty_comment_is_sent_as_none_and_skipping_sends_nothing(someone: Typist) -> None:
    someone.keys("  ")
    someone.stage.touch("send")
    assert someone.sent == [""]
    someone.stage.events.clear()
    someone.stage.touch("skip")
    assert someone.stage.events == [Skipped(at_ms=someone.clock.now_ms)]


def test_a_full_text_says_so_and_refuses_where_it_is_seen(someone: Typist) -> None:
    fill(someone, 500 - LITTLE_ROOM - 1)
    assert someone.stage.find("room") is None
    someone.keys("b")
    assert someone.stage.item("room").property("text") == f"còn {LITTLE_ROOM}"
    fill(someone, LITTLE_ROOM)
    rest = someone.stage.picture()
    assert someone.stage.item("room").property("text") == "còn 0"
    someone.keys("c")
    assert len(someone.text) == 500
    assert someone.stage.item("room").property("text") == "Hết chỗ viết"
    assert someone.stage.picture() != rest
    someone.key("backspace")
    assert someone.stage.item("room").property("text") == "còn 1"


def fill(someone: Typist, count: int) -> None:
    for _ in range(count):
        someone.comment.press("b")
        someone.comment.lift("b")
        someone.clock.now_ms += BOUNCE_MS


@pytest.mark.parametrize("screen", SCREENS)
def test_the_end_of_the_text_and_its_cursor_are_always_in_sight(screen: str) -> None:
    with typist(screen, Look(large_text=True)) as someone:
        field = someone.stage.item("comment")
        area = field.parentItem()
        assert area is not None
        for count in (1, 40, 200, 259):
            fill(someone, count)
            end = field.property("cursorRectangle")
            seen = field.mapRectToItem(area, end)
            assert QRectF(0, 0, area.width(), area.height()).contains(seen), (screen, count)


def test_what_seems_to_be_a_number_of_somebody_is_warned_of_and_can_still_be_sent(someone: Typist) -> None:
    someone.keys("goij ")
    someone.key("numbers")
    someone.keys("09123456")
    assert not someone.comment.values["private"]
    someone.keys("78")
    assert someone.comment.values["private"]
    assert "Ông/Bà nên xóa số điện thoại, căn cước." in words(someone)
    someone.stage.touch("send")
    assert someone.sent == ["Gọi 0912345678"]


@pytest.mark.parametrize(("days", "kept"), [(None, "chưa định hạn lưu"), (90, "lưu 90 ngày")])
def test_who_reads_a_comment_is_told_before_it_and_how_long_it_is_kept_as_the_province_set_it(
    someone: Typist, days: int | None, kept: str
) -> None:
    someone.open(replace(scene_at(Page.COMMENT), comment_days=days))
    told = f"Chỉ người giám sát đọc, {kept}; đơn vị, công chúng chỉ thấy tóm tắt không tên."
    assert told in words(someone)
    someone.keys("chowf")
    assert "Xin đừng ghi tên, số điện thoại, căn cước." in words(someone)


def words(someone: Typist) -> set[str]:
    return {str(item.property("text")) for item in someone.stage.items() if item.inherits("QQuickText")}


@pytest.mark.parametrize("between", [Page.REASONS, Page.CRITERIA, Page.SCORE, Page.STILL_THERE])
def test_the_text_is_there_again_when_its_citizen_comes_back(someone: Typist, between: Page) -> None:
    someone.keys("chowf laau")
    someone.stage.touch("back")
    assert someone.stage.events[-1] == WentBack(at_ms=someone.clock.now_ms)
    someone.stage.show(scene_at(between, score=4, correcting=True))
    someone.stage.show(scene_at(Page.COMMENT))
    assert someone.text == "Chờ lâu"


def test_another_look_leaves_the_text_as_it_is(someone: Typist) -> None:
    someone.keys("chowf")
    someone.stage.show(scene_at(Page.COMMENT, Look("en", large_text=True, high_contrast=True)))
    assert someone.text == "Chờ"
    someone.clock.now_ms += TIMINGS.repeat_guard_ms
    someone.keys("r")
    assert someone.text == "Chở"


def over(visit: Visit) -> dict[str, Visit]:
    return {
        "thanks": replace(visit, page=Page.THANKS, asked_all=True),
        "rest": visit_at(Page.ATTRACT),
        "paused while writing": replace(
            visit, page=Page.PAUSED, asked_all=True, committing=RatingDetailed(comment="Chờ")
        ),
        "the next visit": replace(visit, standing=replace(visit.standing, visits=1)),
    }


@pytest.mark.parametrize("ending", over(visit_at(Page.COMMENT)))
def test_the_text_is_gone_once_its_visit_cannot_come_back_to_it(someone: Typist, ending: str) -> None:
    someone.keys("chowf")
    ended = over(visit_at(Page.COMMENT))[ending]
    someone.stage.show(scene_of(ended))
    assert someone.comment.values["text"] == ""
    someone.stage.show(
        replace(
            scene_of(visit_at(Page.COMMENT)), visit=replace(visit_at(Page.COMMENT), standing=ended.standing)
        )
    )
    assert someone.text == ""


def test_a_text_that_is_being_written_stands_and_takes_no_more_keys(someone: Typist) -> None:
    someone.keys("chowf")
    someone.stage.touch("send")
    writing = replace(
        visit_at(Page.COMMENT), asked_all=True, step=0, committing=RatingDetailed(comment="Chờ")
    )
    someone.stage.show(scene_of(writing))
    someone.clock.now_ms += TIMINGS.repeat_guard_ms
    someone.keys("s")
    assert someone.text == "Chờ"
    assert someone.sent == ["Chờ"]


def test_a_press_without_a_finger_types_too(someone: Typist) -> None:
    QMetaObject.invokeMethod(someone.stage.item("key-b"), "click")
    assert someone.text == "B"


def test_sending_right_after_a_key_is_heard(someone: Typist) -> None:
    someone.key("b", 0)
    someone.stage.touch("send")
    assert someone.stage.events[-1] == CommentSent("B", at_ms=someone.clock.now_ms)


@pytest.mark.parametrize("screen", ["1280x800", "1920x1080"])
@pytest.mark.usefixtures("qt")
def test_in_large_letters_a_longer_text_shows_two_lines_beside_its_warning(screen: str) -> None:
    with stage(screen, now_ms=ticking()) as opened:
        scene = scene_at(Page.COMMENT, Look("vi", large_text=True), since_ms=0)
        opened.write(scene, SENTENCE * 3)
        text = opened.item("comment")
        area = text.parentItem()
        assert area is not None
        assert text.property("lineCount") > 1
        assert area.height() >= 2 * text.property("contentHeight") / text.property("lineCount") - 1
        opened.write(scene, [*SENTENCE, "numbers", *"0912345678"])
        assert opened.comment.values["private"]
        shown = {item.property("text") for item in opened.items() if item.inherits("QQuickText")}
        assert "Ông/Bà nên xóa số điện thoại, căn cước." in shown


def struck(someone: Typist, keys: str, gap_ms: int, start_ms: int = 10_000) -> None:
    """A real keyboard, each key at its own time."""
    named = {"\b": Qt.Key.Key_Backspace, "\t": Qt.Key.Key_Tab}
    for place, letter in enumerate(keys):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = named.get(letter, ord(letter.upper()))
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(start_ms + place * gap_ms)
            QCoreApplication.sendEvent(someone.stage.window, event)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("dduwowngf toots", "Đường tốt"),
        ("hoof sow TTHC", "Hồ sơ TTHC"),
        ("toans\b\b", "To"),
        ("gheef.", "Ghề."),
    ],
)
def test_a_real_keyboard_writes_by_the_same_telex(someone: Typist, keys: str, text: str) -> None:
    struck(someone, keys, 90)
    assert someone.text == text


def test_who_moves_by_keys_selects_by_space_and_writes_none(someone: Typist) -> None:
    struck(someone, "ban\t c", 90)
    assert " " not in someone.text
    someone.stage.window._keys.rest()


def test_a_real_keyboard_writes_on_no_other_page(someone: Typist) -> None:
    someone.stage.show(scene_at(Page.REASONS))
    struck(someone, "abc", 90)
    assert someone.stage.comment.values["text"] == ""


def test_what_a_scanner_types_never_reaches_the_comment_and_what_a_person_types_does(someone: Typist) -> None:
    filtered = ScanFilter(lambda typed: len(typed) > 10)
    someone.stage.window.installEventFilter(filtered)
    try:
        struck(someone, "H15.50-261008-0975", 4)
        someone.stage.wait(lambda: not filtered._held)
        assert someone.text == ""
        struck(someone, "banf", 120, start_ms=20_000)
        someone.stage.wait(lambda: someone.text == "Bàn")
    finally:
        someone.stage.window.removeEventFilter(filtered)
        shiboken6.delete(filtered)
