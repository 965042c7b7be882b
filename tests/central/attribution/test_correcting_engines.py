"""Corrections, contested, late and overlapping, on each engine."""

from sqlalchemy import event

from sync.central.attribution.office import Proposal
from sync.central.attribution.statements import Kind, erase_statement, said_of
from sync.central.database.engine import writing
from tests.central.attribution.shift import (
    HOA,
    MINUTE_MS,
    a_shift,
    approved,
    by_official,
    corrected,
    office,
    proposed,
    with_colleague,
)
from tests.central.desk import Desk
from tests.central.figures.test_publishing import next_day, state
from tests.central.world import COLLEAGUE, OFFICIAL, UNIT, World


def test_what_an_official_contests_is_corrected_and_published_with_ten_new_ratings(
    world: World, desk: Desk
) -> None:
    with_colleague(world)
    next_day(world, 0)
    moments = a_shift(world, desk, [5] * 31 + [1] * 2)
    desk.deliver()
    next_day(world)
    assert state(world).leaves() == {f"official:{OFFICIAL}": {"5": 31, "1": 2}}
    with writing(world.engine) as connection:
        hoa = office(connection, world, HOA)
        name = hoa.contest(OFFICIAL, UNIT, moments[31], moments[32] + 1, "Anh Bình trực thay")
    span = (desk.kiosk, moments[31], moments[32] + 1, OFFICIAL)
    approved(world, proposed(world, Proposal(*span, COLLEAGUE), contested=name))
    corrected(world, Proposal(*span, None))
    assert by_official(world) == {OFFICIAL: [5] * 31, None: [1, 1]}
    assert next_day(world) == 0
    assert state(world).leaves() == {f"official:{OFFICIAL}": {"5": 31, "1": 2}}
    held = len(desk.lines)
    a_shift(world, desk, [4] * 10)
    desk.deliver(held + 1)
    next_day(world)
    assert state(world).leaves() == {f"official:{OFFICIAL}": {"5": 31, "4": 10}}
    with writing(world.engine) as connection:
        office(connection, world, HOA).reply(OFFICIAL, UNIT, "Cảm ơn", name)
        reply = next(one for one in said_of(connection, [name])[name] if one.kind == Kind.REPLY)
        assert erase_statement(connection, reply.statement, [OFFICIAL]).text == "Cảm ơn"
        assert [one.text for one in said_of(connection, [name])[name] if one.kind == Kind.REPLY] == [None]
    assert world.verify().differences == []


def test_the_unit_is_locked_before_the_own_ledger_as_by_lines_that_come_in(world: World, desk: Desk) -> None:
    """Otherwise an approval and the kiosk's late lines may wait for each other in a circle."""
    with_colleague(world)
    moments = a_shift(world, desk, [5, 1])
    desk.deliver()
    world.clock.now_ms += 60 * MINUTE_MS
    name = proposed(world, Proposal(desk.kiosk, moments[0], moments[1], OFFICIAL, COLLEAGUE))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(" ".join(statement.split()))

    event.listen(world.engine, "before_cursor_execute", note)
    approved(world, name)
    event.remove(world.engine, "before_cursor_execute", note)
    units = next(place for place, one in enumerate(asked) if "FROM units" in one)
    own = next(place for place, one in enumerate(asked) if "FROM ledgers JOIN server" in one)
    assert units < own
    if world.engine.dialect.name == "postgresql":
        assert asked[units].endswith("FOR NO KEY UPDATE")
        assert asked[own].endswith("FOR UPDATE OF ledgers")
