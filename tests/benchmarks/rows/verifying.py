"""Recomputing every figure from ledgers, beside reading and hashing the same bytes."""

import hashlib
from collections.abc import Sequence

from sync.central.database.engine import reading
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.turns import take_turns
from tests.benchmarks.worlds import a_desk, a_world, segments
from tests.central.world import World

SEGMENT = 1_000
TURNS = {False: 3, True: 5}
LINES = {False: 5_000, True: 100_000}
IN_PYTHON = (
    "of its times, about one is this reading and hashing; one is parsing and judging a line strictly; one and"
    " a half is dating it and folding it into a rating that is counted; as much are the rows that it led to,"
    " which are as many bytes to read again; all of it one after the other, in Python"
)


@measures(
    Figure(
        "verify: every figure recomputed (100,000 lines in full, 5,000 quick), PostgreSQL",
        "reading the same lines and hashing their chain",
        Reach.AT_MOST,
        3.0,
        missed=IN_PYTHON,
    )
)
def every_figure(full: bool) -> Sequence[Sample]:
    """One ledger, as it was delivered."""
    with a_world("postgresql") as world:
        desk = a_desk(world)
        for body in segments(desk, SEGMENT, LINES[full] // SEGMENT):
            assert desk.send(body).status_code == 200
        world.execute("ANALYZE")
        assert world.verify().differences == []
        turns = take_turns(world.verify, lambda: hashed(world), TURNS[full])
    return [turns.times(turns.paces(LINES[full], "lines"))]


def hashed(world: World) -> bytes:
    """The chain over every line of every ledger, in order."""
    before = b""
    with reading(world.engine) as connection:
        rows = connection.exec_driver_sql("SELECT ledger_no, raw FROM lines ORDER BY ledger_no, seq")
        for _ledger, raw in rows.yield_per(1_000):
            before = hashlib.sha256(before + raw).digest()
    return before
