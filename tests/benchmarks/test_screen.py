"""What a finger waits for, as parts of one 60 Hz frame: the pressed mark, and the page behind it.

On the software renderer, drawn offscreen; the reference of the same run is a frame in which nothing changes.
"""

import time
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QGuiApplication

from kiosk.visit import Page
from tests.kiosk.qt import qt, quiet_qt
from tests.kiosk.ui.scenes import scene_at
from tests.kiosk.ui.stage import SCREENS, Stage, stage

__all__ = ["qt", "quiet_qt"]

FRAME_SECONDS = 1 / 60
TIMES = 60
PATIENCE_MS = 5_000


class Painter:
    """Does something and takes the time until a frame shows it."""

    def __init__(self, opened: Stage) -> None:
        self._frames = 0
        opened.window.frame_swapped.connect(self._count)

    def _count(self) -> None:
        self._frames += 1

    def painted(self, act: Callable[[], None]) -> float:
        """Seconds from `act` to the next frame on the screen."""
        patience = QDeadlineTimer(PATIENCE_MS)
        before = self._frames
        begun = time.perf_counter()
        act()
        while self._frames == before:
            assert not patience.hasExpired(), "nothing was painted"
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        return time.perf_counter() - begun


def report(what: str, taken: list[float], reference: list[float]) -> None:
    """Print p50 and p99 against a frame of the screen, and against the reference's median."""
    p50, p99 = (sorted(taken)[len(taken) * part // 100] for part in (50, 99))
    plain = sorted(reference)[len(reference) // 2]
    print(
        f"\n{what:<52}  p50 {p50 / FRAME_SECONDS:6.2f}   p99 {p99 / FRAME_SECONDS:6.2f} × a 60 Hz frame"
        f"   {p50 / plain:6.2f} × a frame without a change",
        end="",
    )


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("quiet_qt")
def test_a_touch_is_seen_and_the_next_page_comes(screen: str) -> None:
    with stage(screen) as opened:
        painter = Painter(opened)
        pressed, turned, idle = [], [], []
        changed: list[float] = []
        faces, questions = scene_at(Page.SCORE), scene_at(Page.CRITERIA)
        opened.model.told_of("page").connect(lambda: changed.append(time.perf_counter()))
        for _ in range(TIMES):
            opened.show(faces)
            opened.rest()
            changed.clear()
            idle.append(painter.painted(opened.window.update))
            pressed.append(painter.painted(partial(opened.press, opened.place(opened.item("score-4")))))
            opened.lift(opened.place(opened.item("score-4")))
            opened.model.show(questions)
            opened.wait(lambda: bool(changed))
            painter.painted(lambda: None)
            turned.append(time.perf_counter() - changed.pop())
    report(f"{screen}: touch to pressed mark painted", pressed, idle)
    report(f"{screen}: end of hold to next page painted", turned, idle)
