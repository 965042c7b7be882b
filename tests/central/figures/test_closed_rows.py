"""Rows of closed days: a span's figures are what its closes changed, and all rows together are the state."""

import pytest
from sqlalchemy import select

from sync.central.database.engine import reading, writing
from sync.central.database.tables import closed_rows, closings
from sync.central.figures.closed_rows import WHOLE, first_kept, months_between, rows_between
from tests.central.desk import Desk
from tests.central.figures.test_publishing import close, next_day, rate
from tests.central.world import DAY_MS, UNIT, World


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; a report's story is told on each engine."""
    return sqlite_url


@pytest.fixture
def begun(world: World, desk: Desk) -> Desk:
    close(world)
    desk.open()
    return desk


def scores(world: World, first: str, last: str) -> dict[str, int]:
    with reading(world.engine) as connection:
        return dict(rows_between(connection, first, last).get(UNIT, {}).get(WHOLE, {}))


def test_a_span_of_days_has_what_its_closes_showed_and_nothing_that_waits(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    next_day(world)
    rate(begun, 11, 2)
    begun.deliver(14)
    next_day(world)
    rate(begun, 9, 1)
    begun.deliver(25)
    next_day(world)
    assert scores(world, "2026-11-23", "2026-11-23") == {"5": 12}
    assert scores(world, "2026-11-24", "2026-11-30") == {"2": 11}
    assert scores(world, "2026-11-01", "2026-11-30") == {"5": 12, "2": 11}
    with reading(world.engine) as connection:
        assert first_kept(connection) == "2026-11-23"
        assert months_between(connection, "2026-11-01", "2026-11-30") == {"2026-11": {2: 11, 5: 12}}
    assert world.verify().differences == []


def test_a_correction_is_a_row_that_takes_away(world: World, begun: Desk) -> None:
    given = rate(begun, 12)
    begun.deliver()
    next_day(world)
    begun.append("rating.withdrawn", {"of": given[0]})
    rate(begun, 10, 2)
    begun.deliver(14)
    next_day(world)
    assert scores(world, "2026-11-24", "2026-11-24") == {"2": 10, "5": -1}


def test_days_that_change_nothing_keep_no_row(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    next_day(world)
    next_day(world, days=3)
    with reading(world.engine) as connection:
        kept = connection.execute(select(closed_rows.c.day, closed_rows.c.value, closed_rows.c.n)).all()
    assert [tuple(row) for row in kept] == [("2026-11-23", "5", 12)]


def test_days_that_nobody_closed_in_time_are_closed_one_after_the_other(world: World, begun: Desk) -> None:
    """What arrived before a period ended is of that period, whenever the server is there again."""
    rate(begun, 12)
    begun.deliver()
    world.clock.now_ms += DAY_MS
    rate(begun, 11, 2)
    begun.deliver(14)
    world.clock.now_ms += 3 * DAY_MS
    close(world)
    assert scores(world, "2026-11-23", "2026-11-23") == {"5": 12}
    assert scores(world, "2026-11-24", "2026-11-24") == {"2": 11}
    assert world.verify().differences == []


def test_a_restored_server_that_takes_up_what_readers_saw_keeps_rows_that_add_up(
    world: World, begun: Desk
) -> None:
    rate(begun, 12)
    begun.deliver()
    next_day(world)
    with writing(world.engine) as connection:  # as a backup from before had it
        connection.execute(closings.delete())
        connection.execute(closed_rows.delete())
    rate(begun, 10, 2)
    begun.deliver(14)
    next_day(world)
    assert scores(world, "", "2026-11-30") == {"5": 12, "2": 10}
    assert [found.what for found in world.verify().differences] == []
