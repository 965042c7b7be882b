"""A new directory holds for everything around the screen at once, without a restart."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from kiosk.app.attendant import Attendant
from kiosk.app.drafting import Drafted
from kiosk.app.opening import Kiosk
from kiosk.app.posting import Posting
from kiosk.app.running import speaking
from kiosk.app.surroundings import Surroundings
from kiosk.visit import DutyToggled, Page, Visit
from sync.contract.badge import badge_digest, badge_text
from sync.contract.directory import Directory
from tests.hand_clock import HandClock
from tests.kiosk.app.clocks import PUBLISHED, at, known
from tests.kiosk.app.test_counter_calls import Shelf
from tests.kiosk.app.test_drafting import BINH, COUNTER, LAN, posting
from tests.kiosk.desk.secrets_of import new_badge
from tests.kiosk.ui.stage import Stage, stage

BADGE = new_badge(LAN)
LEDGER = "10000000-0000-4000-8000-000000000001"


def directory(*, without: str = "", badge: bool = False, **policies: Any) -> Directory:
    """What the central server publishes."""
    here = posting(**policies).directory
    officials = [one for one in here.officials if one.official != without]
    if badge:
        digest = badge_digest(BADGE.secret)
        officials = [
            msgspec.structs.replace(one, badge=digest) if one.official == LAN else one for one in officials
        ]
    return msgspec.structs.replace(here, published=PUBLISHED, officials=tuple(officials))


@dataclass
class Desk:
    """What stands around a screen, the lines written, and what is shown."""

    clock: HandClock
    attendant: Attendant
    around: Surroundings
    shelf: Shelf
    stage: Stage
    lines: list[tuple[str, dict[str, Any]]]
    visits: list[Visit]
    offers: list[tuple[str, ...]]

    @property
    def page(self) -> str:
        return self.visits[-1].page.value

    @property
    def on_duty(self) -> list[str]:
        return list(self.attendant.on_duty)

    def publish(self, published: Directory) -> None:
        """A new directory comes from the thread of deliveries."""
        self.attendant.posted.emit(Posting(published))
        QCoreApplication.processEvents()

    def scan(self, text: str) -> None:
        """As a scanner types, into the window."""
        for place, letter in enumerate(f"{text}\r"):
            key = Qt.Key.Key_Return if letter == "\r" else ord(letter.upper())
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(self.clock.up + place)
            QCoreApplication.sendEvent(self.stage.window, event)

    def sign_on(self, official: str) -> None:
        """By PIN."""
        self.attendant.take(DutyToggled(official, at_ms=self.clock.up))


@pytest.fixture
def desk(quiet_qt: QGuiApplication, tmp_path: Path) -> Iterator[Desk]:
    clock, shelf = HandClock(at("2025-11-24T10:00")), Shelf()
    time, corrected = known(clock)
    lines: list[tuple[str, dict[str, Any]]] = []
    visits: list[Visit] = []
    offers: list[tuple[str, ...]] = []

    def append(drafted: Drafted) -> Future[int]:
        lines.append((drafted.kind, drafted.body))
        kept: Future[int] = Future()
        kept.set_result(len(lines))
        return kept

    here = directory()
    kiosk = Kiosk(tmp_path, cast(Any, shelf), cast(Any, None), here, clock, corrected)
    attendant = Attendant(Posting(here), LEDGER, append, lambda: None, clock.up_ms)
    around = Surroundings(kiosk, time, attendant)
    with stage() as opened:
        attendant.open(speaking(offers.append, lambda visit, _posting, _in_hand: visits.append(visit)))
        around.open(opened.window)
        yield Desk(clock, attendant, around, shelf, opened, lines, visits, offers)
        around.close()
        attendant.close()
    for thing in (around._keys, around, attendant):
        shiboken6.delete(thing)


def test_hours_change_at_once(desk: Desk) -> None:
    assert desk.page == Page.ATTRACT
    desk.publish(directory(hours={"mon": ["13:30-17:00"]}))
    assert desk.page == Page.OUT_OF_HOURS
    opens = desk.around.office.opens()
    assert opens is not None
    assert (opens.at.hour, opens.days) == (13, 0)


def test_languages_change_without_a_restart(desk: Desk) -> None:
    assert list(desk.offers[-1]) == ["vi", "en"]
    desk.publish(directory(languages=["en", "xx"]))
    assert list(desk.offers[-1]) == ["en"]


def test_a_badge_is_known_as_soon_as_it_is_published(desk: Desk) -> None:
    desk.scan(badge_text(BADGE))
    assert desk.on_duty == []
    desk.publish(directory(badge=True))
    desk.scan(badge_text(BADGE))
    assert desk.on_duty == [LAN]
    assert desk.lines[-1] == ("duty.began", {"official": LAN, "counter": COUNTER})


def test_who_is_no_longer_in_the_directory_is_on_duty_no_more_even_just_after_signing_on(desk: Desk) -> None:
    desk.sign_on(LAN)
    desk.sign_on(BINH)
    desk.publish(directory(without=LAN))
    assert desk.on_duty == [BINH]
    assert desk.lines[-1] == ("duty.ended", {"official": LAN})


def test_a_scan_reaches_the_visit_through_the_window(desk: Desk) -> None:
    desk.scan("H15.50.05.13-261008-0975;stage=returned")
    assert desk.page == Page.OFFICIALS
    assert (desk.visits[-1].dossier, desk.visits[-1].stage) == ("H15.50.05.13-261008-0975", "returned")
