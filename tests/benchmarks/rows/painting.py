"""What a finger waits for, in frames of a 60 Hz screen: the pressed mark, the page behind.

A mark counts when all of it is on the screen, a page as soon as it can be seen coming in.
"""

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from statistics import median

from PySide6.QtGui import QGuiApplication

from kiosk.visit import Page
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.painter import FRAME_SECONDS, Painter
from tests.benchmarks.turns import percentile
from tests.kiosk.ui.scenes import scene_at
from tests.kiosk.ui.stage import Stage, stage

SCREEN = "1280x800"
BLOCKS, TIMES = {False: 2, True: 20}, 42
WALK = (Page.ATTRACT, Page.SCORE, Page.CRITERIA, Page.REASONS, Page.COMMENT, Page.THANKS)
Painted = tuple[float, float]
"""Seconds until a frame showed it, and of them this thread's own processor time."""
DRAWN = "p99 (offscreen, software renderer, no vsync)"
FRAME = "one frame of a 60 Hz screen (16.7 ms)"
WAITED = "half a frame is work; the rest is waiting for the processor, as for a frame without a change"
NOT_READY = (
    "a page that is ready is drawn anew, all of it half transparent: about a frame of work; where the "
    "machine is shared, a page is not made before the hold ends; the rest is made then, keys above all"
)


class Frames:
    """Blocks of them, in frames: the waits, and the processor time in each."""

    def __init__(self) -> None:
        self.waited: list[list[float]] = []
        self.worked: list[list[float]] = []

    def block(self, some: Sequence[Painted]) -> None:
        """Take a block in."""
        for kept, taken in zip((self.waited, self.worked), zip(*some, strict=True), strict=True):
            kept.append([seconds / FRAME_SECONDS for seconds in taken])

    def sample(self, still: "Frames") -> Sample:
        """The p99 of all waits, and beside it what does not depend on what else the machine does."""
        ends = [p99([block]) for block in self.waited]
        return Sample(
            [p99(self.waited)],
            f"{SCREEN}, p99 of {sum(map(len, self.waited))}, median {median(chain(*self.waited)):.2f}; "
            f"greatest of each {TIMES}: {min(ends):.2f} to {max(ends):.2f}; "
            f"processor time, p99: {p99(self.worked):.2f}; "
            f"a frame without a change, p99: wait {p99(still.waited):.2f}, "
            f"processor time {p99(still.worked):.2f}",
        )


def p99(blocks: Sequence[Sequence[float]]) -> float:
    """Of all their values; of a single block it is the greatest."""
    return percentile(list(chain(*blocks)), 0.99)


@measures(
    Figure(f"touch to pressed mark painted, {DRAWN}", FRAME, Reach.AT_MOST, 1.0, missed=WAITED),
    Figure(f"end of hold to next page painted, {DRAWN}", FRAME, Reach.AT_MOST, 1.0, missed=NOT_READY),
)
def a_visit(full: bool) -> Sequence[Sample]:
    """Touches and pages in turn, and between them frames in which nothing changes."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _application = QGuiApplication(["kiosk"])
    still, pressed, turned = Frames(), Frames(), Frames()
    with stage(SCREEN, still=False) as opened:
        painter = Painter(opened)
        for _ in range(BLOCKS[full]):
            opened.show(scene_at(Page.SCORE))
            still.block([_painted(painter, opened.window.update) for _ in range(TIMES)])
            pressed.block(_touches(opened, painter))
            turned.block([_turn(opened, painter, page) for page in WALK * (TIMES // len(WALK))])
    return [some.sample(still) for some in (pressed, turned)]


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
