"""Published figures over real ledgers: late, corrected, restored."""

import shutil
from typing import Any

import pytest

from sync.central.database.engine import reading, writing
from sync.central.database.tables import metadata
from sync.central.figures.closing import CALLS, INVITED, Published
from sync.central.figures.closings import CannotKeep, stored_closings
from sync.central.figures.publishing import OUTSIDE, close_due, close_figures
from sync.central.results.overview import read_overview
from sync.central.results.standing import Standing
from sync.central.results.unit import UnitPage, read_unit
from sync.central.results.view import View
from tests.central.desk import Desk
from tests.central.world import COUNTER, DAY_MS, OFFICIAL, QUESTIONS, UNIT, World


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; one story of all this is told on each engine in test_publishing_engines.py."""
    return sqlite_url


class Copy:
    """Every row of the database, as a backup has them."""

    def __init__(self, world: World) -> None:
        with reading(world.engine) as connection:
            self.rows = {
                table: [dict(row._mapping) for row in connection.execute(table.select())]
                for table in metadata.sorted_tables
            }

    def restore(self, world: World) -> None:
        with writing(world.engine) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            for table, rows in self.rows.items():
                if rows:
                    connection.execute(table.insert(), rows)


def close(world: World) -> int:
    return close_due(world.engine, world.identity, world.clock, world.folder / OUTSIDE)


def next_day(world: World, days: int = 1) -> int:
    world.clock.now_ms += days * DAY_MS
    return close(world)


def state(world: World, unit: str = UNIT) -> Published:
    with reading(world.engine) as connection:
        return stored_closings(connection)[unit].published


def whole(world: World) -> int:
    return sum(state(world).whole().values())


def rate(desk: Desk, times: int, score: int = 5, *, official: str | None = None, **other: Any) -> list[int]:
    return [desk.rate(score, official, **other) for _ in range(times)]


@pytest.fixture
def begun(world: World, desk: Desk) -> Desk:
    """A kiosk on a first day that is not over yet."""
    close(world)
    desk.open()
    return desk


def test_nothing_is_published_before_the_day_is_over(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    assert close(world) == 0
    assert whole(world) == 0
    assert next_day(world) == 1
    assert whole(world) == 12
    assert close(world) == 0


def test_fewer_than_ten_new_ratings_wait_for_each_other(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    next_day(world)
    rate(begun, 9)
    begun.deliver(14)
    assert next_day(world) == 0
    rate(begun, 1)
    begun.deliver(23)
    assert next_day(world) == 1
    assert whole(world) == 22


def test_what_comes_after_midnight_is_of_the_next_day_however_late_the_day_is_closed(
    world: World, begun: Desk
) -> None:
    rate(begun, 12)
    begun.deliver()
    world.clock.now_ms += DAY_MS
    rate(begun, 15)
    begun.deliver(14)
    close(world)
    assert whole(world) == 12


def test_corrections_travel_with_ten_new_ratings(world: World, begun: Desk) -> None:
    given = rate(begun, 12)
    begun.deliver()
    next_day(world)
    begun.append("rating.withdrawn", {"of": given[0]})
    begun.append("rating.changed", {"of": given[1], "score": 1})
    rate(begun, 9)
    begun.deliver(14)
    assert next_day(world) == 0
    assert state(world).whole() == {"5": 12}
    rate(begun, 1)
    begun.deliver(25)
    next_day(world)
    assert state(world).whole() == {"5": 20, "1": 1}


def test_rows_that_still_wait_at_a_quarters_end_are_published_together(world: World, begun: Desk) -> None:
    rate(begun, 6, official=OFFICIAL)
    rate(begun, 7, 2)
    begun.deliver()
    assert next_day(world) == 0
    assert next_day(world, days=8) == 0
    assert next_day(world, days=31) == 1
    assert (state(world).leaves(), state(world).pool) == ({}, {"5": 6, "2": 7})
    rate(begun, 30, 3, official=OFFICIAL)
    begun.deliver(15)
    next_day(world)
    assert state(world).leaves() == {f"official:{OFFICIAL}": {"3": 30}}
    assert whole(world) == 43
    assert world.verify().differences == []


def test_answers_and_calls_are_published_ten_by_ten_too(world: World, begun: Desk) -> None:
    for place in range(11):
        seq = begun.rate(5, via="call" if place < 4 else "touch")
        begun.append("rating.detailed", {"of": seq, "answers": {"polite": "yes"}, "reasons": []})
    for _ in range(12):
        begun.append("call.made", {"counter": COUNTER, "official": OFFICIAL, "via": "call"})
    begun.deliver()
    next_day(world)
    cells = state(world).cells
    assert cells[f"answers:{QUESTIONS}/polite"].shown == {"*": 11, "yes": 11}
    assert cells[CALLS].shown == {"called": 12, "rated": 4}
    assert INVITED not in cells


def page_of(world: World, view: View) -> UnitPage:
    with reading(world.engine) as connection:
        page = read_unit(connection, UNIT, "2026-11-25", view)
    assert page is not None
    return page


def test_below_the_supervisor_is_seen_what_is_published_and_a_person_from_thirty_ratings_on(
    world: World, begun: Desk
) -> None:
    rate(begun, 29, official=OFFICIAL)
    rate(begun, 20)
    begun.deliver()
    live, published = page_of(world, View.LIVE), page_of(world, View.PUBLISHED)
    assert (live.row.distribution.n, published.row.distribution.n) == (49, 0)
    assert published.row.standing is Standing.WAITING
    next_day(world)
    assert rows(page_of(world, View.PUBLISHED)) == [
        (OFFICIAL, 0, Standing.WAITING),
        (None, 20, Standing.SPARSE),
    ]
    with reading(world.engine) as connection:
        overview = read_overview(connection, 0, View.PUBLISHED)
    assert overview.distribution.n == 20
    assert str(overview.period.last) == "2026-11-23"
    rate(begun, 1, official=OFFICIAL)
    begun.deliver(51)
    next_day(world)
    assert rows(page_of(world, View.PUBLISHED)) == [
        (OFFICIAL, 30, Standing.ENOUGH),
        (None, 20, Standing.SPARSE),
    ]


def rows(page: UnitPage) -> list[tuple[str | None, int, Standing]]:
    return [(row.official, row.distribution.n, row.standing) for row in page.officials]


def test_a_job_closes_the_day_as_a_reader_would(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    world.clock.now_ms += DAY_MS
    assert close_figures(world.state) == "1 units published new figures"
    assert whole(world) == 12


def test_the_page_closes_the_day_before_it_is_read(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    world.clock.now_ms += DAY_MS
    reader = world.sign_in(("head_of_unit", UNIT))
    page = world.call("GET", f"/units/{UNIT}", headers=reader.headers).text
    assert "Công bố đến hết ngày 23/11/2026" in page
    assert whole(world) == 12


def test_a_restored_server_publishes_what_was_seen_and_not_what_it_would_group_anew(
    world: World, begun: Desk
) -> None:
    """The first row was seen with 12 ratings; without it, 15 would be one, and 3 be found."""
    empty = Copy(world)
    rate(begun, 12)
    begun.deliver()
    next_day(world)
    seen = state(world)
    empty.restore(world)
    begun.deliver()
    rate(begun, 3)
    begun.deliver(14)
    next_day(world)
    assert state(world) == seen
    assert world.verify().differences == []


def test_ratings_that_come_back_are_not_new_again(world: World, begun: Desk) -> None:
    """Once seen, never fresh: not even while the figures are lower than they were."""
    other = Desk(world)
    other.open()
    backup = Copy(world)
    rate(begun, 12)
    begun.deliver()
    next_day(world)
    backup.restore(world)
    rate(other, 15)
    other.deliver()
    next_day(world)
    assert whole(world) == 15
    begun.deliver()
    assert next_day(world) == 0
    rate(begun, 10)
    begun.deliver(14)
    next_day(world)
    assert whole(world) == 37


def test_a_row_that_was_kept_outside_and_then_rolled_back_is_the_row(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    before = Copy(world)
    next_day(world)
    seen = state(world)
    before.restore(world)
    close(world)
    assert state(world) == seen


def test_a_clock_that_was_far_ahead_does_not_stop_the_closing_of_days(world: World, begun: Desk) -> None:
    next_day(world, days=5000)
    world.clock.now_ms -= 5000 * DAY_MS
    rate(begun, 12)
    begun.deliver()
    assert close(world) == 0
    assert next_day(world) == 1


def test_nothing_is_published_that_cannot_be_kept(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    shutil.rmtree(world.folder / OUTSIDE, ignore_errors=True)
    (world.folder / OUTSIDE).write_text("in the way")
    world.clock.now_ms += DAY_MS
    with pytest.raises((CannotKeep, OSError)):
        close(world)
    assert whole(world) == 0


def test_verify_names_published_figures_that_somebody_changed(world: World, begun: Desk) -> None:
    rate(begun, 12)
    begun.deliver()
    next_day(world)
    assert world.verify().differences == []
    world.execute("UPDATE closings SET document = replace(document, ':12', ':13')")
    assert {found.what for found in world.verify().differences} == {"published figures", "published rows"}
