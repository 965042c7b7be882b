"""What a screen reader is told: Qt's own accessible tree, walked as a reader walks it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.ui.scene import Scene
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import (
    CALLED,
    CARDS,
    PAGES,
    PRACTISING,
    fixed_scene_at,
    long_choices_at,
    scene_at,
)
from tests.kiosk.ui.staff_scenes import Moment, hard_moments
from tests.kiosk.ui.stage import Stage, on_key, stage

Told = tuple[QAccessible.Role, str]

pytestmark = pytest.mark.usefixtures("quiet_qt")


@pytest.fixture(scope="module")
def wide(qt: QGuiApplication) -> Iterator[Stage]:
    """One window, with somebody listening."""
    with stage() as opened:
        QAccessible.setActive(True)
        yield opened
        QAccessible.setActive(False)


def tree(of: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield of
    for number in range(of.childCount()):
        yield from tree(of.child(number))


def heard(window: Stage, page: Page, look: Look) -> list[QAccessibleInterface]:
    return heard_of(window, scene_at(page, look))


def heard_of(window: Stage, scene: Scene) -> list[QAccessibleInterface]:
    window.show(scene)
    return list(tree(QAccessible.queryAccessibleInterface(window.window)))[1:]


STATES: dict[str, Callable[[Look], Scene]] = {
    **{page.value: partial(scene_at, page) for page in PAGES},
    "attract-fixed": fixed_scene_at,
    "attract-fixed-desk": lambda look: fixed_scene_at(look, None),
    "score-call": lambda look: scene_at(Page.SCORE, look, **CALLED),
    "score-correcting": lambda look: scene_at(Page.SCORE, look, score=3, correcting=True),
    "score-desk": lambda look: scene_at(Page.SCORE, look, official=None, whole_desk=True),
    "score-practice": lambda look: scene_at(Page.SCORE, look, **PRACTISING),
    "score-unreadable": lambda look: scene_at(Page.SCORE, look, unreadable=True),
    "officials-last": lambda look: scene_at(Page.OFFICIALS, look, page_no=1),
    "criteria-single": lambda look: long_choices_at(Page.CRITERIA, 5, look),
    "thanks-invited": lambda look: scene_at(Page.THANKS, look, invited=True),
    "out_of_hours-silent": lambda look: replace(scene_at(Page.OUT_OF_HOURS, look), may_read_aloud=False),
}
"""Every page, and every other state it has."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_state_of_every_page_is_told_whole(wide: Stage, state: str, language: str) -> None:
    all_heard = heard_of(wide, STATES[state](Look(language)))
    controls = {item.objectName(): item for item in wide.controls()}
    buttons = {found.object().objectName(): found for found in all_heard if is_button(found)}
    assert buttons.keys() == controls.keys()
    for told_name, button in buttons.items():
        item = controls[told_name]
        assert name(button).strip()
        assert "\n" not in name(button)
        assert button.state().focusable == item.isEnabled()
        assert button.state().disabled == (not item.isEnabled())
        assert button.state().checkable == bool(item.property("checkable"))
        assert button.state().checked == bool(item.property("checked"))
    assert len({name(button) for button in buttons.values()}) == len(buttons)
    assert not [found for found in all_heard if not name(found).strip()]


def is_button(found: QAccessibleInterface) -> bool:
    return found.role() == QAccessible.Role.Button


@pytest.mark.parametrize("state", STATES)
def test_a_page_is_told_by_its_title_first(wide: Stage, state: str) -> None:
    all_heard = heard_of(wide, STATES[state](Look()))
    page = next(found for found in all_heard if found.role() == QAccessible.Role.Pane)
    titles = [name(found) for found in all_heard if found.role() == QAccessible.Role.Heading]
    assert page.object().objectName() == f"page-{state.split('-', maxsplit=1)[0]}"
    assert titles == [name(page)]


@pytest.mark.parametrize("state", STATES)
def test_what_is_hidden_is_not_told_and_what_can_be_read_is(wide: Stage, state: str) -> None:
    all_heard = heard_of(wide, STATES[state](Look()))
    seen = set(map(id_of, wide.items()))
    assert all(id_of(found.object()) in seen for found in all_heard if is_item(found))
    told = " ".join(name(found) for found in all_heard)
    silent = {
        item.property("text")
        for item in wide.items()
        if item.inherits("QQuickText") and item.property("text").replace("\n", " ") not in told
        if not on_key(item)
    }
    names = {"Công T. T. N. T. N. Quỳnh Anh"}  # told with all its syllables
    assert {text.replace("\n", " ") for text in silent} <= {"Aa", "Aa Chữ to", "EN"} | names


