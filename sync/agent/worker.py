"""The one thread that keeps contact. No failure ends it, expected or not: it says so and tries again."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from sync.agent.contact import Contact
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Idle, Outcome, Unanswered
from sync.agent.pacing import Pacing, after, beaten, begin, delivery_due_ms, heartbeat_due_ms, hurried
from sync.agent.ports import Outbox

LONGEST_WAIT_MS = 60_000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Status:
    """How contact stands, as one moment's whole.

    `outcome` of the last contact; `heard_ms`: corrected time of the last verified receipt; `fault`: the last
    unexpected error, cleared by the next contact without one; `not_come`: why the newest directory or photos
    did not come.
    """

    outcome: Outcome | None = None
    heard_ms: int | None = None
    failures: int = 0
    fault: str | None = None
    offset_ms: int | None = None
    directory: int | None = None
    not_come: Unanswered | None = None


class Worker:
    """Delivers, beats and fetches at the pace of the protocol, on a thread of its own.

    `told` hears the status after each contact, on that thread. `aside` does, there too, a little of what may
    wait for ever, and tells in how many ms it would go on: only while no line waits and the server answers.
    """

    def __init__(
        self,
        contact: Contact,
        outbox: Outbox,
        clock: KioskTime,
        *,
        pacing: Pacing | None = None,
        chance: Callable[[], float] = random.random,
        told: Callable[[Status], None] | None = None,
        aside: Callable[[], int] | None = None,
    ) -> None:
        self._contact = contact
        self._outbox = outbox
        self._clock = clock
        self._pacing = pacing or Pacing()
        self._chance = chance
        self._told = told
        self._aside = aside
        self._aside_at_ms = 0
        self._pace = begin(self._pacing, clock.up_ms(), chance())
        self._status = Status()
        self._held_up = False
        self._hurry = threading.Event()
        self._bell = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="agent", daemon=True)

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def wake(self) -> None:
        """Look again now: something was appended. What is due, and when, stays a matter of pace."""
        self._bell.set()

    def hurry(self) -> None:
        """Contact the server now, whatever the pace says; what the server itself asked for is respected."""
        self._hurry.set()
        self._bell.set()

    def is_hurrying(self) -> bool:
        """Whether the contact that `hurry` asked for has still to come, or is under way."""
        return self._hurry.is_set()

    def stop(self, seconds: float = 5.0) -> bool:
        """End after the contact under way; whether it ended within `seconds`."""
        self._stopping = True
        self._bell.set()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def status(self) -> Status:
        """The last snapshot; from any thread."""
        return self._status

    def turn(self) -> int:
        """Do what is due, if anything; the ms until the next look."""
        hurry = self._hurry.is_set()
        try:
            if hurry:
                self._pace, self._held_up = hurried(self._pace, self._clock.up_ms()), False
            self._contact.look_at_clock()
            self._do_what_is_due()
            next_ms = self._next_ms()
            aside_ms = self._turn_aside()
        except Exception as error:
            log.exception("contact failed unexpectedly")
            self._pace = after(self._pace, None, self._pacing, self._clock.up_ms(), self._chance())
            next_ms = aside_ms = self._pace.earliest_ms
            fault = f"{type(error).__name__}: {error}"
            self._status = replace(self._status, fault=fault, failures=self._pace.failures)
        if hurry:
            self._hurry.clear()
        return min(max(0, min(next_ms, aside_ms) - self._clock.up_ms()), LONGEST_WAIT_MS)

    def _run(self) -> None:
        while not self._stopping:
            self._bell.wait(self.turn() / 1000)
            self._bell.clear()

    def _delivery_due_ms(self) -> int | None:
        return delivery_due_ms(self._pace, self._outbox.oldest_pending_up_ms(), self._clock.up_ms())

    def _next_ms(self) -> int:
        delivery_ms = self._delivery_due_ms()
        beat_ms = heartbeat_due_ms(self._pace)
        return beat_ms if delivery_ms is None else min(delivery_ms, beat_ms)

    def _turn_aside(self) -> int:
        """When to look again for what may wait."""
        answered = self._pace.failures == 0 and isinstance(self._status.outcome, Delivered | Idle)
        waits = self._outbox.oldest_pending_up_ms() is not None
        if self._aside is None or waits or not answered:
            return self._clock.up_ms() + LONGEST_WAIT_MS
        if self._clock.up_ms() >= self._aside_at_ms:
            self._aside_at_ms = self._clock.up_ms() + self._aside()
        return self._aside_at_ms

    def _do_what_is_due(self) -> None:
        """A delivery before a heartbeat, unless it was just refused: then the heartbeat tells of it."""
        delivery_ms, now_ms = self._delivery_due_ms(), self._clock.up_ms()
        beat_is_due = heartbeat_due_ms(self._pace) <= now_ms
        if delivery_ms is not None and delivery_ms <= now_ms and not (beat_is_due and self._held_up):
            outcome = self._contact.deliver()
            self._account(outcome)
            self._held_up = not isinstance(outcome, Delivered | Idle)
        elif beat_is_due:
            outcome = self._contact.beat()
            self._account(outcome)
            self._held_up = False
            if isinstance(outcome, Delivered):
                self._pace = beaten(self._pace, self._pacing, self._clock.up_ms(), self._chance())

    def _account(self, outcome: Outcome) -> None:
        heard = isinstance(outcome, Delivered)
        self._pace = after(self._pace, outcome, self._pacing, self._clock.up_ms(), self._chance())
        self._status = replace(
            self._status,
            outcome=outcome,
            heard_ms=self._clock.now_ms() if heard else self._status.heard_ms,
            fault=None,
            failures=self._pace.failures,
            offset_ms=self._clock.offset_ms(),
            directory=self._contact.directory.version,
            not_come=self._contact.not_come,
        )
        if self._told is not None:
            self._told(self._status)
