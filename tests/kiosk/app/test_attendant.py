"""The attendant: nothing is shown as kept before it is, and a store that fails pauses the kiosk."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from kiosk.app.attendant import RETRY_MS, TICK_MS, Attendant
from kiosk.app.drafting import Drafted, InHand
from kiosk.app.posting import Posting
from kiosk.app.succession import Succession
from kiosk.store import DiskFull, StoreFailed
from kiosk.ui.notices import NOTICE_MS
from kiosk.visit import (
    TIMINGS,
    Called,
    CorrectionAsked,
    DutyToggled,
    Event,
    Finished,
    Lingered,
    Look,
    LookChosen,
    OfficialChosen,
    Page,
    PracticeStarted,
    PracticeStopped,
    Scanned,
    ScoreTouched,
    Started,
    Visit,
)
from tests.kiosk.app.test_drafting import BINH, COUNTER, LAN, posting

LEDGER = "10000000-0000-4000-8000-000000000001"


class Room:
    """An attendant, the lines handed to the store, and what is shown; time goes by only when told to."""

    def __init__(self, start: int | Exception = 1, on_duty: tuple[str, ...] = ()) -> None:
        self.now_ms = 1_000_000
        self.lines: list[tuple[str, dict[str, Any], Future[int]]] = []
        self.shown: list[tuple[Visit, Posting, InHand]] = []
        self.kept = 0
        self.attendant = Attendant(posting(), LEDGER, self._append, self._keep, lambda: self.now_ms, on_duty)
        self.attendant.open(lambda *moment: self.shown.append(moment))
        self.answer(start)

    def _append(self, drafted: Drafted) -> Future[int]:
        future: Future[int] = Future()
        self.lines.append((drafted.kind, drafted.body, future))
        return future

    def _keep(self) -> None:
        self.kept += 1

    @property
    def page(self) -> str:
        return self.shown[-1][0].page.value

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.lines]

    def answer(self, outcome: int | Exception, place: int = -1) -> None:
        """The store answers for a line."""
        future = self.lines[place][2]
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
        QCoreApplication.processEvents()

    def do(self, *events: Callable[[int], Event]) -> None:
        """A citizen touches, a second apart."""
        for event in events:
            self.now_ms += 1_000
            self.attendant.take(event(self.now_ms))

    def wait(self, ms: int) -> None:
        """Time goes by."""
        self.now_ms += ms
        self.attendant._tick()


def started(at_ms: int) -> Event:
    return Started(at_ms=at_ms)


def chosen(at_ms: int) -> Event:
    return OfficialChosen(LAN, at_ms=at_ms)


def faced(score: int) -> Callable[[int], Event]:
    return lambda at_ms: ScoreTouched(score, at_ms=at_ms)


def asked_again(at_ms: int) -> Event:
    return CorrectionAsked(at_ms=at_ms)


def finished(at_ms: int) -> Event:
    return Finished(at_ms=at_ms)


@contextmanager
def a_room(start: int | Exception = 1, on_duty: tuple[str, ...] = ()) -> Iterator[Room]:
    """Taken down on this thread: Python may collect it on any, and Qt dies of that."""
    room = Room(start, on_duty)
    yield room
    room.attendant.close()
    shiboken6.delete(room.attendant)


@pytest.fixture
def room(quiet_qt: QGuiApplication) -> Iterator[Room]:
    with a_room() as room:
        yield room


def test_thanks_waits_for_the_store(room: Room) -> None:
    room.do(started, chosen, faced(2))
    assert (room.page, room.kinds[-1]) == (Page.SCORE, "rating.given")
    room.answer(7)
    assert room.page == Page.THANKS
    rating = room.lines[-1][1]["rating"]
    assert room.shown[-1][2] == InHand(LEDGER, rating, 7)
    assert room.kept == 2


def test_a_correction_names_the_line_it_corrects(room: Room) -> None:
    room.do(started, chosen, faced(2))
    room.answer(7)
    room.do(asked_again, faced(5))
    assert room.lines[-1][:2] == ("rating.changed", {"of": 7, "score": 5})
    room.answer(8)
    assert room.page == Page.THANKS


def test_a_dossier_scanned_again_is_said_to_be_and_practice_is_not_remembered(room: Room) -> None:
    def scanned(at_ms: int) -> Event:
        return Scanned("H29-251124-0001", "returned", at_ms=at_ms)

    def rate() -> dict[str, Any]:
        room.do(started, scanned, chosen, faced(4))
        body = room.lines[-1][1]
        room.answer(len(room.lines))
        room.do(finished)
        return body

    first = rate()
    room.do(lambda at_ms: PracticeStarted(at_ms=at_ms))
    tried = rate()
    room.do(lambda at_ms: PracticeStopped(at_ms=at_ms))
    assert (tried["practice"], "repeated" in tried, "repeated" in first) == (True, False, False)
    assert rate()["repeated"] is True


def test_the_next_citizen_finds_nothing_of_the_last(room: Room) -> None:
    room.do(started, chosen, faced(2))
    room.answer(7)
    room.do(finished)
    assert room.page == Page.ATTRACT
    assert room.shown[-1][2] == InHand(LEDGER)
    first = room.lines[-1][1]["rating"]
    room.do(started, chosen, faced(2))
    assert room.lines[-1][1]["rating"] != first


@pytest.mark.parametrize(
    ("failure", "why"), [(DiskFull("full"), "disk_full"), (StoreFailed("broken"), "store")]
)
def test_a_rating_that_cannot_be_kept_is_a_pause_and_never_a_thank_you(
    room: Room, failure: Exception, why: str
) -> None:
    room.do(started, chosen, faced(1))
    room.answer(failure)
    assert room.page == Page.PAUSED
    assert room.lines[-1][:2] == ("kiosk.paused", {"why": why})
    assert all(visit.page is not Page.THANKS for visit, _, _ in room.shown)


def test_a_paused_kiosk_tries_every_five_seconds_and_resumes_by_itself(room: Room) -> None:
    room.do(started, chosen, faced(1))
    room.answer(DiskFull("full"))
    room.answer(DiskFull("full"))
    room.wait(RETRY_MS)
    assert room.lines[-1][:2] == ("fault.seen", {"what": "disk_full"})
    room.answer(DiskFull("full"))
    tried = len(room.lines)
    room.wait(RETRY_MS - 1)
    assert (len(room.lines), room.page) == (tried, Page.PAUSED)
    room.wait(1)
    room.answer(9)
    assert room.page == Page.ATTRACT
    assert room.kinds[-1] == "kiosk.resumed"


def test_a_start_that_cannot_be_noted_pauses_before_anybody_touches(quiet_qt: QGuiApplication) -> None:
    with a_room(DiskFull("full")) as room:
        assert room.kinds == ["kiosk.started", "kiosk.paused"]
        assert room.page == Page.PAUSED


def test_an_abandoned_visit_that_cannot_be_noted_pauses_too(room: Room) -> None:
    room.do(started, chosen)
    room.wait(60_000)
    room.wait(60_000)
    assert (room.page, room.kinds[-1]) == (Page.ATTRACT, "visit.abandoned")
    room.answer(StoreFailed("broken"))
    assert room.page == Page.PAUSED


def test_a_new_directory_holds_from_the_next_visit_on(room: Room) -> None:
    old = room.shown[-1][1]
    new = posting(hotline="1900 0924")
    room.do(started, chosen)
    room.attendant.posted.emit(new)
    QCoreApplication.processEvents()
    assert room.shown[-1][1] == old
    room.do(faced(3))
    room.answer(7)
    room.do(finished)
    assert room.shown[-1][1] is new


def test_a_slow_store_is_a_pause_that_ends_in_thanks(room: Room) -> None:
    room.do(started, chosen, faced(4))
    answered = len(room.lines) - 1
    room.wait(2_001)
    assert room.page == Page.PAUSED
    room.answer(7, answered)
    assert room.page == Page.THANKS
    assert room.kinds[-2:] == ["kiosk.paused", "kiosk.resumed"]


def test_who_was_on_duty_before_a_restart_is_offered_and_signs_off(quiet_qt: QGuiApplication) -> None:
    with a_room(on_duty=(LAN, BINH)) as room:
        assert room.shown[-1][0].present == (LAN, BINH)
        room.do(lambda at_ms: DutyToggled(BINH, at_ms=at_ms))
        assert room.lines[-1][0] == "duty.ended"
        assert room.attendant.on_duty == (LAN,)


def test_a_call_that_lapses_before_its_line_is_kept_still_lapses_in_the_ledger(room: Room) -> None:
    room.do(
        started, lambda at_ms: Called(COUNTER, LAN, at_ms=at_ms), lambda at_ms: Called(COUNTER, at_ms=at_ms)
    )
    assert room.kinds[-2:] == ["call.made", "call.made"]
    room.answer(8, -2)
    assert room.lines[-1][:2] == ("call.lapsed", {"of": 8})
    room.answer(9)
    room.answer(10, -2)
    assert room.kinds.count("call.lapsed") == 1


class Elsewhere:
    """A new ledger to be, whose store answers when told to."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.begun = 0
        self.future: Future[bool] = Future()
        room.attendant.succession.emit(Succession(OTHER_LEDGER, self._begin))
        QCoreApplication.processEvents()

    def _begin(self) -> Future[bool]:
        self.begun += 1
        return self.future

    def stands(self, outcome: bool | Exception = True) -> None:
        if isinstance(outcome, Exception):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)
        QCoreApplication.processEvents()


