"""What grows with every visit would fill the machine: after many visits as much is there as after few."""

import gc
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.identity import Identity
from kiosk.visit import (
    TIMINGS,
    Continued,
    Finished,
    Look,
    LookChosen,
    OfficialChosen,
    Page,
    ScoreTouched,
    Skipped,
    Started,
)
from tests.kiosk.app.test_a_comment_is_forgotten import Desk, seen, typing
from tests.kiosk.app.test_drafting import LAN
from tests.kiosk.ui.typist import Typist

FEW, MANY = 8, 20

pytestmark = pytest.mark.usefixtures("quiet_qt")


def visit(desk: Desk, someone: Typist, number: int) -> None:
    """A whole visit, each page seen; some write, some read English."""
    look = Look("en", large_text=True) if number % 2 else Look()
    desk.do(lambda at: Started(at_ms=at))
    desk.do(lambda at: LookChosen(look, at_ms=at))
    desk.do(lambda at: OfficialChosen(LAN, at_ms=at))
    desk.do(lambda at: ScoreTouched(1 + number % 5, at_ms=at))
    for page in (Page.CRITERIA, Page.REASONS):
        seen(someone.stage, page)
        desk.do(lambda at: Continued(at_ms=at))
    seen(someone.stage, Page.COMMENT)
    desk.clock.now_ms += TIMINGS.repeat_guard_ms
    for key in "abc":
        someone.key(key)
    end(desk, someone)


def end(desk: Desk, someone: Typist) -> None:
    """From the comment to the resting page."""
    desk.do(lambda at: Skipped(at_ms=at))
    seen(someone.stage, Page.THANKS)
    desk.do(lambda at: Finished(at_ms=at))
    seen(someone.stage, Page.ATTRACT)
    someone.stage.rest()


def family(of: QObject) -> Iterator[QObject]:
    """It and all that belongs to it or lies in it."""
    yield of
    for child in {*of.children(), *(of.childItems() if isinstance(of, QQuickItem) else [])}:
        yield from family(child)


def alive(someone: Typist) -> tuple[Counter[str], Counter[str]]:
    """What the window holds, and what Python does, by kind."""
    QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the event loop does
    window = someone.stage.window
    shown = Counter(
        str(one.metaObject().className()) for root in (window, window.contentItem()) for one in family(root)
    )
    gc.collect()
    return shown, Counter(str(type(one)) for one in gc.get_objects())


def test_many_visits_leave_no_more_behind_than_few(tmp_path: Any, qt: QGuiApplication) -> None:
    with typing(Identity.make(tmp_path)) as (desk, someone):
        end(desk, someone)
        for number in range(FEW):
            visit(desk, someone, number)
        desk.lines.clear()
        someone.stage.events.clear()
        shown, held = alive(someone)
        for number in range(MANY):
            visit(desk, someone, number)
        desk.lines.clear()
        someone.stage.events.clear()
        shown_then, held_then = alive(someone)
    assert shown_then == shown
    assert {kind: more for kind, more in (held_then - held).items() if more >= MANY // 2} == {}
