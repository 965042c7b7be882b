import pytest

from sync.agent.pacing import Pacing
from tests.storm.simulation import FIXED_RETRY, JITTER_ALONE, Outcomes, Simulation, Storm

SEGMENT_MS = 100.0
SMALL = Storm(
    kiosks=400, segments=4, live_kiosks=60, segment_ms=(SEGMENT_MS,), live_ms=(5.0,), longest_ms=640_000
)
"""A weak server: one round of all the kiosks takes it longer than any of them waits for an answer."""


@pytest.fixture(scope="module", params=[1, 2, 3], name="ours")
def a_storm(request: pytest.FixtureRequest) -> Outcomes:
    storm = Storm(**{**vars(SMALL), "seed": request.param})
    return Simulation(storm, Pacing(), gated=True).run()


def test_every_backlog_drains_in_little_more_than_the_time_its_lines_take(ours: Outcomes) -> None:
    assert ours.drained_ms is not None
    assert ours.drained_ms < 1.3 * ours.ideal_ms


def test_live_ratings_pass_while_backlogs_wait(ours: Outcomes) -> None:
    assert len(ours.live_ms) > 60
    assert ours.live_lost == 0
    assert ours.live_at(1.0) < 10 * SEGMENT_MS


def test_no_kiosk_starves(ours: Outcomes) -> None:
    a_round_ms = SMALL.kiosks * SEGMENT_MS
    assert ours.longest_wait_ms < 3 * a_round_ms


def test_without_jitter_and_slots_such_a_storm_never_ends() -> None:
    fixed = Simulation(SMALL, FIXED_RETRY, gated=False).run()
    assert fixed.drained_ms is None
    assert fixed.done < SMALL.kiosks * SMALL.segments / 2


def test_jitter_alone_takes_far_longer_and_stops_live_ratings(ours: Outcomes) -> None:
    alone = Simulation(SMALL, JITTER_ALONE, gated=False).run()
    assert alone.ended_ms > 1.5 * ours.ended_ms
    assert alone.live_lost > 0
