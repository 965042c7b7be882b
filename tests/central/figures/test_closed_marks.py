"""What each close newly showed is judged once: which of it was marked, and how much lies apart from that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.central.database.engine import reading
from sync.central.figures.closed_marks import marks_between
from tests.central.attacker import smallest_group
from tests.central.desk import Desk
from tests.central.figures.test_publishing import close, next_day
from tests.central.world import UNIT, World

NOVEMBER = ("2026-11-01", "2026-11-30")


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; a report's story is told on each engine."""
    return sqlite_url


def judged(world: World) -> dict[str, int] | None:
    with reading(world.engine) as connection:
        found = marks_between(connection, *NOVEMBER)
    return None if found is None else found.get(UNIT, {})


def slowly(desk: Desk, times: int) -> None:
    for _ in range(times):
        desk.up += 70_000
        desk.rate(4, None)


def test_marked_ratings_are_judged_with_the_close_that_first_shows_them_and_never_again(
    world: World, desk: Desk
) -> None:
    close(world)
    desk.open()
    desk.anchor()
    slowly(desk, 8)
    desk.up += 70_000
    for _ in range(6):
        desk.rate(5, None)
    desk.deliver()
    next_day(world)
    once = {"5": 6, "burst": 6, "judged": 14, "apart": 6}
    assert judged(world) == once
    first = len(desk.lines) + 1
    desk.up += 86_400_000
    slowly(desk, 4)
    desk.deliver(first)
    next_day(world)
    assert judged(world) == once, "four ratings wait, so nothing was shown"
    first = len(desk.lines) + 1
    slowly(desk, 7)
    desk.deliver(first)
    next_day(world)
    assert judged(world) == once | {"judged": 25}
    assert world.verify().differences == []


def test_days_that_were_closed_before_marks_were_kept_are_not_taken_for_unmarked(
    world: World, desk: Desk
) -> None:
    close(world)
    desk.open()
    desk.anchor()
    slowly(desk, 12)
    desk.deliver()
    next_day(world)
    world.execute("DELETE FROM closed_marks")
    assert judged(world) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=5))
def test_whoever_subtracts_rows_from_the_marked_ones_learns_of_no_fewer_than_lie_apart(
    closes: list[tuple[int, int]],
) -> None:
    rows = [
        {(place, number, is_marked): 1 for is_marked, n in enumerate(pair) for number in range(n)}
        for place, pair in enumerate(closes)
        if sum(pair) >= 10
    ]
    marked = {atom: 1 for row in rows for atom in row if atom[2]}
    apart = sum(min(pair) for pair in closes if sum(pair) >= 10)
    found = smallest_group([*rows, marked], 10)
    assert found is None or found >= apart
    assert found is None or apart < 10
