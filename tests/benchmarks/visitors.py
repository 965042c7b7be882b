"""Many visits at the real kiosk, one after the other: `python -m tests.benchmarks.visitors CONFIG VISITS…`.

After each number of visits it prints {"visits", "rss_kib", "in_use_kib"}. The citizens are as quick as the
program: no finger touches the window, its model is told of each touch as soon as the page is drawn; nothing
glides, and before each touch the clock runs ahead. Half choose an official, half the whole desk; some write a
comment, some read English in large letters, some choose again.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from kiosk.app.running import run
from kiosk.config import load_config
from kiosk.desk import machine_clock
from kiosk.ui.model import VisitModel
from kiosk.ui.tokens import TOKENS
from kiosk.ui.window import KioskWindow
from kiosk.visit import TIMINGS, Page
from tests.benchmarks.memory import in_use_kib, rss_kib

Touch = Callable[[], None]
COMMENT = "camr"
CHOOSES, WRITES, READS_ENGLISH, CORRECTS = 2, 3, 7, 11
"""Every so manyth citizen does it."""


def touches(model: VisitModel, number: int) -> Iterator[tuple[Page, Touch]]:
    """What citizen `number` does, each touch with the page it is for."""
    if number % READS_ENGLISH == 0:
        yield Page.ATTRACT, lambda: model.setLanguage("en")
        yield Page.ATTRACT, model.toggleLargeText
    if number % CHOOSES == 0:
        yield Page.ATTRACT, lambda: choose(model, number // CHOOSES)
    else:
        yield Page.ATTRACT, model.wholeDesk
    yield Page.SCORE, lambda: model.touchScore(1 + number % 5)
    yield Page.CRITERIA, model.goOn
    yield Page.REASONS, model.skip
    if number % WRITES == 0:
        for key in f"{COMMENT}{number}":
            yield Page.COMMENT, lambda key=key: strike(model, key)  # type: ignore[misc]
        yield Page.COMMENT, model._comment.send
    else:
        yield Page.COMMENT, model.skip
    if number % CORRECTS == 0:
        yield Page.THANKS, model.askCorrection
        yield Page.SCORE, lambda: model.touchScore(1 + (number + 1) % 5)
    yield Page.THANKS, model.finish


def choose(model: VisitModel, number: int) -> None:
    """Touch one of the cards, in turn."""
    cards = model._lists["tiles"]._tiles
    model.chooseOfficial(cards[number % len(cards)].official)


def strike(model: VisitModel, key: str) -> None:
    """Press a key and let it go."""
    model._comment.press(key)
    model._comment.lift(key)


class HurriedClock:
    """The machine's, but whoever touches something took their time before."""

    def __init__(self) -> None:
        clock = machine_clock()
        self._up_ms = clock.up_ms
        self._ahead_ms = 0
        self.wall_ms = clock.wall_ms
        self.boot = clock.boot

    def up_ms(self) -> int:
        return self._up_ms() + self._ahead_ms

    def hurry(self) -> None:
        self._ahead_ms += TIMINGS.repeat_guard_ms


class LongDay(QObject):
    """Citizens who come one after the other until so many were there."""

    def __init__(
        self, window: KioskWindow, leave: Callable[[], None], clock: HurriedClock, marks: list[int]
    ) -> None:
        super().__init__()
        self._model = window.model
        self._leave = leave
        self._clock = clock
        self._marks = marks
        self._visits = 0
        self._touches = touches(self._model, 1)
        self._next = next(self._touches)
        self._drawn = ""
        window.frame_swapped.connect(self._see)
        self._beat = QTimer(self, interval=1)
        self._beat.timeout.connect(self._step)
        self._beat.start()

    def _see(self) -> None:
        self._drawn = self._model.values["page"]

    def _step(self) -> None:
        page, touch = self._next
        if self._drawn != page or self._model.values["page"] != page or self._model.values["holding"]:
            return
        self._clock.hurry()
        touch()
        following = next(self._touches, None)
        if following is None:
            self._visits += 1
            self._tell()
            self._touches = touches(self._model, self._visits + 1)
            following = next(self._touches)
        self._next = following

    def _tell(self) -> None:
        if self._visits != self._marks[0]:
            return
        self._marks.pop(0)
        print(
            json.dumps({"visits": self._visits, "rss_kib": rss_kib(), "in_use_kib": in_use_kib()}), flush=True
        )
        if not self._marks:
            self._leave()


def main() -> None:
    """Run the kiosk of the configuration named on the command line."""
    TOKENS["motion_ms"].update(hold=0, press=0, page=0)
    os.environ["QT_QPA_UPDATE_IDLE_TIME"] = "0"
    kept: list[LongDay] = []
    marks = [int(text) for text in sys.argv[2:]]
    clock = HurriedClock()
    config = load_config(Path(sys.argv[1]), {})
    run(config, lambda window, leave: kept.append(LongDay(window, leave, clock, marks)), clock)


if __name__ == "__main__":
    main()
