"""Discrete events: kiosks with `sync.agent.pacing`, a server with `sync.central.ingest.admission`.

What is simulated is only what lies between them: the wire, and one database that serves one delivery at a
time, taken from by two threads for backlogs and four for the rest. Times in ms; what `Storm` and the wire
take here is assumed, and measured nowhere.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from math import inf
from statistics import mean

from sync.agent.outcome import Busy, Delivered, Outcome, Unreachable
from sync.agent.pacing import Pace, Pacing, after, begin, delivery_due_ms
from sync.central.ingest.admission import Admission, Later, Place
from sync.contract.receipt import Receipt

BACKLOG_BYTES, LIVE_BYTES = 40_000, 700


@dataclass(frozen=True)
class Storm:
    """How many kiosks come back with how many segments, among how many that only have live ratings.

    `segment_ms`, `live_ms`: what the database takes for one is drawn from these.
    """

    kiosks: int
    segments: int = 10
    live_kiosks: int = 100
    segment_ms: tuple[float, ...] = (9.0,)
    live_ms: tuple[float, ...] = (2.0,)
    refuse_ms: float = 0.3
    rating_every_ms: int = 120_000
    answer_ms: int = 30_000
    longest_ms: int = 7_200_000
    seed: int = 1

    @property
    def ideal_ms(self) -> float:
        """The backlogs, one after another without a pause, each as long as one takes on average."""
        return self.kiosks * self.segments * mean(self.segment_ms)


@dataclass
class Outcomes:
    """What came of it, times in ms.

    `drained_ms`: when the last backlog was gone. `live_ms`: of each live delivery from its first try to its
    receipt, sorted; `served_ms`: of each from its arrival until it is answered. `live_lost`: live tries that
    nobody answered. `longest_wait_ms`: the longest that a kiosk with a backlog had to wait between two of its
    segments, or for the first.
    """

    ideal_ms: float
    drained_ms: float | None = None
    ended_ms: float = 0.0
    done: int = 0
    refusals: int = 0
    live_ms: list[float] = field(default_factory=list)
    served_ms: list[float] = field(default_factory=list)
    live_lost: int = 0
    longest_wait_ms: float = 0.0

    def live_at(self, part: float) -> float:
        """The latency that this part of the live deliveries stayed below."""
        return self.live_ms[int(part * (len(self.live_ms) - 1))] if self.live_ms else inf


@dataclass
class _Kiosk:
    name: str
    pace: Pace
    left: int
    live: bool
    pending_ms: int | None = None
    tried_ms: float | None = None
    moved_ms: float = 0.0
    asks: int = 0


@dataclass
class _Job:
    kiosk: _Kiosk
    ask: int
    sent_ms: float
    backlog: bool
    came_ms: float = 0.0
    place: Place | None = None
    next_ms: int = 0


@dataclass
class Simulation:
    """One run. Without a gate the server takes all in, and answers when it comes to it."""

    storm: Storm
    pacing: Pacing
    gated: bool
    now_ms: float = 0.0
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.storm.seed)
        self.gate = Admission(lambda: int(self.now_ms))
        self.waiting: dict[bool, deque[_Job]] = {True: deque(), False: deque()}
        self.threads = {True: 2, False: 4}
        self.database: deque[_Job] = deque()
        self.database_busy = False
        self.outcomes = Outcomes(self.storm.ideal_ms)

    def run(self) -> Outcomes:
        """Until every backlog is drained, or it is hopeless."""
        for number in range(self.storm.kiosks + self.storm.live_kiosks):
            live = number >= self.storm.kiosks
            pace = begin(self.pacing, 0, self.chance.random())
            kiosk = _Kiosk(str(number), pace, self.storm.segments, live, None if live else -1)
            if live:
                self._rate(kiosk)
            else:
                self._plan(kiosk)
        while self._events and self.outcomes.drained_ms is None and self.now_ms < self.storm.longest_ms:
            self.now_ms, _, act = heapq.heappop(self._events)
            act()
        self.outcomes.ended_ms = self.now_ms
        self.outcomes.live_ms.sort()
        self.outcomes.served_ms.sort()
        return self.outcomes

    # the kiosk

    def _at(self, wait_ms: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now_ms + wait_ms, next(self._order), act))

    def _rate(self, kiosk: _Kiosk) -> None:
        """A citizen touches a face there; another will."""
        if kiosk.pending_ms is None:
            kiosk.pending_ms = int(self.now_ms)
            self._plan(kiosk)
        self._at(self.chance.expovariate(1 / self.storm.rating_every_ms), lambda: self._rate(kiosk))

    def _plan(self, kiosk: _Kiosk) -> None:
        pending_ms = kiosk.pending_ms
        if pending_ms is not None and not kiosk.live:
            pending_ms = int(self.now_ms) + 1  # of an earlier boot
        due_ms = delivery_due_ms(kiosk.pace, pending_ms, int(self.now_ms))
        if due_ms is not None:
            self._at(max(0.0, due_ms - self.now_ms), lambda: self._send(kiosk))

    def _send(self, kiosk: _Kiosk) -> None:
        kiosk.asks += 1
        if kiosk.tried_ms is None:
            kiosk.tried_ms = self.now_ms
        job = _Job(kiosk, kiosk.asks, self.now_ms, backlog=not kiosk.live)
        self._at(self.chance.uniform(5, 40), lambda: self._arrive(job))

    def _hear(self, job: _Job, outcome: Outcome) -> None:
        kiosk = job.kiosk
        if job.ask != kiosk.asks:
            return  # it had its answer, or gave up on it
        kiosk.asks += 1
        kiosk.pace = after(kiosk.pace, outcome, self.pacing, int(self.now_ms), self.chance.random())
        if not isinstance(outcome, Delivered):
            self.outcomes.live_lost += kiosk.live and isinstance(outcome, Unreachable)
        elif kiosk.live:
            self.outcomes.live_ms.append(self.now_ms - (kiosk.tried_ms or 0.0))
            kiosk.pending_ms, kiosk.tried_ms = None, None
        else:
            kiosk.left -= 1
            self.outcomes.done += 1
            waited_ms, kiosk.moved_ms = self.now_ms - kiosk.moved_ms, self.now_ms
            self.outcomes.longest_wait_ms = max(self.outcomes.longest_wait_ms, waited_ms)
            if not kiosk.left:
                kiosk.pending_ms = None
            if self.outcomes.done == self.storm.kiosks * self.storm.segments:
                self.outcomes.drained_ms = self.now_ms
        self._plan(kiosk)

    # the server

    def _arrive(self, job: _Job) -> None:
        job.came_ms = self.now_ms
        if self.gated:
            size = BACKLOG_BYTES if job.backlog else LIVE_BYTES
            place = self.gate.enter(job.kiosk.name, size)
            if isinstance(place, Later):
                self.outcomes.refusals += 1
                retry_ms = -(-place.wait_ms // 1000) * 1000
                self._at(
                    self.storm.refuse_ms + self.chance.uniform(5, 40),
                    lambda: self._hear(job, Busy(retry_ms)),
                )
                return
            job.place = place
        left_ms = job.sent_ms + self.storm.answer_ms - self.now_ms
        self._at(left_ms, lambda: self._hear(job, Unreachable("timeout", "")))
        self._at(self.chance.uniform(20, 200) if job.backlog else 1.0, lambda: self._read(job))

    def _read(self, job: _Job) -> None:
        if job.place is not None:
            job.next_ms = self.gate.next_ms(job.place)
        self.waiting[self._patient(job)].append(job)
        self._work()

    def _work(self) -> None:
        for patient, jobs in self.waiting.items():
            while jobs and self.threads[patient]:
                self.threads[patient] -= 1
                self.database.append(jobs.popleft())
        if self.database and not self.database_busy:
            self.database_busy = True
            job = self.database.popleft()
            taken_ms = self.storm.segment_ms if job.backlog else self.storm.live_ms
            self._at(self.chance.choice(taken_ms), lambda: self._done(job))

    def _patient(self, job: _Job) -> bool:
        return self.gated and job.backlog

    def _done(self, job: _Job) -> None:
        self.database_busy = False
        self.threads[self._patient(job)] += 1
        if job.place is not None:
            self.gate.leave(job.place)
        if job.kiosk.live:
            self.outcomes.served_ms.append(self.now_ms - job.came_ms)
        outcome = Delivered(_receipt(job.next_ms), 500, more=job.backlog and job.kiosk.left > 1)
        self._at(self.chance.uniform(5, 40), lambda: self._hear(job, outcome))
        self._work()


def _receipt(next_ms: int) -> Receipt:
    return Receipt(
        server="", ledger="", held=1, head="", state="held", server_time=0, nonce=None, directory=None,
        next_ms=next_ms,
    )  # fmt: skip


FIXED_RETRY = Pacing(first_spread_ms=0, failure_ms=(5_000, 5_000))
JITTER_ALONE = Pacing(first_spread_ms=0)
