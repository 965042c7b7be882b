"""What a kiosk's memory does in many visits: what grows with each would fill a small machine."""

import json
import os
from pathlib import Path

from tests.journeys.office import Office
from tests.journeys.programs import end, start
from tests.journeys.wire import Wire

WARM, VISITS = 100, int(os.environ.get("HAILONG_VISITS", "10000"))
MOST_GROWTH_MIB = 2.0
PASSPHRASE = "only for this test\n"


def test_memory_after_many_visits_against_after_a_hundred(tmp_path: Path) -> None:
    with Wire() as wire:
        office = Office(tmp_path, f"sqlite:///{tmp_path / 'central.sqlite'}", wire)
        key = str(tmp_path / "supervisors.pem")
        assert office.central("keys", "supervisors", "--out", key, "--stdin", typed=PASSPHRASE).code == 0
        with office.serving():
            office.enrol()
            assert office.kiosk("deliver").code == 0
    day = start(
        "tests.benchmarks.long_day",
        str(office.config),
        *(str(visits) for visits in (WARM, VISITS)),
        QT_QPA_PLATFORM="offscreen",
    )
    try:
        assert day.stdout is not None
        warm, last = (json.loads(day.stdout.readline()) for _ in range(2))
    finally:
        end(day)
    assert (warm["visits"], last["visits"]) == (WARM, VISITS)
    grown = (last["rss_kib"] - warm["rss_kib"]) / 1024
    print(
        f"\nmemory after {VISITS:,} visits: {last['rss_kib'] / 1024:.1f} MiB, {grown:+.2f} MiB"
        f" since the {WARM}th; a visit takes {last['cpu_seconds'] / VISITS * 1000:.0f} ms of the processor",
        end="",
    )
    assert grown <= MOST_GROWTH_MIB
