"""A kiosk at work whose ledger forks: visits go on, each whole in one ledger, and nothing is lost between."""

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from kiosk.app.attendant import Attendant
from kiosk.app.drafting import InHand
from kiosk.app.posting import Posting
from kiosk.app.running import appender
from kiosk.app.succession import AtOnce, BetweenVisits
from kiosk.store import RunLock, Store, open_store
from kiosk.visit import Page, Visit
from sync.agent.contact import Contact
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Forked
from sync.agent.ports import Successor
from sync.contract.ledger import read_line
from tests.agent.central import Central
from tests.agent.memory import Keys, MemoryShelf
from tests.agent.network import Network
from tests.hand_clock import HandClock
from tests.kiosk.app.test_attendant import asked_again, chosen, faced, started
from tests.kiosk.app.test_drafting import posting

PATIENCE_SECONDS = 20.0


class Desk:
    """A store on disk, an attendant before it, and the way to a small central server."""

    def __init__(self, folder: Path) -> None:
        self.now_ms = 1_000_000
        self.shown: list[tuple[Visit, Posting, InHand]] = []
        self.central = Central()
        self.store = open_store(folder, clock=HandClock())
        self.ledger = str(uuid.uuid4())
        self.store.found(self.central.kiosk, self.ledger, "enrolled")
        self.attendant = Attendant(
            posting(), self.ledger, appender(self.store), lambda: None, lambda: self.now_ms
        )
        self.attendant.open(lambda *moment: self.shown.append(moment))
        self.contact = self.contact_with(BetweenVisits(self.store, self.attendant.succession.emit))
        self.until(lambda: self.store.position().last.seq == 2)

    def contact_with(self, successor: Successor) -> Contact:
        return Contact(
            outbox=self.store,
            formers=self.store,
            successor=successor,
            shelf=MemoryShelf(),
            carrier=Network(self.central),
            signer=Keys(),
            clock=KioskTime(HandClock()),
            directory=self.central.directory(),
            room_bytes=lambda: 1 << 30,
            applied=lambda _directory: None,
        )

    def fork(self) -> None:
        """The server holds something else in the place of our last line."""
        self.central.lines[-1:] = [b"a clone's"]

    def until(self, so: Callable[[], bool]) -> None:
        """Let what was queued happen, until it is so."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while not so():
            assert time.monotonic() < limit
            QCoreApplication.processEvents()

    def do(self, *events: Callable[[int], object]) -> None:
        for event in events:
            self.now_ms += 1_000
            self.attendant.take(event(self.now_ms))  # type: ignore[arg-type]

    def page(self) -> Page:
        return self.shown[-1][0].page

    def leave(self) -> None:
        """The citizen walks away: every page ends by itself."""
        while self.page() is not Page.ATTRACT:
            self.now_ms += 60_000
            self.attendant._tick()
            self.until(lambda: self.shown[-1][0].committing is None)

    def rate(self, score: int) -> None:
        self.do(started, chosen, faced(score))
        self.until(lambda: self.shown[-1][0].score == score and self.shown[-1][0].committing is None)


@pytest.fixture
def desk(tmp_path: Path, quiet_qt: QGuiApplication) -> Iterator[Desk]:
    made = Desk(tmp_path / "data")
    yield made
    made.attendant.close()
    made.store.close()


def references_hold(lines: list[bytes], first: int) -> bool:
    """Whether every line that names another names a rating or call among these, numbered from `first`."""
    kinds = {seq: read_line(raw).kind for seq, raw in enumerate(lines, first)}
    named = [read_line(raw).body.get("of") for raw in lines]
    return all(kinds[of] in {"rating.given", "call.made"} for of in named if of is not None)


def test_a_visit_under_way_stays_whole_in_the_old_ledger_and_the_next_is_in_the_new(desk: Desk) -> None:
    assert isinstance(desk.contact.deliver(), Delivered)
    desk.fork()
    agreed = len(desk.central.lines) - 1
    desk.rate(2)
    assert isinstance(desk.contact.deliver(), Forked)
    assert desk.store.position().ledger == desk.ledger
    desk.do(asked_again, faced(1))
    desk.leave()
    desk.until(lambda: desk.store.position().ledger != desk.ledger)
    desk.rate(5)
    desk.leave()
    outcome = desk.contact.deliver()
    assert isinstance(outcome, Delivered), outcome
    (salvage,) = desk.central.salvages
    tail = list(salvage.lines)
    assert [read_line(raw).body["score"] for raw in tail if b'"score"' in raw] == [2, 1]
    assert references_hold(tail, agreed + 1)
    held = desk.central.others[desk.store.position().ledger]
    assert [read_line(raw).body["score"] for raw in held if b'"score"' in raw] == [5]
    assert references_hold(held, 1)
    assert {shown[2].ledger for shown in desk.shown} == {desk.ledger, desk.store.position().ledger}


def test_a_command_gives_a_ledger_up_only_where_no_kiosk_runs(desk: Desk, tmp_path: Path) -> None:
    contact = desk.contact_with(AtOnce(tmp_path / "data", desk.store))
    assert isinstance(contact.deliver(), Delivered)
    desk.fork()
    with RunLock(tmp_path / "data"):
        desk.store.append_now("kiosk.paused", {})
        assert isinstance(contact.deliver(), Forked)
        assert desk.store.position().ledger == desk.ledger
    assert isinstance(contact.deliver(), Delivered)
    assert desk.store.position().ledger != desk.ledger


def test_a_receipt_for_the_old_ledger_moves_nothing_in_the_new_one(desk: Desk) -> None:
    """A command that asked before the running kiosk went on elsewhere hears the answer afterwards."""
    store: Store = desk.store
    desk.contact.deliver()
    held = store.position().settled
    store.succeed(desk.ledger, str(uuid.uuid4()), held.seq).result()
    assert store.settle(held.seq, held.hash, may_lower=True).name == "NOT_OURS"
    assert store.position().settled.seq == 0
    assert isinstance(desk.contact.deliver(), Delivered)
    assert len(store.formers()) == 1
