"""Marks in their tables, however the lines came; `verify` recomputes them."""

import pytest
from sqlalchemy import select

from sync.central.database.engine import writing
from sync.central.database.tables import ratings
from sync.central.figures.canaries import take_out
from tests.central.desk import Desk
from tests.central.fleet.test_silence import OFFICE, at
from tests.central.retention.test_retention import applied, keep
from tests.central.world import OFFICIAL, UNIT, World, small_province

MARKS = "SELECT seq, rule FROM marks ORDER BY seq, rule"
BY_RULE = "SELECT rule, score, n FROM unit_marks ORDER BY rule, score"
BY_MONTH = "SELECT official, unit, score, n FROM marked_months ORDER BY score"
BURST = [(seq, "burst") for seq in range(3, 8)]


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.open()
    desk.anchor()
    return desk


def rate_fast(desk: Desk) -> None:
    """Five within a minute: lines 3 to 7, three of one official and two of the whole desk."""
    for official in (OFFICIAL, None, OFFICIAL, None, OFFICIAL):
        desk.rate(4, official, counter=None)


def test_a_burst_is_marked_counted_and_recomputed(opened: Desk, world: World) -> None:
    rate_fast(opened)
    opened.deliver()
    assert world.query(MARKS) == BURST
    assert world.query(BY_RULE) == [("*", 4, 5), ("burst", 4, 5)]
    assert world.query(BY_MONTH) == [(OFFICIAL, UNIT, 4, 3)]
    assert world.verify().differences == []


def test_a_dossier_that_a_kiosk_saw_before_is_marked_and_recomputed(opened: Desk, world: World) -> None:
    opened.rate(4)
    opened.rate(5, repeated=True)
    opened.deliver()
    assert world.query(MARKS) == [(4, "repeated")]
    assert world.verify().differences == []


def test_a_burst_over_two_deliveries_marks_what_had_come_before(opened: Desk, world: World) -> None:
    rate_fast(opened)
    opened.deliver(1, 6)
    assert world.query(MARKS) == []
    opened.deliver(7)
    assert world.query(MARKS) == BURST
    assert world.query(BY_MONTH) == [(OFFICIAL, UNIT, 4, 3)]
    assert world.verify().differences == []


def test_a_withdrawal_ends_a_burst_and_a_correction_moves_its_count(opened: Desk, world: World) -> None:
    rate_fast(opened)
    opened.append("rating.changed", {"of": 3, "score": 2})
    opened.deliver()
    assert world.query(BY_RULE) == [("*", 2, 1), ("*", 4, 4), ("burst", 2, 1), ("burst", 4, 4)]
    opened.append("rating.withdrawn", {"of": 4})
    opened.deliver(9)
    assert world.query(MARKS) == world.query(BY_RULE) == world.query(BY_MONTH) == []
    assert world.verify().differences == []


def test_a_planned_proof_that_is_revealed_ends_the_burst_that_it_made(opened: Desk, world: World) -> None:
    rate_fast(opened)
    opened.deliver()
    with writing(world.engine) as connection:
        take_out(connection, connection.execute(select(ratings).where(ratings.c.seq == 5)).one())
    assert world.query(MARKS) == world.query(BY_RULE) == world.query(BY_MONTH) == []


def test_what_is_marked_counts_all_the_same(opened: Desk, world: World) -> None:
    rate_fast(opened)
    opened.deliver()
    assert world.query("SELECT sum(n) FROM unit_days") == [(5,)]


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM marks WHERE seq = 3",
        "UPDATE marks SET day = '2020-01-01' WHERE seq = 3",
        "UPDATE marks SET unit = 'x' WHERE seq = 3",
        "UPDATE marks SET ledger_no = 1 WHERE seq = 3",
    ],
)
def test_a_mark_that_no_line_gives_is_a_difference(opened: Desk, world: World, tampering: str) -> None:
    rate_fast(opened)
    opened.deliver()
    world.execute(tampering)
    assert {found.what for found in world.verify().differences} <= {"mark", "rows in marks"}
    assert "mark" in {found.what for found in world.verify().differences}


def test_ratings_of_no_known_day_are_marked_once_they_are_dated(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(3)
    for _ in range(4):
        desk.rate(3)
    desk.deliver()
    assert world.query(MARKS) == []
    desk.anchor()
    desk.deliver(7)
    assert [seq for seq, _ in world.query(MARKS)] == [2, 3, 4, 5, 6]
    assert world.verify().differences == []


def test_the_hours_that_were_published_before_a_day_began_tell_what_is_out_of_them(
    desk: Desk, world: World
) -> None:
    province = small_province()
    province["policies"]["hours"] = OFFICE
    world.load(province)
    desk.open()
    for moment in ("2026-11-23T21:00", "2026-11-25T10:00", "2026-11-25T21:00"):
        world.clock.now_ms = at(moment)
        desk.reboot()
        desk.anchor()
        desk.rate(4)
    desk.deliver()
    assert world.query(MARKS) == [(7, "out_of_hours")]
    assert world.verify().differences == []


def test_hours_that_are_published_on_a_day_hold_from_then_on_beside_those_that_held_before(
    desk: Desk, world: World
) -> None:
    province = small_province()
    province["policies"]["hours"] = OFFICE
    world.load(province)
    desk.open()
    for moment in ("2026-11-25T19:00", "2026-11-25T20:00"):
        world.clock.now_ms = at(moment)
        desk.reboot()
        desk.anchor()
        desk.rate(4)
        desk.deliver()
        world.clock.now_ms += 60_000
        province["policies"]["hours"] = OFFICE | {"wed": ["07:30-21:00"]}
        world.load(province)
    assert world.query(MARKS) == [(3, "out_of_hours")]
    assert world.verify().differences == []


def test_a_mark_stays_once_the_time_that_gave_it_is_let_go(desk: Desk, world: World) -> None:
    world.clock.now_ms = at("2026-10-05T08:00")
    province = small_province()
    province["policies"]["hours"] = OFFICE
    world.load(province)
    world.clock.now_ms = at("2026-10-06T21:00")
    desk.open()
    desk.anchor()
    desk.rate(4)
    desk.deliver()
    keep(world, "times", 30)
    assert applied(world)["times"] == 1
    desk.append("rating.detailed", {"of": 3, "answers": {}, "reasons": ["waiting"]})
    desk.deliver(4)
    assert world.query(MARKS) == [(3, "out_of_hours")]
    assert world.verify().differences == []
