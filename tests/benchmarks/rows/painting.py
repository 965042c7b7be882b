"""What a finger waits for, in frames of a 60 Hz screen: the pressed mark, the page behind.

A mark counts when all of it is on the screen, a page as soon as it can be seen coming in.
"""

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

from PySide6.QtGui import QGuiApplication

from kiosk.visit import Page
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.painter import FRAME_SECONDS, Painter
from tests.benchmarks.turns import percentile
from tests.kiosk.ui.scenes import scene_at
from tests.kiosk.ui.stage import Stage, stage

SCREEN = "1280x800"
BLOCKS, TIMES = 5, 30
WALK = (Page.ATTRACT, Page.SCORE, Page.CRITERIA, Page.REASONS, Page.COMMENT, Page.THANKS)
Painted = tuple[float, float]
"""Seconds until a frame showed it, and of them this thread's own processor time."""
FRAME = "one frame of a 60 Hz screen (16.7 ms)"
WAITED = "its work is a third of a frame; the rest is waiting, as for a frame without a change"
NOT_READY = "where the processor is shared, a page is not made before the hold ends; the rest is made then"


class Frames:
    """The p99 of each block, in frames: of the wait, and of the processor time in it."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self.worked: list[float] = []

    def block(self, some: Sequence[Painted]) -> None:
        """Take a block in."""
        for kept, taken in zip((self.waited, self.worked), zip(*some, strict=True), strict=True):
            kept.append(percentile(list(taken), 0.99) / FRAME_SECONDS)

    def sample(self, told: str, still: "Frames") -> Sample:
        """The waits, and beside them what does not depend on what else the machine does."""
        return Sample(
            self.waited,
            f"{told}; processor time of it {median(self.worked):.2f}; a frame without a change: wait "
            f"{median(still.waited):.2f}, processor time {median(still.worked):.2f}",
        )


@measures(
    Figure("touch to pressed mark painted, p99", FRAME, Reach.AT_MOST, 1.0, missed=WAITED),
    Figure("end of hold to next page painted, p99", FRAME, Reach.AT_MOST, 1.0, missed=NOT_READY),
)
def a_visit(full: bool) -> Sequence[Sample]:
    """Touches and pages in turn, and between them frames in which nothing changes."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _application = QGuiApplication(["kiosk"])
    still, pressed, turned = Frames(), Frames(), Frames()
    with stage(SCREEN) as opened:
        painter = Painter(opened)
        for _ in range(BLOCKS * (4 if full else 1)):
            still.block([_painted(painter, opened.window.update) for _ in range(TIMES)])
            pressed.block(_touches(opened, painter))
            turned.block([_turn(opened, painter, page) for page in WALK * (TIMES // len(WALK))])
    return [some.sample(f"{SCREEN}, blocks of {TIMES}", still) for some in (pressed, turned)]


def _painted(
    painter: Painter, act: Callable[[], object], shown: Callable[[], bool] = lambda: True
) -> Painted:
    begun = time.thread_time()
    waited = painter.painted(act, shown)
    return waited, time.thread_time() - begun


def _touches(opened: Stage, painter: Painter) -> list[Painted]:
    opened.show(scene_at(Page.SCORE))
    face = opened.item("score-4")
    point, edge = opened.place(face), opened.model._theme.values["border_pressed"]
    taken = []
    for _ in range(TIMES):
        opened.rest()
        press = partial(opened.press, point)
        taken.append(_painted(painter, press, lambda: bool(face.property("edge") == edge)))
        opened.lift(point)
        opened.wait(lambda: bool(face.property("edge") < edge))
    return taken


def _turn(opened: Stage, painter: Painter, page: Page) -> Painted:
    def coming() -> bool:
        item = opened.find(f"page-{page}")
        return item is not None and item.opacity() > 0

    hold, turn = opened.model._hold, opened.model._render
    hold.timeout.disconnect(turn)
    opened.model.goOn()
    opened.model.show(scene_at(page))
    opened.wait(lambda: not hold.isActive())
    taken = _painted(painter, turn, coming)
    hold.timeout.connect(turn)
    opened.show(scene_at(page))
    return taken
