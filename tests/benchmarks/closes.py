"""Closing a day of a province, beside closing one of a province that ever got a tenth of the ratings."""

from sync.central.figures.closed_rows import WHOLE
from sync.central.figures.publishing import OUTSIDE, close_due
from sync.contract.desk_time import desk_day
from tests.benchmarks.figure import Sample
from tests.benchmarks.measuring import once
from tests.benchmarks.province import a_day
from tests.benchmarks.turns import Turns
from tests.central.world import DAY_MS, World

TURNS, RATINGS = 5, 14_400
"""Twelve of each official: as many as a close shows at once."""
CLOSING = f"closing a day of {RATINGS:,} ratings"


def closes_of(many: World, few: World) -> Sample:
    """One day after the other, of both in turn; as many ratings come on each."""
    turns = Turns([], [])
    for turn in range(1 + TURNS):
        taken = closing(many), closing(few)
        if turn:
            turns.ours.append(taken[0])
            turns.plain.append(taken[1])
    return turns.times(turns.lengths())


def closing(world: World) -> float:
    """Seconds that the close of another day takes."""
    a_day(world, RATINGS)
    day = desk_day(world.clock.now_ms)
    world.clock.now_ms += DAY_MS
    taken = once(lambda: close_due(world.engine, world.identity, world.clock, world.folder / OUTSIDE))
    shown = world.query(f"SELECT sum(n) FROM closed_rows WHERE day = '{day}' AND cell = '{WHOLE}'")
    assert shown == [(RATINGS,)], shown
    return taken
