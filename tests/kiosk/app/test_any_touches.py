"""Any fingers on the real pages: nothing complains, nobody rates twice, and no page is a dead end.

Attendant, view model and QML are the real ones; time goes by and the store answers when the walk says so.
"""

from collections import deque
from concurrent.futures import Future
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
import shiboken6
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.app.attendant import RETRY_MS, Attendant
from kiosk.app.drafting import Drafted
from kiosk.app.scenes import scenes_to
from kiosk.identity import Identity
from kiosk.store import DiskFull, StoreFailed
from kiosk.ui.tokens import TOKENS
from kiosk.visit import RESTING, TIMINGS, Called, Event, HoursTold, PracticeStarted, Scanned, Visit
from tests.kiosk.app.test_drafting import COUNTER, LAN, QUESTIONS, SUPERVISORS_SEAL, posting
from tests.kiosk.ui.stage import Stage, stage
from tests.soak import TIMES, examples

LEDGER = "10000000-0000-4000-8000-000000000001"
STEPS = 60
WALKS = examples(12)
"""On each screen; thousands in a night of `make soak`."""
GUARD_MS = TIMINGS.repeat_guard_ms
WAITS_MS = st.sampled_from([0, 50, GUARD_MS, GUARD_MS, GUARD_MS, 2_001, 20_000, 45_000, 60_001, 600_000])
PARTS = st.floats(0, 1, width=16)
SLIDES = st.sampled_from([0, 0, 0, 0, 5, 30, 300])
KEYS = st.sampled_from(
    [
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Space,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Right,
        Qt.Key.Key_A,
    ]
)


