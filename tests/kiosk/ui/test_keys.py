"""The kiosk with a keyboard, with two switches and with one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from kiosk.ui.keys import Switches
from kiosk.ui.stops import FACES
from kiosk.visit import (
    Answered,
    Event,
    Fact,
    Finished,
    Lingered,
    Look,
    OfficialChosen,
    Page,
    RatingGiven,
    ScoreTouched,
    WentBack,
    advance,
)
from tests.kiosk.ui.scenes import CARDS, NOW_MS, PAGES, fixed_scene_at, scene_at, scene_of, visit_at
from tests.kiosk.ui.stage import SCREENS, Stage, shown, stage
from tests.screens.contrast import ratio

Key = Qt.Key
RING_MM = 3
FAR_MM, ARC_MINUTE = 3_000, 1 / 3_438
DWELL_MS = 500

pytestmark = pytest.mark.usefixtures("quiet_qt")


@pytest.fixture(scope="module")
def wide(qt: QGuiApplication) -> Iterator[Stage]:
    with stage() as opened:
        yield opened


@pytest.fixture
def window(wide: Stage) -> Stage:
    """That window, nobody at the keys, nothing posted."""
    wide.touch_at(QPoint(2, 798))
    wide.rest()
    wide.events.clear()
    return wide


def press(on: Stage, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(on.window, key)


def touches(on: Stage) -> list[Event]:
    return [event for event in on.events if not isinstance(event, Lingered)]


def ring(on: Stage) -> QRectF | None:
    found = on.find("focusRing")
    return None if found is None else QRectF(found.property("box"))


def stop(on: Stage) -> str:
    """The control or group that the ring lies around, the face that is meant."""
    box, found = ring(on), on.find("focusRing")
    if box is None or found is None:
        return ""
    if found.property("score"):
        return f"score-{found.property('score')}"
    places = {
        item.objectName(): item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        for item in [*on.controls(), *(item for item in on.items() if item.objectName() == FACES)]
    }
    return next((name for name, place in places.items() if place == box), "")


def walk(on: Stage, key: Qt.Key = Key.Key_Tab) -> list[str]:
    """All stops until the first one comes again."""
    press(on, key)
    met = [stop(on)]
    while True:
        press(on, key)
        if stop(on) == met[0]:
            return met
        met.append(stop(on))


@pytest.mark.parametrize("screen", ["1280x800", "1080x1920"])
def test_tab_meets_every_control_once_in_reading_order_and_back_again(screen: str) -> None:
    with stage(screen) as on:
        for scene in [*(scene_at(page) for page in PAGES), fixed_scene_at()]:
            on.show(scene)
            met = walk(on)
            controls = {item.objectName() for item in on.controls() if item.isEnabled()}
            faces = {FACES} & set(met)
            assert sorted(met) == sorted(controls | faces), scene.visit.page
            places = [on.place(on.item(name)) for name in met if not name.startswith("score-")]
            assert places == sorted(places, key=lambda place: (place.y() // 60, place.x()))
            assert walk(on, Key.Key_Backtab) == met[::-1]
            assert touches(on) == []
            on.touch_at(QPoint(2, on.window.height() - 2))
            on.rest()
            on.events.clear()


def test_nothing_shows_until_a_key_nor_after_a_touch(window: Stage) -> None:
    window.show(scene_at(Page.OFFICIALS))
    before = window.picture()
    assert ring(window) is None
    press(window, Key.Key_Return)
    assert (stop(window), touches(window)) == (f"official-{CARDS[0].official}", [])
    assert window.picture() != before
    window.touch_at(QPoint(2, 798))
    assert ring(window) is None
    assert window.picture() == before


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_a_key_selects_what_the_ring_is_around(window: Stage, key: Qt.Key) -> None:
    window.show(scene_at(Page.OFFICIALS))
    press(window, Key.Key_Tab, 2)
    press(window, Key.Key_Right)
    press(window, Key.Key_Down)
    press(window, key)
    assert touches(window) == [OfficialChosen(CARDS[5].official, at_ms=NOW_MS)]


def test_a_page_that_appears_puts_the_ring_on_its_first_control(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    press(window, Key.Key_Tab)
    assert stop(window) == FACES
    window.show(scene_at(Page.CRITERIA))
    window.wait(lambda: stop(window) == "answer-polite-yes")
    press(window, Key.Key_Space)
    assert touches(window) == [Answered("polite", "yes", at_ms=NOW_MS)]


def test_the_ring_is_gone_when_the_next_citizen_comes(window: Stage) -> None:
    window.show(scene_at(Page.THANKS))
    press(window, Key.Key_Tab)
    window.show(scene_at(Page.ATTRACT))
    window.wait(lambda: ring(window) is None)


def test_escape_goes_back_and_closes_the_languages() -> None:
    with stage() as on:
        on.show(scene_at(Page.SCORE))
        press(on, Key.Key_Escape)
        assert touches(on) == [WentBack(at_ms=NOW_MS)]
        on.model.chooseLanguage()
        press(on, Key.Key_Escape)
        assert on.find("page-languages") is None


def test_other_keys_are_not_ours(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    for key in (Key.Key_A, Key.Key_5, Key.Key_Shift, Key.Key_F5):
        press(window, key)
    assert (window.events, ring(window)) == ([], None)


def hold(on: Stage, key: Qt.Key) -> None:
    """The key is held down: it comes again and again."""
    for repeated in (False, *[True] * 20):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", repeated)
        QGuiApplication.sendEvent(on.window, event)


def test_a_key_held_down_never_rates_twice(window: Stage) -> None:
    visit = replace(visit_at(Page.SCORE), guard_until_ms=0)
    window.show(scene_of(visit))
    press(window, Key.Key_Tab, 2)
    hold(window, Key.Key_Return)
    press(window, Key.Key_Return, 5)
    facts: list[Fact] = []
    for event in window.events:
        visit, more = advance(visit, event)
        facts += more
    assert [type(fact) for fact in facts] == [RatingGiven]
    given = touches(window)
    assert len(given) == 6
    assert len(set(given)) == 1


def test_return_pressed_again_and_again_from_the_start_rates_only_whom_it_opened(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    hold(window, Key.Key_Return)
    assert (stop(window), touches(window)) == (FACES, [])


def test_every_face_can_be_reached_and_selected_by_tab_and_by_arrows(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    press(window, Key.Key_Tab)
    met = []
    for _ in range(5):
        press(window, Key.Key_Tab)
        met.append(stop(window))
    assert sorted(met) == [f"score-{score}" for score in range(1, 6)]
    press(window, Key.Key_Right)
    assert stop(window) == met[0]
    press(window, Key.Key_Left)
    assert stop(window) == met[4]
    press(window, Key.Key_Space)
    assert touches(window) == [ScoreTouched(int(met[4][-1]), at_ms=NOW_MS)]


def test_the_faces_begin_at_another_one_from_visit_to_visit(window: Stage) -> None:
    first = set()
    for _ in range(40):
        window.show(scene_at(Page.SCORE))
        press(window, Key.Key_Tab, 2)
        first.add(stop(window))
        window.touch_at(QPoint(2, 798))
    assert len(first) >= 3


@pytest.mark.parametrize("screen", SCREENS)
def test_from_afar_nobody_sees_which_face_is_meant(screen: str) -> None:
    with stage(screen) as on:
        on.show(scene_at(Page.SCORE))
        press(on, Key.Key_Tab)
        pictures, boxes, window_ring = {}, set(), on.item("focusRing")
        for _ in range(5):
            press(on, Key.Key_Tab)
            box = window_ring.property("box")
            boxes.add((box.x(), box.y(), box.width(), box.height()))
            pictures[stop(on)] = on.picture()
        assert len(boxes) == 1
        copy = next(item for item in shown(window_ring) if item.inherits("QQuickImage"))
        place = copy.mapRectToScene(QRectF(0, 0, copy.width(), copy.height())).toAlignedRect()
        mouth_mm = 10 / 96 * place.width() / on.px_per_mm
        assert mouth_mm < FAR_MM * ARC_MINUTE
        plain = None
        for picture in pictures.values():
            for x in range(place.left(), place.right() + 1):
                for y in range(place.top(), place.bottom() + 1):
                    picture.setPixelColor(x, y, QColor("white"))
            plain = plain or picture
            assert picture == plain


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("look", [Look(), Look(high_contrast=True)])
def test_the_ring_is_three_millimetres_wide_and_stands_out_everywhere(screen: str, look: Look) -> None:
    with stage(screen) as on:
        for page in (Page.OFFICIALS, Page.CRITERIA, Page.STILL_THERE):
            on.show(scene_at(page, look))
            press(on, Key.Key_Tab)
            for _ in walk(on):
                found = on.item("focusRing")
                band = found.property("half")
                assert 2 * band >= RING_MM * on.px_per_mm
                box = found.property("box")
                picture = on.picture()
                row = [
                    picture.pixelColor(int(box.x() - band + step), int(box.center().y()))
                    for step in (-2, band // 2, band + band // 2)
                ]
                assert ratio(row[0], row[1]) >= 3
                assert ratio(row[1], row[2]) >= 3
                press(on, Key.Key_Tab)
            on.touch_at(QPoint(2, on.window.height() - 2))
            on.rest()


def test_controls_that_change_take_the_ring_with_them(window: Stage) -> None:
    window.show(scene_at(Page.OFFICIALS))
    press(window, Key.Key_Tab)
    window.show(scene_at(Page.OFFICIALS, page_no=1))
    window.wait(lambda: stop(window) == f"official-{CARDS[12].official}")
    window.show(scene_at(Page.OFFICIALS, Look(large_text=True), page_no=2))
    window.wait(lambda: stop(window).startswith("official-"))


def test_a_key_tells_that_somebody_is_there(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    press(window, Key.Key_Tab)
    assert window.events == [Lingered(at_ms=NOW_MS)]


@pytest.fixture
def one_switch(qt: QGuiApplication) -> Iterator[Stage]:
    with stage(switches=Switches(one=True, dwell_ms=DWELL_MS)) as opened:
        yield opened


def box_of(on: Stage, *names: str) -> QRectF:
    box = QRectF()
    for name in names:
        item = on.item(name)
        box = box.united(item.mapRectToScene(QRectF(0, 0, item.width(), item.height())))
    return box


def test_one_switch_scans_rows_then_the_controls_of_a_row_and_selects(one_switch: Stage) -> None:
    on = one_switch
    on.show(scene_at(Page.OFFICIALS))
    press(on, Key.Key_Space)
    row = [f"official-{card.official}" for card in CARDS[:6]]
    assert ring(on) == box_of(on, *row[:3])
    on.wait(lambda: ring(on) == box_of(on, *row[3:6]))
    press(on, Key.Key_Space)
    assert stop(on) == row[3]
    on.wait(lambda: stop(on) == row[4])
    press(on, Key.Key_Return)
    assert touches(on) == [OfficialChosen(CARDS[4].official, at_ms=NOW_MS)]


def test_one_switch_scans_few_controls_one_by_one(one_switch: Stage) -> None:
    on = one_switch
    on.show(scene_at(Page.STILL_THERE))
    press(on, Key.Key_Space)
    assert stop(on) == "finish"
    on.wait(lambda: stop(on) == "stay")
    on.wait(lambda: stop(on) == "largeText")
    assert touches(on) == []


def test_one_switch_rates_and_the_ring_never_tells_which_face(one_switch: Stage) -> None:
    on = one_switch
    on.show(scene_at(Page.SCORE))
    press(on, Key.Key_Space)
    assert ring(on) == box_of(on, FACES)
    press(on, Key.Key_Space)
    first = stop(on)
    on.wait(lambda: stop(on) not in {first, ""})
    assert ring(on) == box_of(on, FACES)
    face = stop(on)
    press(on, Key.Key_Space)
    assert touches(on) == [ScoreTouched(int(face[-1]), at_ms=NOW_MS)]


def test_scanning_that_nobody_answers_ends_by_itself(qt: QGuiApplication) -> None:
    with stage(switches=Switches(one=True, dwell_ms=10)) as on:
        on.show(scene_at(Page.STILL_THERE))
        for _ in range(2):
            press(on, Key.Key_Space)
            on.wait(lambda: stop(on) == "finish")
            on.wait(lambda: ring(on) is None)
        assert touches(on) == []


def test_after_a_row_nobody_answers_the_rows_come_again(qt: QGuiApplication) -> None:
    with stage(switches=Switches(one=True, dwell_ms=20)) as on:
        on.show(scene_at(Page.REASONS))
        press(on, Key.Key_Space)
        first = ring(on)
        press(on, Key.Key_Space)
        assert ring(on) != first
        on.wait(lambda: ring(on) == first)


def test_a_switch_that_is_held_selects_once(one_switch: Stage) -> None:
    on = one_switch
    on.show(scene_at(Page.STILL_THERE))
    press(on, Key.Key_Space)
    hold(on, Key.Key_Space)
    assert touches(on) == [Finished(at_ms=NOW_MS)]
