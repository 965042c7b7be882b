import uuid

import pytest
from sqlalchemy import Engine

from sync.central.database.engine import reading
from sync.central.figures.finding import _CODED, ratings_with_ids
from tests.central.desk import Desk
from tests.central.world import World


def found(engine: Engine, *names: str) -> list[int]:
    with reading(engine) as connection:
        return [row.seq for row in ratings_with_ids(connection, names)]


def test_ratings_are_found_by_their_ids_and_nothing_else_is(desk: Desk, world: World) -> None:
    desk.open()
    names = [str(uuid.uuid4()) for _ in range(3)]
    seqs = [desk.rate(5, rating=name) for name in names]
    again = desk.rate(1, rating=names[0])
    desk.deliver()
    assert found(world.engine, names[0], names[2]) == [seqs[0], seqs[2], again]
    assert found(world.engine, names[1], str(uuid.uuid4()), "Nguyễn", "") == [seqs[1]]
    assert found(world.engine) == []


def test_another_rating_of_the_same_receipt_code_is_told_apart(desk: Desk, world: World) -> None:
    desk.open()
    mine, other = str(uuid.uuid4()), str(uuid.uuid4())
    seq = desk.rate(5, rating=mine)
    of_other = desk.rate(4, rating=other)
    desk.deliver()
    world.execute(
        f"UPDATE receipts SET code = (SELECT code FROM receipts WHERE seq = {seq}) WHERE seq = {of_other}"
    )
    assert found(world.engine, mine) == [seq]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_sqlite_goes_through_no_ledger_to_find_what_a_line_repeats(world: World) -> None:
    told = str(_CODED.compile(world.engine, compile_kwargs={"render_postcompile": True}))
    plan = str(world.query(f"EXPLAIN QUERY PLAN {told.replace('?', 'NULL')}"))
    assert "receipts USING INDEX receipts_by_code (code=?)" in plan
