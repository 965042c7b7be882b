"""What a finger waits for at a key, as parts of a 60 Hz frame.

The reference of the same run is a frame in which nothing changes.
"""

from functools import partial

import pytest

from tests.benchmarks.painter import FRAME_SECONDS, Painter
from tests.kiosk.qt import qt, quiet_qt
from tests.kiosk.ui.stage import SCREENS, Stage
from tests.kiosk.ui.typist import STROKE_MS, typist

__all__ = ["qt", "quiet_qt"]

TIMES = 60
KEYS = "bcghklmnptv"


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
