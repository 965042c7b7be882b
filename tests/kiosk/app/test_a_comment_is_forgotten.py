"""After a visit nothing in the process holds what was touched or typed: no Python object, no property."""

import gc
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.app.attendant import Attendant
from kiosk.app.drafting import Drafted
from kiosk.app.scenes import scenes_to
from kiosk.identity import Identity
from kiosk.visit import (
    TIMINGS,
    Called,
    Continued,
    Event,
    Finished,
    OfficialChosen,
    Page,
    Paused,
    RatingChanged,
    RatingGiven,
    Scanned,
    ScoreTouched,
    Started,
    StayedHere,
    Visit,
)
from sync.contract.seal import unseal
from tests.kiosk.app.test_drafting import (
    COUNTER,
    LAN,
    LEDGER,
    QUESTIONS,
    SERVER_SEAL,
    SUPERVISORS_SEAL,
    posting,
)
from tests.kiosk.ui.stage import Stage, stage
from tests.kiosk.ui.typist import Clock, Typist

KEYS = [*"zqx", *"vbz", *"qxv"]
"""No word of any language, and no piece of it stands in any program: whoever holds it was told it."""

pytestmark = pytest.mark.usefixtures("quiet_qt")


class Desk:
    """A kiosk without a disk: what it would write is kept here, sealed as it is."""

    def __init__(self, identity: Identity) -> None:
        self.clock = Clock()
        self.lines: list[Drafted] = []
        posted = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL)
        self.attendant = Attendant(posted, LEDGER, self._append, lambda: None, self.clock)
        self.identity = identity

    def _append(self, drafted: Drafted) -> Future[int]:
        self.lines.append(drafted)
        done: Future[int] = Future()
        done.set_result(len(self.lines))
        return done

    def do(self, event: Callable[[int], Event]) -> None:
        """Something happens a second later."""
        self.clock.now_ms += 1_000
        self.attendant.take(event(self.clock.now_ms))


@contextmanager
def standing_before(identity: Identity) -> Iterator[tuple[Desk, Stage]]:
    """Nobody has touched anything yet."""
    desk = Desk(identity)
    with stage(post=desk.attendant.take, now_ms=desk.clock, still=False) as opened:
        desk.attendant.open(scenes_to(opened.model.show, identity, desk.clock, lambda: None))
        yield desk, opened
        desk.attendant.close()
    shiboken6.delete(desk.attendant)


@contextmanager
def typing(identity: Identity) -> Iterator[tuple[Desk, Typist]]:
    """A citizen who has typed a comment, and has not sent it."""
    with standing_before(identity) as (desk, opened):
        someone = Typist(opened, desk.clock)
        desk.do(lambda at: Started(at_ms=at))
        desk.do(lambda at: OfficialChosen(LAN, at_ms=at))
        desk.do(lambda at: ScoreTouched(2, at_ms=at))
        seen(opened, Page.CRITERIA)
        for page in (Page.REASONS, Page.COMMENT):
            desk.do(lambda at: Continued(at_ms=at))
            seen(opened, page)
        desk.clock.now_ms += TIMINGS.repeat_guard_ms
        for key in KEYS:
            someone.key(key)
        yield desk, someone


def seen(opened: Stage, page: Page) -> None:
    opened.wait(lambda: (item := opened.find(f"page-{page.value}")) is not None and item.opacity() == 1)


def needle() -> str:
    """A piece of what was typed, made anew so that no constant of a test holds it."""
    return "".join(KEYS)[2:8]


def holders(opened: Stage, sought: str) -> list[str]:
    """Everything in the process that holds the text `sought`, but for that very string."""
    QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the event loop does
    gc.collect()
    found = [
        repr(type(owner))
        for owner in gc.get_objects()
        for held in gc.get_referents(owner)
        if isinstance(held, str) and held is not sought and sought in held
    ]
    return found + [
        name
        for root in (opened.window, opened.window.contentItem(), opened.model)
        for name in properties(root, sought)
    ]


def properties(of: QObject, sought: str) -> Iterator[str]:
    meta = of.metaObject()
    for number in range(meta.propertyCount()):
        told = meta.property(number)
        kind = str(told.typeName())
        if kind in {"QString", "QVariant", "QUrl", "QStringList"} and sought in str(told.read(of)):
            yield f"{meta.className()}.{told.name()!s}"
    items = of.childItems() if isinstance(of, QQuickItem) else []
    for child in {*of.children(), *items}:
        yield from properties(child, sought)


def sent(desk: Desk, someone: Typist) -> None:
    someone.stage.touch("send")
    seen(someone.stage, Page.THANKS)
    desk.do(lambda at: Finished(at_ms=at))


def skipped(desk: Desk, someone: Typist) -> None:
    someone.stage.touch("skip")
    seen(someone.stage, Page.THANKS)


def timed_out(desk: Desk, someone: Typist) -> None:
    gone(desk)


def gone(desk: Desk) -> None:
    for ms in (TIMINGS.page_ms, TIMINGS.still_there_ms):
        desk.clock.now_ms += ms
        desk.attendant._tick()


def finished_by_hand(desk: Desk, someone: Typist) -> None:
    desk.clock.now_ms += TIMINGS.page_ms
    desk.attendant._tick()
    desk.do(lambda at: Finished(at_ms=at))


