"""Whole provinces that call at once, simulated on the real pacing and admission."""

from collections.abc import Sequence

from sync.agent.pacing import Pacing
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.storm.simulation import Outcomes, Simulation, Storm

IDEAL = "the backlogs one after another, without a pause (simulated)"
SEEDS = {False: (1,), True: (1, 2, 3, 4, 5)}
WIRE = "the simulated wire alone takes 10 to 80 ms there and back, half of them more than 45"


def figures(kiosks: str) -> tuple[Figure, ...]:
    """Of a storm of so many kiosks."""
    return (
        Figure(f"{kiosks} kiosks with ten segments each drained", IDEAL, Reach.AT_MOST, 1.25),
        Figure(f"{kiosks} kiosks: live rating at the server, p99", "(simulated)", Reach.AT_MOST, 50, "ms"),
        Figure(
            f"{kiosks} kiosks: the same with the wire", "(simulated)", Reach.AT_MOST, 50, "ms", missed=WIRE
        ),
    )


@measures(*figures("5,000"))
def five_thousand(full: bool) -> Sequence[Sample]:
    """A storm for each seed."""
    return stormed(5_000, full)


@measures(*figures("10,000"))
def ten_thousand(full: bool) -> Sequence[Sample]:
    """A storm for each seed."""
    return stormed(10_000, full)


def stormed(kiosks: int, full: bool) -> Sequence[Sample]:
    """What came of storms of other chances."""
    came = [Simulation(Storm(kiosks, seed=seed), Pacing(), gated=True).run() for seed in SEEDS[full]]
    assert not sum(one.live_lost for one in came)
    live = f"{sum(len(one.live_ms) for one in came):,} live ratings"
    ideal = f"ideal {came[0].ideal_ms / 1000:,.0f} s"
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
