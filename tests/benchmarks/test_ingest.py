"""Taking lines in, against an insert of the same rows that asks nothing of them."""

from functools import partial
from typing import Any

from sqlalchemy import Table, insert, select

from sync.central.api.signatures import Sender
from sync.central.database.engine import reading, writing
from sync.central.database.tables import ledgers, lines, ratings
from sync.central.ingest.accept import accept
from sync.contract.keys import public_bytes
from sync.contract.segment import read_segment
from tests.benchmarks.conftest import rate_often
from tests.benchmarks.measuring import report, seconds
from tests.central.desk import NONCE, Desk
from tests.central.world import UNIT, World

SEGMENT = 500


def segments(desk: Desk, number: int) -> list[bytes]:
    rate_often(desk, SEGMENT * number - len(desk.lines))
    return [desk.segment(first, first + SEGMENT - 1) for first in range(1, SEGMENT * number, SEGMENT)]


def rows_of(world: World, table: Table, ledger: str) -> list[dict[str, Any]]:
    with reading(world.engine) as connection:
        number = connection.scalar(select(ledgers.c.ledger_no).where(ledgers.c.ledger == ledger))
        rows = connection.execute(select(table).where(table.c.ledger_no == number).order_by(table.c.seq))
        return [dict(row._mapping) for row in rows]


def test_segments_are_taken_in(world: World, desk: Desk) -> None:
    bodies = segments(desk, 12)
    sender = Sender(desk.kiosk, UNIT, public_bytes(desk.private))

    def take(body: bytes) -> None:
        with writing(world.engine) as connection:
            accept(connection, world.identity, world.clock, sender, read_segment(body))

    taken = [seconds(partial(take, body), 1) for body in bodies]
    rows = {table: rows_of(world, table, desk.ledger) for table in (lines, ratings)}
    assert len(rows[lines]) == SEGMENT * len(bodies)
    with writing(world.engine) as connection:
        for table in rows:
            connection.execute(table.delete().where(table.c.ledger_no == rows[lines][0]["ledger_no"]))

    def insert_plainly(place: int) -> None:
        with writing(world.engine) as connection:
            for table in rows:
                connection.execute(insert(table), rows[table][place * SEGMENT : (place + 1) * SEGMENT])

    plain = [seconds(partial(insert_plainly, place), 1) for place in range(len(bodies))]
    name = world.engine.dialect.name
    report(f"{name}: a segment of {SEGMENT} lines", min(taken), min(plain), "a plain insert", SEGMENT)
    report(f"{name}: three last segments", sum(taken[-3:]), sum(taken[:3]), "the three first")
    assert sum(taken[-3:]) < 5 * sum(taken[:3])


def test_segments_cross_a_socket(world: World, desk: Desk) -> None:
    bodies = segments(desk, 4)
    sent = min(seconds(partial(desk.send, body), 1) for body in bodies)
    again = seconds(partial(desk.send, bodies[-1]))
    assert desk.held().held == SEGMENT * len(bodies)
    time = seconds(partial(world.call, "GET", f"/api/v1/time?nonce={NONCE}"), 5)
    name = world.engine.dialect.name
    report(f"{name}: a segment over HTTP, signed", sent, time, "a signed time", SEGMENT)
    report(f"{name}: the same once more", again, time, "a signed time", SEGMENT)
