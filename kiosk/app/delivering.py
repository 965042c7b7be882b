"""Delivery because staff want to see one now, and in what words it ends."""

import threading
from collections.abc import Callable
from typing import Final, Protocol

from kiosk.app.calling import calling, keep_house, outcome_code, remember
from kiosk.app.opening import Kiosk
from kiosk.ui.staff_scene import Said
from sync.agent.outcome import Delivered, Idle, Outcome
from sync.agent.worker import Status
from sync.contract.directory import Directory

LOOK_SECONDS: Final = 0.1
LONGEST_LOOKS: Final = 1_200


class Hurried(Protocol):
    """A worker that keeps contact and can be asked for one now."""

    def hurry(self) -> None:
        """Contact the server now."""

    def is_hurrying(self) -> bool:
        """Whether that contact has still to come, or is under way."""

    def status(self) -> Status:
        """How contact stands."""


def deliver_now(
    worker: Hurried | None, kiosk: Kiosk, applied: Callable[[Directory], None], reserve: int
) -> Said:
    """Deliver until nothing waits: by the worker that keeps contact, if there is one."""
    return deliver(kiosk, applied, reserve) if worker is None else hurry(worker, kiosk)


def hurry(worker: Hurried, kiosk: Kiosk) -> Said:
    """Let the worker contact the server until nothing waits, the server asks for a pause, or one fails."""
    pause, before = threading.Event(), worker.status().outcome
    settled = kiosk.store.position().settled.seq
    for _ in range(LONGEST_LOOKS):
        worker.hurry()
        while worker.is_hurrying():
            pause.wait(LOOK_SECONDS)
        if worker.status().fault is not None:
            return Said("went_wrong")
        outcome = worker.status().outcome
        if outcome is None or outcome is before:
            return Said("asked_to_wait", left=_left(kiosk))
        before = outcome
        if not (isinstance(outcome, Delivered) and outcome.more):
            return told(outcome, kiosk, settled)
    return told(before, kiosk, settled)


def deliver(kiosk: Kiosk, applied: Callable[[Directory], None], reserve: int) -> Said:
    """The same where no worker keeps contact; `reserve` as in `keep_house`."""
    settled = kiosk.store.position().settled.seq
    with calling(kiosk, applied) as contact:
        outcome = contact.deliver_all()
        if isinstance(outcome, Idle):
            outcome = contact.beat()
        remember(kiosk, outcome, contact.not_come)
        keep_house(kiosk, contact.directory, reserve)
    return told(outcome, kiosk, settled)


def told(outcome: Outcome | None, kiosk: Kiosk, settled: int) -> Said:
    """What staff read of it; `settled` lines were held before."""
    if isinstance(outcome, Delivered):
        held = kiosk.store.position().settled.seq
        return Said("delivered", count=max(0, held - settled), left=_left(kiosk))
    return Said("not_delivered", left=_left(kiosk), detail="" if outcome is None else outcome_code(outcome))


def _left(kiosk: Kiosk) -> int:
    position = kiosk.store.position()
    return position.last.seq - position.settled.seq
