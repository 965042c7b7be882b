"""From the touch of a key to its letter in the field, against a frame of the screen."""

import time

from PySide6.QtGui import QGuiApplication

from kiosk.visit import Page
from tests.benchmarks.painter import FRAME_SECONDS
from tests.kiosk.qt import qt, quiet_qt
from tests.kiosk.ui.scenes import scene_of, visit_at
from tests.kiosk.ui.typist import Typist, typist

__all__ = ["qt", "quiet_qt"]

KEYS = [{" ": "space"}.get(key, key) for key in "casn booj tieeps daan ddax huwowngs daanx taanj tifnh. "] * 4
PLANES = ["numbers", "letters"] * 10


def _strokes(someone: Typist, keys: list[str]) -> list[float]:
    """The seconds of each key: pressed, let go, the visit told and the page shown anew."""
    taken = []
    for key in keys:
        point = someone.stage.place(someone.stage.item(f"key-{key}"))
        begun = time.perf_counter()
        someone.stage.touch_at(point)
        QGuiApplication.processEvents()
        taken.append(time.perf_counter() - begun)
        someone.clock.now_ms += 90
    return sorted(taken)


def _report(what: str, taken: list[float]) -> float:
    p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    ratios = f"{p50 / FRAME_SECONDS:6.2f} p50   {p99 / FRAME_SECONDS:6.2f} p99 × a 60 Hz frame"
    print(f"\n{what:<44}  {p50 * 1000:6.2f} ms p50   {ratios}", end="")
    return p50 / FRAME_SECONDS


def test_a_keys_work_is_far_below_a_frame(quiet_qt: QGuiApplication) -> None:
    with typist() as someone:
        someone.stage.model._post = lambda event: someone.stage.model.show(scene_of(visit_at(Page.COMMENT)))
        typed = _report("a key, touched to its letter in the field", _strokes(someone, KEYS))
        assert len(someone.text) > 100
        _report("another plane, touched to its keys there", _strokes(someone, PLANES))
    assert typed < 1
