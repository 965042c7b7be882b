from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.model import VisitModel
from kiosk.ui.window import KioskWindow, open_window
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import CARDS, NOW_MS, RECEIPT, scene_at
from tests.kiosk.ui.stage import Stage, stage

pytestmark = pytest.mark.usefixtures("quiet_qt")


@contextmanager
def opened(**given: object) -> Iterator[tuple[KioskWindow, VisitModel]]:
    model = VisitModel(lambda event: None, lambda: NOW_MS)
    shown = open_window(model, **given)  # type: ignore[arg-type]
    try:
        yield shown, model
    finally:
        shown.shut()


def words(on: Stage) -> set[str]:
    return {item.property("text") for item in on.items() if item.inherits("QQuickText")}


def test_a_kiosk_covers_the_whole_screen_and_shows_no_pointer() -> None:
    with opened() as (shown, _):
        assert shown.visibility() == KioskWindow.Visibility.FullScreen
        assert shown.geometry() == QGuiApplication.primaryScreen().geometry()
        assert shown.cursor().shape() == Qt.CursorShape.BlankCursor


def test_a_window_has_the_size_that_was_asked_for() -> None:
    with opened(windowed=True, size=(1024, 768)) as (shown, _):
        assert (shown.width(), shown.height()) == (1024, 768)
    with opened(windowed=True) as (shown, _):
        assert (shown.width(), shown.height()) == (1280, 800)


def test_nobody_closes_the_window_that_fills_the_screen_but_one_on_a_desktop_closes() -> None:
    with opened() as (shown, _):
        assert not shown.close()
        assert shown.visibility() == KioskWindow.Visibility.FullScreen
    with opened(windowed=True) as (shown, _):
        assert shown.close()


def test_it_is_drawn_by_the_software_renderer() -> None:
    with opened(windowed=True):
        assert QQuickWindow.sceneGraphBackend() == "software"


def test_a_window_of_another_shape_is_laid_out_anew() -> None:
    with stage() as on:
        on.show(scene_at(Page.SCORE))
        assert on.item("score-1").y() == on.item("score-5").y()
        on.window.resize(1080, 1920)
        on.wait(lambda: on.item("score-1").x() == on.item("score-5").x())
        assert on.item("score-5").y() > on.item("score-1").y()


def test_every_word_changes_with_the_language_at_once() -> None:
    with stage() as on:
        on.show(scene_at(Page.THANKS))
        vietnamese = words(on)
        on.show(scene_at(Page.THANKS, Look("en")))
        assert vietnamese & words(on) == {"Hài Lòng", "Aa", RECEIPT.code}
        assert {"Thank you", "Back to the start in 15 seconds"} <= words(on)
        on.show(scene_at(Page.THANKS, Look("en"), deadline_ms=NOW_MS + 1_000))
        assert "Back to the start in 1 second" in words(on)
        on.show(scene_at(Page.THANKS))
        assert words(on) == vietnamese


def test_a_window_that_shuts_leaves_no_language_behind() -> None:
    with stage() as on:
        on.show(scene_at(Page.PAUSED, Look("en")))
    assert QGuiApplication.translate("ThanksPage", "Xong") == "Xong"


def test_nothing_of_a_visit_is_left_on_the_next_page_of_attract() -> None:
    with stage() as on:
        on.show(scene_at(Page.ATTRACT))
        before, pixels = words(on), on.picture()
        on.show(scene_at(Page.THANKS, Look("en", large_text=True, high_contrast=True), score=1))
        on.show(scene_at(Page.ATTRACT, official=None))
        assert words(on) == before
        assert on.picture() == pixels
        held = set(map(str, on.model.values.values()))
        assert not held & {RECEIPT.url, RECEIPT.code, CARDS[0].name, CARDS[0].photo_url}


def test_somebody_without_a_photo_is_a_plain_figure_and_a_whole_desk_is_people() -> None:
    def drawings(on: Stage) -> set[str]:
        sources = {item.property("source").toString() for item in on.items() if item.inherits("QQuickImage")}
        return {source.removeprefix("image://drawings/") for source in sources}

    nobody = replace(CARDS[0], photo_url=None)
    with stage() as on:
        on.show(replace(scene_at(Page.SCORE), officials=(nobody,)))
        assert "photo/all/16/nobody:light" in drawings(on)
        assert "light/drawings/people" not in drawings(on)
        on.show(scene_at(Page.SCORE, official=None, whole_desk=True))
        assert "light/drawings/people" in drawings(on)
