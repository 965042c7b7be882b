"""What a kiosk's memory does in many visits: what grows with each would fill a small machine."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.places import work
from tests.benchmarks.rows.resting import an_office
from tests.journeys.programs import end, start

WARM, MARKS = 100, (200, 500, 1_000, 2_000, 5_000, 10_000)
"""Told on the way, so that a cache that fills once can be told from what grows with every visit."""


@measures(
    Figure(
        "memory in 10,000 visits through the real window (its model touched), at the highest mark",
        f"after the {WARM}th",
        Reach.AT_MOST,
        2.0,
        "MiB more",
    ),
    full_only=True,
)
def ten_thousand(_full: bool) -> Sequence[Sample]:
    """The value is of the highest mark, all are told."""
    with tempfile.TemporaryDirectory(dir=work()) as name:
        config = an_office(Path(name))
        told = [str(mark) for mark in (WARM, *MARKS)]
        day = start("tests.benchmarks.visitors", str(config), *told, QT_QPA_PLATFORM="offscreen")
        try:
            warm, *grown = (next_mark(day) for _ in told)
        finally:
            end(day)
    more = [(kib - warm) / 1024 for kib in grown]
    way = ", ".join(f"{mark:,}: {mib:+.2f}" for mark, mib in zip(MARKS, more, strict=True))
    return [Sample([max(more)], f"{max(grown) / warm:.4f} × {warm / 1024:.0f} MiB; at {way} MiB")]


def next_mark(day: "subprocess.Popen[str]") -> int:
    """Resident KiB at the next mark."""
    assert day.stdout is not None
    return int(json.loads(day.stdout.readline())["rss_kib"])
