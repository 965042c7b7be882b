"""Many visits at the real kiosk, one after the other: `python -m tests.benchmarks.long_day CONFIG VISITS…`.

After each number of visits it prints {"visits", "rss_kib", "seconds"}. The citizens are as quick as the
program: the machine's clock runs ahead at each look, and no touch is held.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QObject, QTimer

from kiosk.app.running import run
from kiosk.config import load_config
from kiosk.desk import Clock, machine_clock
from kiosk.ui.model import VisitModel
from kiosk.ui.tokens import TOKENS
from kiosk.ui.window import KioskWindow
from kiosk.visit import TIMINGS, Page

WAYS: dict[Page, Callable[[VisitModel], None]] = {
    Page.ATTRACT: lambda model: model.wholeDesk(),
    Page.OFFICIALS: lambda model: model.wholeDesk(),
    Page.SCORE: lambda model: model.touchScore(4),
    Page.CRITERIA: lambda model: model.goOn(),
    Page.REASONS: lambda model: model.skip(),
    Page.COMMENT: lambda model: model.skip(),
    Page.THANKS: lambda model: model.finish(),
}
"""What a citizen does on each page."""


class HurriedClock:
    """The machine's, but each look at it finds the guard against double touches over."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms = 0
        self.wall_ms = clock.wall_ms
        self.boot = clock.boot

    def up_ms(self) -> int:
        self._ahead_ms += TIMINGS.repeat_guard_ms
        return self._clock.up_ms() + self._ahead_ms


class LongDay(QObject):
    """Citizens who come one after the other until so many were there."""

    def __init__(self, window: KioskWindow, leave: Callable[[], None], marks: list[int]) -> None:
        super().__init__()
        self._model = window.model
        self._leave = leave
        self._marks = marks
        self._visits = 0
        self._begun = time.monotonic()
        self._beat = QTimer(self, interval=0)
        self._beat.timeout.connect(self._step)
        self._beat.start()

    def _step(self) -> None:
        page = Page(self._model.values["page"])
        if self._model.values["holding"] or page not in WAYS:
            return
        WAYS[page](self._model)
        if page is Page.THANKS:
            self._visits += 1
            self._tell()

    def _tell(self) -> None:
        if self._visits != self._marks[0]:
            return
        self._marks.pop(0)
        taken = time.monotonic() - self._begun
        print(json.dumps({"visits": self._visits, "rss_kib": rss_kib(), "seconds": taken}), flush=True)
        if not self._marks:
            self._beat.stop()
            self._leave()


def rss_kib() -> int:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def main() -> None:
    """Run the kiosk of the configuration named on the command line."""
    TOKENS["motion_ms"].update(hold=0, press=0, page=0)
    kept: list[Any] = []
    marks = [int(text) for text in sys.argv[2:]]
    with patch("kiosk.app.running.machine_clock", lambda: HurriedClock(machine_clock())):
        run(
            load_config(Path(sys.argv[1]), {}),
            lambda window, leave: kept.append(LongDay(window, leave, marks)),
        )


if __name__ == "__main__":
    main()