OTHER_LEDGER = "20000000-0000-4000-8000-000000000002"


def ledger_of(room: Room) -> str:
    return room.shown[-1][2].ledger


def test_a_new_ledger_begins_at_once_where_nobody_is_before_the_screen(room: Room) -> None:
    elsewhere = Elsewhere(room)
    assert elsewhere.begun == 1
    elsewhere.stands()
    room.do(started)
    assert ledger_of(room) == OTHER_LEDGER


def test_a_visit_under_way_ends_in_the_ledger_in_which_it_began(room: Room) -> None:
    room.do(started, chosen, faced(4))
    room.answer(7)
    elsewhere = Elsewhere(room)
    room.do(asked_again, faced(5))
    assert (room.kinds[-1], room.lines[-1][1]["of"]) == ("rating.changed", 7)
    room.answer(8)
    assert elsewhere.begun == 0
    while room.page != "attract":
        room.wait(60_000)
        for _, _, future in room.lines:
            if not future.done():
                future.set_result(len(room.lines))
        QCoreApplication.processEvents()
    assert elsewhere.begun == 1
    assert {shown[2].ledger for shown in room.shown} == {LEDGER}
    elsewhere.stands()
    room.do(started)
    assert ledger_of(room) == OTHER_LEDGER


def test_a_touch_while_the_new_ledger_is_begun_waits_for_it(room: Room) -> None:
    elsewhere = Elsewhere(room)
    room.do(started, chosen, faced(3))
    assert (room.page, "rating.given" in room.kinds) == ("attract", False)
    elsewhere.stands()
    assert room.kinds[-1] == "rating.given"
    assert ledger_of(room) == OTHER_LEDGER


