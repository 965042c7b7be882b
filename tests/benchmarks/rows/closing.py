"""Closing a day of a province, beside closing one of a province that ever got a tenth of the ratings."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from sync.central.figures.publishing import OUTSIDE, close_due
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.measuring import once
from tests.benchmarks.places import work
from tests.benchmarks.province import a_day
from tests.benchmarks.rows.dashboards import filled
from tests.benchmarks.turns import Turns
from tests.central.postgres import running_postgres
from tests.central.world import DAY_MS, World

TURNS, RATINGS = 7, 6_000


@measures(
    Figure(f"closing a day of {RATINGS:,} ratings, at 1 M ratings", "at 100,000", Reach.AT_MOST, 1.4),
)
def at_a_million(full: bool) -> Sequence[Sample]:
    """A province of a year or two."""
    return beside(100_000, 1_000_000)


@measures(
    Figure(f"closing a day of {RATINGS:,} ratings, at 10 M ratings", "at 1 M", Reach.AT_MOST, 1.4),
    full_only=True,
)
def at_ten_million(full: bool) -> Sequence[Sample]:
    """A province of many years."""
    return beside(1_000_000, 10_000_000)


def beside(few: int, many: int) -> Sequence[Sample]:
    """One day after the other, of both in turn; as many ratings come on each."""
    turns = Turns([], [])
    with (
        tempfile.TemporaryDirectory(dir=work()) as name,
        running_postgres() as postgres,
        filled(postgres, Path(name) / "few", few) as small,
        filled(postgres, Path(name) / "many", many) as large,
    ):
        for turn in range(1 + TURNS):
            taken = closing(large), closing(small)
            if turn:
                turns.ours.append(taken[0])
                turns.plain.append(taken[1])
    return [turns.times(turns.lengths())]


def closing(world: World) -> float:
    """Seconds that the close of another day takes."""
    a_day(world, RATINGS)
    world.clock.now_ms += DAY_MS
    return once(lambda: close_due(world.engine, world.identity, world.clock, world.folder / OUTSIDE))
