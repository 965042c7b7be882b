"""Whole provinces that call at once, simulated on real pacing, admission and service times."""

from collections.abc import Sequence
from dataclasses import replace

from sync.agent.pacing import Pacing
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.service_times import ServiceTimes, service_times
from tests.central.world import DAY_MS
from tests.storm.simulation import Outcomes, Simulation, Storm

IDEAL = "the backlogs one after another, without a pause (simulated)"
SEEDS = {False: (1,), True: (1, 2, 3)}
SEGMENTS = {False: 2, True: 10}
SERVER = (
    "each of the two threads for backlogs may have a segment in before a live rating, and as measured the "
    "two alone take longer; the simulated server does one thing at a time, where a real one shares its "
    "processors; a single rating alone takes half of the goal, in thirty statements and an fsync"
)
WIRE = "the server as before; the simulated wire adds 10 to 80 ms there and back, half of them more than 45"


def figures(kiosks: str) -> tuple[Figure, ...]:
    """Of a storm of so many kiosks."""
    return (
        Figure(f"{kiosks} kiosks with ten segments each (two quick) drained", IDEAL, Reach.AT_MOST, 1.25),
        Figure(
            f"{kiosks} kiosks: live rating at the server, p99",
            "(simulated)",
            Reach.AT_MOST,
            50,
            "ms",
            missed=SERVER,
        ),
        Figure(
            f"{kiosks} kiosks: the same with the wire", "(simulated)", Reach.AT_MOST, 50, "ms", missed=WIRE
        ),
    )


@measures(*figures("5,000"), *figures("10,000"))
def of_provinces(full: bool) -> Sequence[Sample]:
    """Storms of both sizes, one for each seed, on a server that takes as long as one just took."""
    times = service_times(full)
    return [*stormed(5_000, times, full), *stormed(10_000, times, full)]


def stormed(kiosks: int, times: ServiceTimes, full: bool) -> Sequence[Sample]:
    """What came of storms of so many kiosks, each of other chances."""
    storm = Storm(
        kiosks, SEGMENTS[full], segment_ms=times.segment_ms, live_ms=times.live_ms, longest_ms=DAY_MS
    )
    came = [Simulation(replace(storm, seed=seed), Pacing(), gated=True).run() for seed in SEEDS[full]]
    assert not sum(one.live_lost for one in came)
    live = f"{sum(len(one.live_ms) for one in came):,} live ratings; {times.told()}"
    ideal = f"ideal {storm.ideal_ms / 1000:,.0f} s; {times.told()}"
    return (
        Sample([drained(one) / one.ideal_ms for one in came], ideal),
        Sample([at(one.served_ms, 0.99) for one in came], live),
        Sample([at(one.live_ms, 0.99) for one in came], live),
    )


def drained(came: Outcomes) -> float:
    """When the last backlog was gone, ms."""
    assert came.drained_ms is not None
    return came.drained_ms


def at(sorted_ms: list[float], part: float) -> float:
    """What this part of them stayed below."""
    return sorted_ms[int(part * (len(sorted_ms) - 1))]