@pytest.mark.parametrize("outcome", [False, StoreFailed("the disk could not be written")])
def test_a_new_ledger_that_could_not_begin_leaves_the_old_one(room: Room, outcome: bool | Exception) -> None:
    elsewhere = Elsewhere(room)
    room.do(started)
    elsewhere.stands(outcome)
    assert room.page != "attract"
    assert ledger_of(room) == LEDGER


def test_a_kiosk_at_rest_looks_at_the_clock_when_the_next_notice_is_due(room: Room) -> None:
    room.wait(500)
    assert room.attendant._clock.interval() == NOTICE_MS - room.now_ms % NOTICE_MS
    room.do(started)
    assert room.attendant._clock.interval() == TICK_MS


@pytest.mark.parametrize(
    "stir",
    [
        lambda at_ms: Lingered(at_ms=at_ms),
        lambda at_ms: LookChosen(Look(large_text=True), at_ms=at_ms),
        lambda at_ms: DutyToggled(LAN, at_ms=at_ms),
        lambda at_ms: PracticeStarted(at_ms=at_ms),
    ],
)
def test_somebody_who_stirs_before_a_resting_kiosk_is_followed_until_they_are_gone(
    room: Room, stir: Callable[[int], Event]
) -> None:
    room.do(stir)
    assert room.attendant._clock.interval() == TICK_MS
    room.wait(TIMINGS.practice_ms)
    assert room.attendant._clock.interval() > TICK_MS


def standing(kiosk: Literal["in_use", "replaced", "revoked"]) -> Posting:
    here = posting()
    return replace(here, directory=msgspec.structs.replace(here.directory, standing=kiosk))


def test_a_revoked_kiosk_thanks_nobody_and_stays_paused_until_it_counts_again(room: Room) -> None:
    room.attendant.posted.emit(standing("revoked"))
    QCoreApplication.processEvents()
    assert room.page == Page.PAUSED
    room.answer(2)
    room.wait(10 * RETRY_MS)
    room.do(started, chosen, faced(5))
    assert room.page == Page.PAUSED
    assert "rating.given" not in room.kinds
    assert room.kinds[-1] == "kiosk.paused"
    room.attendant.posted.emit(standing("in_use"))
    QCoreApplication.processEvents()
    assert room.page == Page.ATTRACT


def test_a_rating_under_way_when_the_kiosk_is_revoked_is_not_thanked_for(room: Room) -> None:
    room.do(started, chosen, faced(2))
    room.attendant.posted.emit(standing("revoked"))
    QCoreApplication.processEvents()
    room.answer(7, room.kinds.index("rating.given"))
    assert room.page == Page.PAUSED


def test_a_replaced_kiosk_still_takes_ratings(room: Room) -> None:
    room.attendant.posted.emit(standing("replaced"))
    QCoreApplication.processEvents()
    assert room.page == Page.ATTRACT
