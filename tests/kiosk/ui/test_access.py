"""What a screen reader is told: Qt's own accessible tree, walked as a reader walks it."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication

from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import CARDS, PAGES, scene_at
from tests.kiosk.ui.stage import Stage, stage

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
    window.show(scene_at(page, look))
    return list(tree(QAccessible.queryAccessibleInterface(window.window)))[1:]


def name(of: QAccessibleInterface) -> str:
    return of.text(QAccessible.Text.Name)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_control_is_a_button_with_a_name(wide: Stage, page: Page, language: str) -> None:
    all_heard = heard(wide, page, Look(language))
    buttons = [found for found in all_heard if found.role() == QAccessible.Role.Button]
    assert len(buttons) == len(wide.controls())
    assert all(name(button).strip() for button in all_heard)
    assert len({name(button) for button in buttons}) == len(buttons)
    assert not any("\n" in name(button) for button in buttons)
    assert [found.state().disabled for found in buttons].count(1) == (page is Page.OFFICIALS)


@pytest.mark.parametrize("page", PAGES)
def test_every_name_is_another_one_in_english_but_for_letters_and_names_of_people_and_products(
    wide: Stage, page: Page
) -> None:
    told = {
        language: [name(found) for found in heard(wide, page, Look(language))] for language in ("vi", "en")
    }
    assert len(told["vi"]) == len(told["en"])
    same = {one for one, other in zip(told["vi"], told["en"], strict=True) if one == other}
    assert {one for one in same if len(one) > 1} <= {
        "Hài Lòng",
        CARDS[0].name,
        "15",
        "7K3M-92QD-XV5H",
        "KB-07 · Sảnh tầng 1",
    }


@pytest.mark.parametrize("look", [Look(), Look(large_text=True), Look(high_contrast=True)])
@pytest.mark.parametrize("page", [Page.ATTRACT, Page.OFFICIALS])
def test_a_switch_tells_whether_it_is_on(wide: Stage, page: Page, look: Look) -> None:
    switches = {
        name(found): found.state().checked for found in heard(wide, page, look) if found.state().checkable
    }
    assert switches == {"Chữ to": look.large_text, "Tương phản": look.high_contrast}


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
    assert roles == {QAccessible.Role.Pane, QAccessible.Role.StaticText, QAccessible.Role.Button}


def test_the_code_of_the_receipt_is_a_picture_with_a_name(wide: Stage) -> None:
    pictures = [
        name(found) for found in heard(wide, Page.THANKS, Look()) if found.role() == QAccessible.Role.Graphic
    ]
    assert pictures == ["Mã QR của biên nhận"]
