"""What Attract tells in turn."""

from dataclasses import replace
from itertools import count, product

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from kiosk.ui.model import VisitModel
from kiosk.ui.notices import NOTICE_MS, Notice, notice_now, notices_of, pieces, wrapped
from kiosk.ui.theme import Theme
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import NOW_MS, fixed_scene_at, scene_at
from tests.kiosk.ui.stage import SCREENS, stage
from tests.kiosk.ui.test_props import props


def short(text: str) -> bool:
    return len(text) <= 20


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Một câu ngắn.", ("Một câu ngắn.",)),
        ("Câu một. Câu hai. Câu ba.", ("Câu một. Câu hai.", "Câu ba.")),
        ("Một câu rất dài không có dấu chấm", ("Một câu rất dài…", "…không có dấu chấm")),
        ("Nguyễnthịphươngthảonguyên ơi", ("Nguyễnthịphươngthả…", "…onguyên ơi")),
        ("Lịch sự và đúng hẹn nhé.", ("Lịch sự và…", "…đúng hẹn nhé.")),
        ("  ", ()),
    ],
)
def test_a_notice_that_is_too_long_is_told_in_several(text: str, told: tuple[str, ...]) -> None:
    assert pieces(text, short) == told


def test_every_word_is_told_once_and_every_piece_fits() -> None:
    text = "Cán bộ, công chức lịch sự. Hướng dẫn tận tình, chu đáo, dễ hiểu! Không gây phiền hà?"
    told = pieces(text, short)
    assert " ".join(told).replace("…", "").split() == text.split()
    assert all(map(short, told))


def test_words_wrap_and_what_is_wider_than_a_line_goes_on_below() -> None:
    assert wrapped("aa bb cc", len, 5) == ("aa bb", "cc")
    assert wrapped("aa bbbbbbb c", len, 5) == ("aa", "bbbbb", "bb c")
    assert wrapped("bbbbbbb", len, 5) == ("bbbbb", "bb")
    assert wrapped("bbb", len, 0) == ("b", "b", "b")
    assert wrapped("", len, 5) == ("",)


def test_each_notice_has_its_twelve_seconds_and_then_they_begin_again() -> None:
    notices = (Notice("privacy"), Notice("rights", "a"))
    told = [notice_now(notices, at) for at in (0, NOTICE_MS - 1, NOTICE_MS, 2 * NOTICE_MS)]
    assert told == [notices[0], notices[0], notices[1], notices[0]]


def test_a_directory_without_notices_leaves_the_pages_own_words() -> None:
    scene = replace(scene_at(Page.ATTRACT), notices={})
    assert notices_of(scene, "vi", short) == (Notice("privacy"), Notice("rights"))


def test_notices_are_told_in_the_citizens_language_and_the_unit_s_own_rights_replace_ours() -> None:
    scene = scene_at(Page.ATTRACT, Look("en"))
    told = notices_of(scene, "en", lambda text: True)
    assert [notice.kind for notice in told] == ["privacy", *["conduct"] * 3, *["rights"] * 2, "published"]
    assert told[4].text == "You have the right to oversee officials at their work."
    assert props(replace(scene, now_ms=4 * NOTICE_MS)).notice.split() == told[4].text.split()


def test_only_attract_tells_notices() -> None:
    assert props(scene_at(Page.SCORE)).notice_kind == ""


def changed(one: QImage, other: QImage) -> QRect:
    """Where two pictures differ, in steps of eight pixels."""
    area = QRect()
    for x in range(0, one.width(), 8):
        for y in range(0, one.height(), 8):
            place = QRect(x, y, 8, 8)
            if one.copy(place) != other.copy(place):
                area = area.united(place)
    return area


@pytest.mark.usefixtures("quiet_qt")
@pytest.mark.parametrize("screen", ["1280x800", "1080x1920"])
def test_only_the_few_lines_of_the_notice_change(screen: str) -> None:
    with stage(screen) as on:
        for scene in (scene_at(Page.ATTRACT), fixed_scene_at()):
            on.show(scene)
            before, board = on.picture(), on.item("noticeBoard")
            on.show(replace(scene, now_ms=NOW_MS + NOTICE_MS))
            area = changed(before, on.picture())
            assert area.height() > 8
            assert area.width() <= board.width() + 16
            assert area.height() <= on.window.height() * 0.18


HARD = (
    "Xin xem kết quả từng quý tại https://ketqua.phananh.binhha.gov.vn/mot-cua/phuong-vo-thi-sau.",
    "Phản ánh gửi về phananh-kiennghi@trungtam.binhha.gov.vn hoặc (0240) 3.123.456 trong giờ hành chính.",
    "Công chức không nhận tiền, quà; Ông/Bà có quyền giám sát cán bộ, công chức thi hành công vụ.",
)


@pytest.mark.usefixtures("quiet_qt")
@pytest.mark.parametrize("screen", SCREENS)
def test_every_word_of_a_notice_is_seen_on_every_screen_in_every_look(screen: str) -> None:
    words = tuple({"vi": text, "en": text} for text in HARD)
    with stage(screen) as on:
        for flags, known in product(product((False, True), repeat=2), (False, True)):
            look = Look("vi", *flags)
            scene = replace(
                fixed_scene_at(look) if known else scene_at(Page.ATTRACT, look), notices={"rights": words}
            )
            on.show(replace(scene, now_ms=NOTICE_MS))
            seen: list[str] = []
            for turn in count(1):
                on.model.show(replace(scene, now_ms=turn * NOTICE_MS))
                told = on.model.values["notice"]
                if not told:
                    break
                seen.append(told.replace("…", ""))
                assert not any(line.property("truncated") for line in on.item("notice").childItems()), told
            assert "".join("".join(seen).split()) == "".join(" ".join(HARD).split())


@pytest.mark.usefixtures("quiet_qt")
def test_a_resting_page_draws_nothing_while_nothing_changes() -> None:
    with stage() as on:
        on.show(scene_at(Page.ATTRACT))
        on.picture()
        QTest.qWait(50)
        frames: list[None] = []
        on.window.frame_swapped.connect(lambda: frames.append(None))
        for tick in range(1, 6):
            on.model.show(replace(scene_at(Page.ATTRACT), now_ms=NOW_MS + tick * 250))
            QTest.qWait(30)
        assert frames == []
        on.model.show(replace(scene_at(Page.ATTRACT), now_ms=NOW_MS + NOTICE_MS))
        on.wait(lambda: frames != [])


def test_with_reduced_motion_nothing_glides_or_fades(qt: QGuiApplication) -> None:
    theme = VisitModel(lambda event: None, lambda: NOW_MS, still=True).theme
    assert isinstance(theme, Theme)
    assert (theme.values["motion_page"], theme.values["motion_press"]) == (0, 0)
    assert theme.values["motion_hold"] > 0
