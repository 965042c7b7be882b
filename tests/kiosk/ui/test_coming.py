"""The page that is next is made while the touch before it is still seen, and no page is ever kept."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.visit import Page
from tests.kiosk.ui.scenes import scene_at
from tests.kiosk.ui.stage import Stage, stage

pytestmark = pytest.mark.usefixtures("quiet_qt")

WALK = (Page.ATTRACT, Page.SCORE, Page.CRITERIA, Page.REASONS, Page.COMMENT, Page.THANKS, Page.ATTRACT)


@pytest.fixture(scope="module")
def held(qt: QGuiApplication) -> Iterator[Stage]:
    """One window for all; where a hold ends, its test turns the page."""
    with stage(still=False) as opened:
        opened.model._hold.timeout.disconnect(opened.model._render)
        yield opened


@pytest.fixture
def window(held: Stage) -> Stage:
    """That window, with no touch under way."""
    held.wait(lambda: not held.model._hold.isActive())
    return held


def pages(opened: Stage) -> list[QQuickItem]:
    """Every page there is, seen or not."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def under(item: QQuickItem) -> Iterator[QQuickItem]:
        yield item
        for child in item.childItems():
            yield from under(child)

    return [item for item in under(opened.window.contentItem()) if item.objectName().startswith("page-")]


def names(opened: Stage) -> list[str]:
    return [page.objectName() for page in pages(opened)]


def prepared(opened: Stage, page: Page) -> QQuickItem:
    """The page once it is made, while the touch before it is still seen."""
    opened.model.goOn()
    opened.model.show(scene_at(page))
    opened.wait(lambda: f"page-{page}" in names(opened))
    return next(one for one in pages(opened) if one.objectName() == f"page-{page}")


@pytest.mark.parametrize(("before", "after"), list(pairwise(WALK)))
def test_the_next_page_is_made_unseen_and_is_the_one_that_comes_in(
    window: Stage, before: Page, after: Page
) -> None:
    standing = window.show(scene_at(before))
    coming = prepared(window, after)
    assert standing.isVisible()
    assert standing.opacity() == 1
    assert not coming.isVisible()
    assert window.find(f"page-{after}") is None
    window.model._render()
    assert window.find(f"page-{after}") == coming
    assert coming.opacity() < 1
    window.wait(lambda: coming.opacity() == 1 and coming.x() == 0)
    assert names(window) == [f"page-{after}"]


def test_a_page_that_was_made_and_does_not_come_is_gone(window: Stage) -> None:
    window.show(scene_at(Page.REASONS, score=4))
    prepared(window, Page.COMMENT)
    window.model.show(scene_at(Page.PAUSED))
    window.model._render()
    assert names(window) == ["page-paused"]


def test_a_page_that_is_not_made_in_time_comes_all_the_same(window: Stage) -> None:
    window.show(scene_at(Page.REASONS, score=4))
    window.model.goOn()
    window.model.show(scene_at(Page.COMMENT))
    window.model._render()
    assert names(window) == ["page-comment"]
    assert window.item("page-comment").isVisible()
    assert window.item("key-q").isVisible()


def test_no_page_with_a_text_is_kept_when_another_one_stands(window: Stage) -> None:
    window.show(scene_at(Page.COMMENT))
    window.show(scene_at(Page.ATTRACT))
    assert names(window) == ["page-attract"]


def test_a_page_of_staff_takes_the_keyboard_only_when_it_is_there(window: Stage) -> None:
    window.show(scene_at(Page.ATTRACT))
    window.model.goOn()
    window.model.show(scene_at(Page.STAFF_PIN))
    assert window.model.values["coming"] == ""
    window.model._render()
    assert names(window) == ["page-staff_pin"]