class AnyTouches(RuleBasedStateMachine):
    """Citizens, children, staff and counters at one kiosk; `stage` and `identity` outlive the walks."""

    stage: ClassVar[Stage]
    identity: ClassVar[Identity]
    now: ClassVar["AnyTouches"]

    def __init__(self) -> None:
        super().__init__()
        AnyTouches.now = self
        self.now_ms = 1_000_000
        self.waiting: deque[tuple[str, Future[int]]] = deque()
        self.seq = 0
        self.visit: Visit | None = None
        self.visits = self.rated = 0
        here = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL)
        self.attendant = Attendant(here, LEDGER, self.append, lambda: None, lambda: self.now_ms)
        show = scenes_to(self.stage.model.show, self.identity, lambda: self.now_ms, lambda: None)

        def look(visit: Visit, *others: Any) -> None:
            self.visit = visit
            show(visit, *others)

        self.attendant.open(look)
        self.answer(None)

    def append(self, drafted: Drafted) -> Future[int]:
        future: Future[int] = Future()
        self.waiting.append((drafted.kind, future))
        if drafted.kind in {"rating.given", "invitation.made"}:
            self.rated += 1
        return future

    def answer(self, failure: Exception | None) -> None:
        """The store answers for the oldest line it was handed."""
        _kind, future = self.waiting.popleft()
        if failure is None:
            self.seq += 1
            future.set_result(self.seq)
        else:
            future.set_exception(failure)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()
        visits = self.seen.standing.visits
        if visits != self.visits:
            self.visits, self.rated = visits, 0

    @property
    def seen(self) -> Visit:
        assert self.visit is not None
        return self.visit

    def pass_time(self, ms: int) -> None:
        self.now_ms += ms
        self.attendant._tick()
        self.settle()

    @rule(which=st.integers(0, 99), x=PARTS, y=PARTS, slide=SLIDES, ms=WAITS_MS)
    def a_finger_finds_a_control(self, which: int, x: float, y: float, slide: int, ms: int) -> None:
        self.pass_time(ms)
        controls = self.stage.controls()
        at = self.stage.place(controls[which % len(controls)], x, y)
        self.stage.press(at)
        if slide:
            self.stage.slide(at + QPoint(slide, slide // 3))
        self.stage.lift(at + QPoint(slide, slide // 3))
        self.settle()

    @rule(points=st.lists(st.tuples(PARTS, PARTS), min_size=2, max_size=6), ms=WAITS_MS)
    def a_palm_lies_on_the_screen(self, points: list[tuple[float, float]], ms: int) -> None:
        places = [self.place(x, y) for x, y in points]
        down, up = (QTest.touchEvent(self.stage.window, self.stage.finger) for _ in range(2))
        for which, at in enumerate(places):
            down.press(which, at, self.stage.window)
            up.release(which, at, self.stage.window)
        down.commit()
        self.pass_time(ms)
        up.commit()
        self.settle()

    @rule(seed=st.integers(0, 1_000))
    def a_child_drums(self, seed: int) -> None:
        chance = Random(seed)
        for _ in range(20):
            self.stage.touch_at(self.place(chance.random(), chance.random()))
            self.pass_time(50)

    @rule(key=KEYS, ms=WAITS_MS)
    def a_key_is_pressed(self, key: Qt.Key, ms: int) -> None:
        self.pass_time(ms)
        QTest.keyClick(self.stage.window, key)
        self.settle()

    @rule()
    def the_corner_is_found(self) -> None:
        for _ in range(TIMINGS.corner_touches):
            self.pass_time(GUARD_MS)
            self.stage.touch("corner")
        self.settle()

    @rule(ms=WAITS_MS)
    def time_passes(self, ms: int) -> None:
        self.pass_time(ms)

    @rule(failure=st.sampled_from([None, None, None, DiskFull("full"), StoreFailed("broken")]))
    def the_store_answers(self, failure: Exception | None) -> None:
        if self.waiting:  # no precondition: Qt's own time makes no walk quite like the other
            self.answer(failure)

    @rule(
        event=st.sampled_from(
            [
                lambda at_ms: Called(COUNTER, LAN, at_ms=at_ms),
                lambda at_ms: Scanned("H29-251124-0001", "returned", at_ms=at_ms),
                lambda at_ms: Scanned(None, at_ms=at_ms),
                lambda at_ms: HoursTold(is_open=False, at_ms=at_ms),
                lambda at_ms: HoursTold(is_open=True, at_ms=at_ms),
                lambda at_ms: PracticeStarted(at_ms=at_ms),
            ]
        )
    )
    def something_happens_around(self, event: Any) -> None:
        self.attendant.take(event(self.now_ms))
        self.settle()

    @rule(languages=st.sampled_from([("vi",), ("vi", "en")]), hotline=st.sampled_from([None, "1900 0924"]))
    def a_new_directory_comes(self, languages: tuple[str, ...], hotline: str | None) -> None:
        here = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL, languages=languages, hotline=hotline)
        self.attendant.posted.emit(here)
        self.settle()

    @invariant()
    def nobody_rates_twice(self) -> None:
        assert self.rated <= 1

    @invariant()
    def the_page_of_the_visit_is_the_only_one_shown_once_the_touch_was_seen(self) -> None:
        if not self.stage.model.values["holding"]:
            pages = {name for item in self.stage.items() if (name := item.objectName()).startswith("page-")}
            assert pages == {f"page-{self.seen.page}"}

    def teardown(self) -> None:
        """Left alone, with a store that works, the kiosk comes back to rest."""
        while self.waiting:
            self.answer(None)
        for wait_ms in (RETRY_MS, *[TIMINGS.practice_ms] * 4):
            self.pass_time(wait_ms)
            while self.waiting:
                self.answer(None)
        assert self.seen.page in RESTING
        self.attendant.close()
        shiboken6.delete(self.attendant)

    def place(self, x: float, y: float) -> QPoint:
        window = self.stage.window
        return QPoint(int(x * (window.width() - 1)), int(y * (window.height() - 1)))


def take(event: Event) -> None:
    """To the attendant of the walk under way."""
    AnyTouches.now.attendant.take(event)


@pytest.mark.parametrize("screen", ["1280x800", "1080x1920"])
@pytest.mark.usefixtures("quiet_qt")
def test_any_touches(
    screen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(TOKENS["motion_ms"], "hold", 1)
    AnyTouches.identity = Identity.make(tmp_path)
    with stage(screen, take, lambda: AnyTouches.now.now_ms, still=False) as opened:
        AnyTouches.stage = opened
        phases = [Phase.generate, *([Phase.shrink] if TIMES > 1 else [])]
        walks = settings(max_examples=WALKS, stateful_step_count=STEPS, database=None, phases=phases)
        run_state_machine_as_test(AnyTouches, settings=walks)
    assert "a touch went wrong" not in caplog.text
