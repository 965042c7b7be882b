"""What a kiosk's memory does in many visits: what grows with each would fill a small machine.

Told at marks on the way, so that a cache that fills once can be told from what grows with every visit.
"""

import json
import os
from pathlib import Path

from tests.journeys.office import Office
from tests.journeys.programs import end, start
from tests.journeys.wire import Wire

VISITS = int(os.environ.get("HAILONG_VISITS", "10000"))
WARM, *MARKS = [*(mark for mark in (100, 200, 500, 1_000, 2_000, 5_000) if mark < VISITS), VISITS]
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
        *(str(visits) for visits in (WARM, *MARKS)),
        QT_QPA_PLATFORM="offscreen",
    )
    try:
        assert day.stdout is not None
        warm = json.loads(day.stdout.readline())
        grown = {}
        for mark in MARKS:
            told = json.loads(day.stdout.readline())
            assert told["visits"] == mark
            grown[mark] = {name: (told[name] - warm[name]) / 1024 for name in ("rss_kib", "in_use_kib")}
            print(
                f"\nmemory at visit {mark:6,}: {told['rss_kib'] / warm['rss_kib']:.4f} × the {WARM}th"
                f"   {grown[mark]['rss_kib']:+.2f} MiB, of it in use {grown[mark]['in_use_kib']:+.2f} MiB",
                end="",
                flush=True,
            )
    finally:
        end(day)
    assert grown[VISITS]["rss_kib"] <= MOST_GROWTH_MIB