def id_of(item: QObject) -> int:
    return shiboken6.getCppPointer(item)[0]


def is_item(found: QAccessibleInterface) -> bool:
    return isinstance(found.object(), QQuickItem)


@pytest.mark.parametrize("state", STATES)
def test_controls_are_told_in_the_order_they_are_read(wide: Stage, state: str) -> None:
    all_heard = heard_of(wide, STATES[state](Look()))
    told = [found.object().objectName() for found in all_heard if is_button(found)]
    answers = [one for one in told if one.split("-")[0] in {"official", "score", "answer", "choice"}]
    places = [wide.place(wide.item(one)) for one in answers]
    assert places == sorted(places, key=lambda place: (place.y() // 20, place.x()))
    bar = ["largeText", "highContrast", "readAloud", "language"]
    assert [one for one in told if one in bar] == [one for one in bar if one in told]


def name(of: QAccessibleInterface) -> str:
    return of.text(QAccessible.Text.Name)


@pytest.mark.parametrize("page", PAGES)
def test_every_name_is_another_one_in_english_but_for_letters_and_names_of_people_and_products(
    wide: Stage, page: Page
) -> None:
    told = {
        language: [name(found) for found in heard(wide, page, Look(language))] for language in ("vi", "en")
    }
    assert len(told["vi"]) == len(told["en"])
    same = {one for one, other in zip(told["vi"], told["en"], strict=True) if one == other}
    same = {one for one in same if len(one) > 1}
    assert same <= {"Hài Lòng", CARDS[0].name, "15", "11:56", "7K3M-92QD-XV5H", "KB-07 · Sảnh tầng 1"}


@pytest.mark.parametrize("moment", hard_moments(Look()), ids=lambda moment: moment[0])
def test_whatever_staff_see_has_a_name_and_whatever_they_touch_is_a_button(
    wide: Stage, moment: Moment
) -> None:
    wide.show_staff(scene_at(moment[1].page), moment)
    all_heard = list(tree(QAccessible.queryAccessibleInterface(wide.window)))[1:]
    assert all(name(found).strip() for found in all_heard)
    buttons = [found for found in all_heard if found.role() == QAccessible.Role.Button]
    assert len(buttons) == len(wide.controls())
    assert len({name(button) for button in buttons}) == len(buttons)
    if moment[1].page is Page.STAFF_PIN and not moment[1].wait_ms:
        assert [name(found) for found in all_heard if name(found).startswith("Đã nhập")] == [
            f"Đã nhập {moment[4]} số"
        ]


@pytest.mark.parametrize("look", [Look(), Look(large_text=True), Look(high_contrast=True)])
@pytest.mark.parametrize("page", [Page.ATTRACT, Page.OFFICIALS])
def test_a_switch_tells_whether_it_is_on(wide: Stage, page: Page, look: Look) -> None:
    switches = {
        name(found): found.state().checked for found in heard(wide, page, look) if found.state().checkable
    }
    assert switches == {"Chữ to": look.large_text, "Tương phản": look.high_contrast, "Đọc to": False}


def test_a_switch_whose_touch_was_ignored_stays_as_it_was(wide: Stage) -> None:
    wide.show(scene_at(Page.SCORE))
    wide.touch("largeText")
    assert not wide.item("largeText").property("checked")
    wide.show(scene_at(Page.SCORE, Look(large_text=True)))
    assert wide.item("largeText").property("checked")


def test_an_official_is_told_with_the_whole_name_and_the_counter(wide: Stage) -> None:
    told = [name(found) for found in heard(wide, Page.OFFICIALS, Look(large_text=True))]
    assert "Nguyễn Thị Phương Thảo Nguyên, Quầy 1 · Hộ tịch" in told


def test_a_face_is_told_in_one_line_and_drawings_are_not_told(wide: Stage) -> None:
    all_heard = heard(wide, Page.SCORE, Look())
    buttons = [name(found) for found in all_heard if found.role() == QAccessible.Role.Button]
    assert buttons[:5] == ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
    roles = {found.role() for found in all_heard}
    assert roles == {
        QAccessible.Role.Pane,
        QAccessible.Role.Heading,
        QAccessible.Role.StaticText,
        QAccessible.Role.Button,
    }


def test_the_code_of_the_receipt_is_a_picture_with_a_name(wide: Stage) -> None:
    pictures = [
        name(found) for found in heard(wide, Page.THANKS, Look()) if found.role() == QAccessible.Role.Graphic
    ]
    assert pictures == ["Mã QR của biên nhận"]