def paused(desk: Desk, someone: Typist) -> None:
    desk.do(lambda at: Paused("clock", at_ms=at))


Ending = Callable[[Desk, Typist], None]
ENDINGS: dict[Ending, Page] = {
    sent: Page.ATTRACT,
    skipped: Page.THANKS,
    timed_out: Page.ATTRACT,
    finished_by_hand: Page.ATTRACT,
    paused: Page.PAUSED,
}


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__)
def test_nothing_holds_the_text_when_its_page_has_gone_for_good(
    ending: Ending, tmp_path: Any, qt: QGuiApplication
) -> None:
    with typing(Identity.make(tmp_path)) as (desk, someone):
        assert holders(someone.stage, needle()), "the search finds it while it is there"
        ending(desk, someone)
        page = ENDINGS[ending].value
        someone.stage.wait(lambda: someone.stage.find(f"page-{page}") is not None)
        someone.stage.wait(lambda: someone.stage.find("page-comment") is None)
        someone.stage.rest()
        assert holders(someone.stage, needle()) == []


def test_nothing_holds_the_receipt_when_its_visit_is_over(tmp_path: Any, qt: QGuiApplication) -> None:
    with typing(Identity.make(tmp_path)) as (desk, someone):
        skipped(desk, someone)
        token = someone.stage.model.values["receipt_url"][-24:]
        assert holders(someone.stage, token), "the search finds it while it is there"
        desk.do(lambda at: Finished(at_ms=at))
        seen(someone.stage, Page.ATTRACT)
        someone.stage.rest()
        assert holders(someone.stage, token) == []


def a_dossier() -> str:
    """A code that nobody else holds, made anew."""
    return "-".join(("H29", "251124", "".join(str(ord(key) % 10) for key in KEYS)))


def by_scan(at_ms: int) -> Event:
    return Scanned(a_dossier(), "returned", at_ms=at_ms)


def by_call(at_ms: int) -> Event:
    return Called(COUNTER, LAN, a_dossier(), at_ms=at_ms)


@pytest.mark.parametrize("brought", [by_scan, by_call], ids=lambda brought: brought.__name__)
def test_nothing_holds_the_dossier_when_its_visit_is_over(
    brought: Callable[[int], Event], tmp_path: Any, qt: QGuiApplication
) -> None:
    with standing_before(Identity.make(tmp_path)) as (desk, opened):
        desk.do(brought)
        assert holders(opened, a_dossier()), "the search finds it while it is there"
        desk.do(lambda at: OfficialChosen(LAN, at_ms=at))
        desk.do(lambda at: ScoreTouched(2, at_ms=at))
        seen(opened, Page.CRITERIA)
        gone(desk)
        seen(opened, Page.ATTRACT)
        opened.rest()
        assert holders(opened, a_dossier()) == []
        given = next(line for line in desk.lines if line.kind == "rating.given")
    assert a_dossier() not in json.dumps(given.body)
    sealed = unseal(given.blobs[0], SERVER_SEAL, "dossier", LEDGER, given.body["rating"])
    assert sealed.decode() == a_dossier()


def scored() -> set[int]:
    """Every moment, fact or touch in the process that tells a score."""
    QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    kinds = (Visit, RatingGiven, RatingChanged, ScoreTouched)
    return {id(one) for one in gc.get_objects() if isinstance(one, kinds) and one.score is not None}


def test_nothing_tells_the_score_when_the_visit_is_over(
    tmp_path: Any, qt: QGuiApplication, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    before = scored()
    with typing(Identity.make(tmp_path)) as (desk, someone):
        assert scored() - before, "the search finds it while it is there"
        timed_out(desk, someone)
        someone.stage.wait(lambda: someone.stage.find("page-attract") is not None)
        someone.stage.rest()
        assert scored() - before == set()
        assert [record.getMessage() for record in caplog.records if record.name.startswith("kiosk")] == []


def test_what_was_typed_is_what_is_sealed(tmp_path: Any, qt: QGuiApplication) -> None:
    with typing(Identity.make(tmp_path)) as (desk, someone):
        sent(desk, someone)
        detailed = next(line for line in desk.lines if line.kind == "rating.detailed")
        rating = next(line.body["rating"] for line in desk.lines if line.kind == "rating.given")
    assert needle() not in json.dumps(detailed.body)
    opened = unseal(detailed.blobs[0], SUPERVISORS_SEAL, "comment", LEDGER, rating).decode()
    assert opened == "".join(KEYS).capitalize()


def test_who_types_is_not_asked_whether_somebody_is_there(tmp_path: Any, qt: QGuiApplication) -> None:
    with typing(Identity.make(tmp_path)) as (desk, someone):
        for _ in range(4):
            desk.clock.now_ms += TIMINGS.page_ms // 2
            desk.attendant._tick()
            someone.key("b")
        assert someone.stage.find("page-comment") is not None
        desk.clock.now_ms += TIMINGS.page_ms
        desk.attendant._tick()
        seen(someone.stage, Page.STILL_THERE)
        before = someone.comment.values["text"]
        desk.do(lambda at: StayedHere(at_ms=at))
        seen(someone.stage, Page.COMMENT)
        assert someone.text == before
