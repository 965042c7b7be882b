"""Desks where somebody rates all the time, with real agents; and who writes to the database all the time."""

import contextlib
import itertools
import threading
import time
from typing import Any

import psycopg

from kiosk.desk.clock import LinuxClock
from sync.agent.enrolment import Enrolled, enrol, read_link
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered
from sync.agent.pacing import Pacing
from sync.agent.trust import Trust
from sync.agent.worker import Status, Worker
from sync.contract.enrolment import EnrolmentLink
from tests.agent.in_memory import contact_of
from tests.agent.memory import Keys, MemoryOutbox, Pending, Position, SettleResult
from tests.ha.programs import until
from tests.hand_clock import HandClock
from tests.storm.agents import a_rating

PACING = Pacing(live_ms=(0, 400), first_spread_ms=0, failure_ms=(300, 2_000), heartbeat_ms=5_000)
"""The protocol's, its waits made short; what the server asks for is respected."""
RATING_SECONDS = 0.1
CLOCK = LinuxClock()


class Watched(MemoryOutbox):
    """A ledger for two threads, that notes when a receipt moved its mark, and whether one ever lowered it."""

    def __init__(self, kiosk: str) -> None:
        self._lock = threading.RLock()
        self.moved: list[float] = []
        self.lowered: list[tuple[int, int]] = []
        super().__init__(HandClock(CLOCK.wall_ms(), CLOCK.up_ms(), CLOCK.boot()), kiosk)

    def append_now(self, kind: str, body: dict[str, Any]) -> int:
        with self._lock:
            return super().append_now(kind, body)

    def position(self) -> Position:
        with self._lock:
            return super().position()

    def pending(
        self, max_lines: int = 500, max_bytes: int = 900_000, *, after: int | None = None
    ) -> Pending | None:
        with self._lock:
            return super().pending(max_lines, max_bytes, after=after)

    def settle(self, held: int, head: bytes, *, may_lower: bool) -> SettleResult:
        with self._lock:
            before = self.settled
            result = super().settle(held, head, may_lower=may_lower)
            if result is SettleResult.SETTLED:
                self.moved.append(time.monotonic())
            if self.settled < before:
                self.lowered.append((before, self.settled))
            return result


class Desk:
    """One kiosk: somebody rates every tenth of a second until `close`; a worker delivers."""

    def __init__(self, link: str) -> None:
        parsed = EnrolmentLink.parse(link)
        typed = read_link(parsed.address, f"{parsed.code}.{parsed.fingerprint}")
        assert isinstance(typed, EnrolmentLink)
        keys = Keys()
        enrolled = enrol(typed, keys, "kiosk", CLOCK)
        assert isinstance(enrolled, Enrolled), enrolled
        directory = enrolled.directory
        self.outbox = Watched(directory.kiosk)
        self.outbox.append_now("ledger.opened", {"kiosk": directory.kiosk, "reason": "enrolled"})
        self.outcomes: list[str] = []
        time_of = KioskTime(CLOCK)
        self._carrier = HttpCarrier(Trust.of(directory), keys, time_of.now_ms)
        contact = contact_of(self.outbox, self._carrier, keys, time_of, directory)
        self._worker = Worker(contact, self.outbox, time_of, pacing=PACING, told=self._hear)
        self._closed = threading.Event()
        self._hand = threading.Thread(target=self._rate, daemon=True)

    def open(self) -> None:
        """Begin."""
        self._worker.start()
        self._hand.start()

    def close(self) -> None:
        """Nobody rates any more; wait until all is settled."""
        self._closed.set()
        self._hand.join()
        until(lambda: self.outbox.settled == len(self.outbox.lines), "everything is settled")
        assert self._worker.stop(60)
        self._carrier.close()

    def _rate(self) -> None:
        place = 0
        while not self._closed.wait(RATING_SECONDS):
            place += 1
            self.outbox.append_now("rating.given", a_rating(place))
            self._worker.wake()

    def _hear(self, status: Status) -> None:
        if status.outcome is not None and not isinstance(status.outcome, Delivered):
            self.outcomes.append(f"{status.outcome}")


class Probe:
    """Writes a row at a time where the programs write, and notes each that was acknowledged."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self.acknowledged: list[tuple[float, int]] = []
        self._ended = threading.Event()
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE probe (n bigint PRIMARY KEY)")
        self._thread = threading.Thread(target=self._write, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Write no more."""
        self._ended.set()
        self._thread.join(60)

    def longest_pause(self, since: float) -> float:
        """The longest time without an acknowledged write, in s."""
        times = [since, *(when for when, _ in self.acknowledged if when > since), time.monotonic()]
        return max(later - one for one, later in itertools.pairwise(times))

    def _write(self) -> None:
        number = 0
        while not self._ended.is_set():
            with (
                contextlib.suppress(psycopg.Error),
                psycopg.connect(
                    self._dsn, autocommit=True, connect_timeout=2, prepare_threshold=None
                ) as connection,
            ):
                while not self._ended.is_set():
                    number += 1  # one whose answer was lost is not tried again
                    connection.execute("INSERT INTO probe VALUES (%s)", (number,))
                    self.acknowledged.append((time.monotonic(), number))
                    self._ended.wait(0.02)
            self._ended.wait(0.1)
