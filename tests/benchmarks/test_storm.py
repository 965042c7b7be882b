"""Whole provinces that call at once, simulated: drain time and live latency, against the ideal."""

import pytest

from sync.agent.pacing import Pacing
from tests.storm.simulation import FIXED_RETRY, JITTER_ALONE, Simulation, Storm

WAYS = {
    "fixed retry": (FIXED_RETRY, False),
    "full jitter alone": (JITTER_ALONE, False),
    "ours": (Pacing(), True),
}


@pytest.mark.parametrize("kiosks", [5_000, 10_000])
def test_a_province_calls_at_once(kiosks: int) -> None:
    ideal_ms = Storm(kiosks).ideal_ms
    drained = {}
    print(f"\n{kiosks:,} kiosks × 10 segments, simulated; ideal {ideal_ms / 1000:,.0f} s")
    for way, (pacing, gated) in WAYS.items():
        storm = Storm(kiosks, longest_ms=int(5 * ideal_ms))
        came = Simulation(storm, pacing, gated).run()
        drained[way] = came.drained_ms
        goodput = came.done * storm.segment_ms / came.ended_ms
        end = f"drained in {came.drained_ms / 1000:7,.0f} s" if came.drained_ms else "not drained by then"
        print(
            f"  {way:<18} {end}   goodput {goodput:4.2f}   refusals {came.refusals:7,}"
            f"   live p50 {came.live_at(0.5) / 1000:8,.2f} s  p99 {came.live_at(0.99) / 1000:8,.2f} s"
            f"  unanswered {came.live_lost:6,}   longest wait {came.longest_wait_ms / 1000:6,.0f} s"
        )
    ours = drained["ours"]
    assert ours is not None
    assert ours < 1.3 * ideal_ms
