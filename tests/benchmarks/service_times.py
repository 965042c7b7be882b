"""How long a server's lanes hold a delivery: what the storm's simulation draws its times from."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from sync.central.ingest.admission import Admission, Later, Place
from tests.benchmarks.turns import percentile
from tests.benchmarks.worlds import a_desk, a_world, rate_often, settle_statistics
from tests.central.desk import Desk

SEGMENT, SINGLE, WARMING = 500, 4, 2
TURNS = {False: 15, True: 100}


@dataclass(frozen=True)
class ServiceTimes:
    """Of each segment of 500 lines, and of each segment of one live rating, in ms."""

    segment_ms: tuple[float, ...]
    live_ms: tuple[float, ...]

    def told(self) -> str:
        """The middle and the worst of both."""
        return f"measured: a segment {spread(self.segment_ms)}, a single rating {spread(self.live_ms)}"


class Timed(Admission):
    """Notes how long places were taken, backlogs' apart, in ms. For one delivery at a time."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        super().__init__(now_ms)
        self.backlog_ms: list[float] = []
        self.live_ms: list[float] = []
        self._entered = 0.0

    def enter(self, kiosk: str | None, size: int | None) -> Place | Later:
        """A place, as ever."""
        self._entered = time.perf_counter()
        return super().enter(kiosk, size)

    def leave(self, place: Place) -> None:
        """Take a place back."""
        super().leave(place)
        taken = self.backlog_ms if self.is_backlog(place) else self.live_ms
        taken.append((time.perf_counter() - self._entered) * 1000)


def service_times(full: bool) -> ServiceTimes:
    """Segments and single ratings in turn, over HTTP into PostgreSQL, each while nothing else is delivered.

    A place is held from before the body is read until the receipt is signed and committed.
    """
    with a_world("postgresql") as world:
        many, few = a_desk(world), a_desk(world)
        for desk in (many, few):
            desk.deliver()
        for _ in range(WARMING):
            take_turn(many, few)
        settle_statistics(world)
        gate = Timed(world.clock.up_ms)
        world.open(gate)
        for _ in range(TURNS[full]):
            take_turn(many, few)
    assert len(gate.backlog_ms) == TURNS[full]
    assert len(gate.live_ms) == TURNS[full] * SINGLE
    return ServiceTimes(tuple(gate.backlog_ms), tuple(gate.live_ms))


def take_turn(many: Desk, few: Desk) -> None:
    """A segment of one kiosk, then some single ratings of another."""
    deliver_next(many, SEGMENT)
    for _ in range(SINGLE):
        deliver_next(few, 1)


def deliver_next(desk: Desk, number: int) -> None:
    """So many further ratings, in one segment."""
    rate_often(desk, number)
    receipt = desk.deliver(len(desk.lines) - number + 1)
    assert receipt.held == len(desk.lines)


def spread(taken_ms: Sequence[float]) -> str:
    """Their middle, p99 and number."""
    worst = percentile(list(taken_ms), 0.99)
    return f"{median(taken_ms):.3g} ms (p99 {worst:.3g}, n {len(taken_ms)})"
