"""What a key of the keyboard costs, against a frame of the screen and against appending a letter."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import count

import pytest

from kiosk.typing import Typing, begin, press, rows
from kiosk.visit import Page
from tests.benchmarks.painter import FRAME_SECONDS, Painter
from tests.benchmarks.test_screen import TIMES, report
from tests.kiosk.qt import qt, quiet_qt
from tests.kiosk.ui.scenes import NOW_MS, scene_at
from tests.kiosk.ui.stage import SCREENS, stage

__all__ = ["qt", "quiet_qt"]

SENTENCE = "Casn booj tieeps daan ddax huwowngs daanx taanj tifnh, hoof sow trar ddungs henj; passport. "
PHRASE = [{" ": "space"}.get(key, key) for key in SENTENCE]


def _each(call: Callable[[str], object], keys: Iterable[str]) -> list[float]:
    taken = []
    for key in keys:
        begun = time.perf_counter()
        call(key)
        taken.append(time.perf_counter() - begun)
    return sorted(taken)


def _p99(taken: list[float]) -> float:
    return taken[len(taken) * 99 // 100]


class _Keyboard:
    """A text that is typed on, and begun again when it is full."""

    def __init__(self, *, drawn: bool) -> None:
        self.typing: Typing = begin()
        self.drawn = drawn

    def touch(self, key: str) -> None:
        self.typing = press(self.typing, key)
        if self.drawn:
            rows(self.typing)


class _Plain:
    """What a keyboard without any Vietnamese would do."""

    def __init__(self) -> None:
        self.text = ""

    def touch(self, key: str) -> None:
        self.text += key


def _report(what: str, taken: list[float], reference: float) -> None:
    p99 = _p99(taken)
    print(
        f"\n{what:<44}  {p99 * 1e6:9.1f} µs p99   {p99 / FRAME_SECONDS:9.5f} × a 60 Hz frame"
        f"   {p99 / reference:7.1f} × appending a letter",
        end="",
    )


def test_a_keys_work_against_a_frame() -> None:
    plain = _Plain()
    reference = _p99(_each(plain.touch, PHRASE * 50))
    comment = PHRASE * 5
    for drawn in (False, True):
        taken: list[float] = []
        for _ in range(20):
            taken += _each(_Keyboard(drawn=drawn).touch, comment)
        _report("a key" + (", and the keyboard to draw" if drawn else ""), sorted(taken), reference)
    erasing = _Keyboard(drawn=False)
    _each(erasing.touch, comment)
    _report("backspace", _each(erasing.touch, ["backspace"] * 500), reference)
    endless = _Keyboard(drawn=False)
    _report("a key in a word of 500 letters", _each(endless.touch, ["b", "d"] * 250), reference)
    _report("backspace in a word of 500 letters", _each(endless.touch, ["backspace"] * 500), reference)
    assert endless.typing.text == erasing.typing.text == ""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("quiet_qt")
def test_another_plane_is_painted_like_a_letter(screen: str) -> None:
    ticks = count(NOW_MS, 1_000)
    with stage(screen, now_ms=lambda: next(ticks)) as opened:
        opened.show(scene_at(Page.COMMENT, since_ms=0))
        painter = Painter(opened)
        idle: list[float] = []
        taken: dict[str, list[float]] = {key: [] for key in ("a", "numbers", "letters")}

        def touch(key: str) -> None:
            opened.comment.press(key)
            opened.comment.lift(key)

        for _ in range(TIMES):
            for key, times in taken.items():
                idle.append(painter.painted(opened.window.update))
                times.append(painter.painted(partial(touch, key)))
    for key, times in taken.items():
        report(f"{screen}: {key} to painted", times, idle)
