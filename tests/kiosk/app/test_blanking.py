"""The screen is dark while the desk is closed and nobody is there."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication

from kiosk.app.blanking import DARK_AFTER_MS, Blanking
from kiosk.visit import Page

TOUCH = QEvent(QEvent.Type.TouchBegin)


class Panel:
    """Remembers whether it shines."""

    def __init__(self) -> None:
        self.told: list[bool] = []

    def lit(self) -> bool:
        return self.told[-1]

    def shine(self, *, on: bool) -> bool:
        self.told.append(on)
        return True


@pytest.fixture
def panel() -> Panel:
    return Panel()


@pytest.fixture
def blanking(quiet_qt: QGuiApplication, panel: Panel) -> Iterator[Blanking]:
    made = Blanking(panel)
    yield made
    made.close()
    shiboken6.delete(made)


def come_to_dark(blanking: Blanking) -> None:
    blanking.see(Page.OUT_OF_HOURS)
    assert blanking._timer.isActive()
    assert blanking._timer.interval() == DARK_AFTER_MS
    blanking._timer.stop()
    blanking._timer.timeout.emit()


def test_it_shines_from_the_start_even_after_a_kiosk_that_ended_in_the_dark(
    blanking: Blanking, panel: Panel
) -> None:
    assert panel.lit()


def test_after_hours_it_goes_dark_and_the_first_touch_only_lights_it(
    blanking: Blanking, panel: Panel
) -> None:
    come_to_dark(blanking)
    assert not panel.lit()
    blanking.see(Page.OUT_OF_HOURS)
    assert not panel.lit(), "the clock on the page moved on"
    assert blanking.eventFilter(blanking, TOUCH)
    assert panel.lit()
    assert not blanking.eventFilter(blanking, TOUCH), "the second does what it does"
    assert blanking._timer.isActive(), "nobody touches any more: dark again"


def test_when_the_desk_opens_it_shines_and_stays_so(blanking: Blanking, panel: Panel) -> None:
    come_to_dark(blanking)
    blanking.see(Page.ATTRACT)
    assert panel.lit()
    assert not blanking._timer.isActive()
    assert not blanking.eventFilter(blanking, TOUCH)


def test_a_panel_that_cannot_be_put_out_swallows_no_touch(quiet_qt: QGuiApplication) -> None:
    made = Blanking(None)
    come_to_dark(made)
    assert not made.eventFilter(made, TOUCH)
    made.close()
    shiboken6.delete(made)
