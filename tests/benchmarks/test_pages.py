"""Pages, against counting the same ratings row by row; what they cost must not grow with the lines."""

from functools import partial

from sqlalchemy import func, select

from sync.central.database.engine import reading
from sync.central.database.tables import ratings
from tests.benchmarks.conftest import rate_often
from tests.benchmarks.measuring import report, seconds
from tests.central.desk import Desk
from tests.central.world import UNIT, World

STEPS = (500, 2_000, 8_000)


def test_pages_are_built_from_rollups(world: World, desk: Desk) -> None:
    paths = {"overview": "/", "unit": f"/units/{UNIT}"}
    taken: dict[str, list[float]] = {name: [] for name in paths}
    name = world.engine.dialect.name
    for step in STEPS:
        held = len(desk.lines) if step != STEPS[0] else 0
        rate_often(desk, step - len(desk.lines))
        for first in range(held + 1, step, 1_000):
            desk.deliver(first, min(first + 999, step))
        counting = seconds(partial(count_row_by_row, world))
        for page, path in paths.items():
            assert world.call("GET", path).status_code == 200
            taken[page].append(seconds(partial(world.call, "GET", path), 5))
            report(f"{name}: {page} of {step:,} lines", taken[page][-1], counting, "counting the rows")
    for page, times in taken.items():
        report(f"{name}: {page}, {STEPS[-1] // STEPS[0]} times the lines", times[-1], times[0], "the time")
        assert times[-1] < 6 * times[0]
    proved = seconds(world.verify, 1)
    report(f"{name}: verify", proved, taken["overview"][-1], "an overview", STEPS[-1])
    assert world.verify().differences == []


def count_row_by_row(world: World) -> None:
    with reading(world.engine) as connection:
        connection.execute(
            select(ratings.c.unit, ratings.c.score, func.count()).group_by(ratings.c.unit, ratings.c.score)
        ).all()
