"""Delivery because staff want to see one: until nothing waits, the server asks for a pause, or one fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.app.delivering import hurry
from kiosk.app.opening import Kiosk
from kiosk.identity import Identity
from kiosk.store import open_store
from kiosk.ui.staff_scene import Said
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Outcome, Unreachable
from sync.agent.worker import Status
from sync.contract.receipt import Receipt
from tests.hand_clock import HandClock
from tests.kiosk.app.test_drafting import posting
from tests.kiosk.store.conftest import KIOSK, LEDGER

RECEIPT = Receipt(
    server=KIOSK,
    ledger=LEDGER,
    held=0,
    head="0" * 64,
    state="held",
    server_time=0,
    nonce=None,
    directory=None,
)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    """A kiosk with three lines that wait."""
    clock = HandClock()
    with open_store(tmp_path, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        for _ in range(2):
            store.append_now("fault.seen", {"what": "x"})
        yield Kiosk(tmp_path, store, Identity.make(tmp_path), posting().directory, clock, KioskTime(clock))


@dataclass
class Worker:
    """Comes to one outcome after the other; a number is how many lines are held then."""

    kiosk: Kiosk
    script: list[int | Outcome | str]
    now: Status = Status(outcome=Unreachable("connection", "before"))  # noqa: RUF009

    def hurry(self) -> None:
        if not self.script:
            return
        step = self.script.pop(0)
        if isinstance(step, int):
            head = self.kiosk.store.head(step)
            assert head is not None
            self.kiosk.store.settle(step, head.hash, may_lower=False)
            step = Delivered(RECEIPT, step, more=step < 3)
        self.now = Status(fault=step) if isinstance(step, str) else Status(outcome=step)

    def is_hurrying(self) -> bool:
        return False

    def status(self) -> Status:
        return self.now


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([3], Said("delivered", count=3)),
        ([1, 2, 3], Said("delivered", count=3)),
        ([1], Said("asked_to_wait", left=2)),
        ([], Said("asked_to_wait", left=3)),
        ([2, Unreachable("tls", "x")], Said("not_delivered", left=1, detail="unreachable.tls")),
        (["KeyError: 'x'"], Said("went_wrong")),
    ],
)
def test_what_a_delivery_came_to(kiosk: Kiosk, script: list[int | Outcome | str], said: Said) -> None:
    assert hurry(Worker(kiosk, script), kiosk) == said
