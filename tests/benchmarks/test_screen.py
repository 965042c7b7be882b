"""What a finger waits for, as parts of a 60 Hz frame: the pressed mark, a key's letter, the page behind.

On the software renderer, drawn offscreen; the reference of the same run is a frame in which nothing changes.
A mark counts when all of it is on the screen, a page as soon as it can be seen coming in. Of a page the
screen's own processor time is told, too: that does not grow with what else the machine has to do.
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
from tests.kiosk.ui.typist import STROKE_MS, typist

__all__ = ["qt", "quiet_qt"]

FRAME_SECONDS = 1 / 60
TIMES = 60
PATIENCE_MS = 5_000
WALK = (Page.ATTRACT, Page.SCORE, Page.CRITERIA, Page.REASONS, Page.COMMENT, Page.THANKS)
KEYS = "bcghklmnptv"


class Painter:
    """Does something and takes the time until a frame shows it."""

    def __init__(self, opened: Stage) -> None:
        self._shown: Callable[[], bool] = lambda: True
        self._done = False
        opened.window.frame_swapped.connect(self._look)

    def _look(self) -> None:
        self._done = self._done or self._shown()

    def painted(self, act: Callable[[], object], shown: Callable[[], bool] = lambda: True) -> float:
        """Seconds from `act` to the end of the first frame after which `shown` holds."""
        patience = QDeadlineTimer(PATIENCE_MS)
        self._shown, self._done = shown, False
        begun = time.perf_counter()
        act()
        while not self._done:
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


def idle(opened: Stage, painter: Painter) -> list[float]:
    """What frames take in which nothing changes."""
    return [painter.painted(opened.window.update) for _ in range(TIMES)]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("quiet_qt")
def test_a_touch_is_seen(screen: str) -> None:
    with stage(screen) as opened:
        painter = Painter(opened)
        opened.show(scene_at(Page.SCORE))
        plain, pressed = idle(opened, painter), []
        face = opened.item("score-4")
        point, edge = opened.place(face), opened.model._theme.values["border_pressed"]
        for _ in range(TIMES):
            opened.rest()
            pressed.append(
                painter.painted(partial(opened.press, point), lambda: face.property("edge") == edge)
            )
            opened.lift(point)
            opened.wait(lambda: face.property("edge") < edge)
    report(f"{screen}: touch to pressed mark painted", pressed, plain)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("quiet_qt")
def test_the_next_page_comes(screen: str) -> None:
    with stage(screen) as opened:
        painter = Painter(opened)
        plain = idle(opened, painter)
        turned: dict[Page, list[float]] = {page: [] for page in WALK}
        worked: dict[Page, list[float]] = {page: [] for page in WALK}
        for page in WALK * (TIMES // len(WALK) + 1):

            def coming(name: str = f"page-{page}") -> bool:
                item = opened.find(name)
                return item is not None and item.opacity() > 0

            begun = time.thread_time()
            turned[page].append(painter.painted(partial(opened.model.show, scene_at(page)), coming))
            worked[page].append(time.thread_time() - begun)
            opened.show(scene_at(page))
    for page, taken in turned.items():
        report(f"{screen}: end of hold to {page} painted", taken[1:], plain)
        p50, p99 = (sorted(worked[page][1:])[len(taken[1:]) * part // 100] for part in (50, 99))
        print(
            f"\n{'':<36}{'processor time of it':<16}  p50 {p50 / FRAME_SECONDS:6.2f}"
            f"   p99 {p99 / FRAME_SECONDS:6.2f} × a 60 Hz frame, n = {len(taken) - 1}",
            end="",
        )


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("quiet_qt")
def test_a_letter_follows_its_key(screen: str) -> None:
    with typist(screen) as someone:
        painter = Painter(someone.stage)
        plain, typed = idle(someone.stage, painter), []
        for key in KEYS * 4:
            length = len(someone.text)
            point = someone.stage.place(someone.stage.item(f"key-{key}"))
            touch = partial(someone.stage.press, point)

            def written(length: int = length) -> bool:
                return len(someone.text) != length

            typed.append(painter.painted(touch, written))
            someone.stage.lift(point)
            someone.clock.now_ms += STROKE_MS
    report(f"{screen}: touch of a key to its letter painted", typed, plain)
