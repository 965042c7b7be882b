"""Taking lines in, against the same rows written into the same tables by the driver alone, turn by turn."""

from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Table, select

from sync.central.api.signatures import Sender
from sync.central.database.engine import reading, writing
from sync.central.database.tables import ledgers, lines, ratings
from sync.central.ingest.accept import accept
from sync.contract.keys import public_bytes
from sync.contract.segment import read_segment
from tests.benchmarks.conftest import rate_often
from tests.benchmarks.measuring import Share, once, report, seconds
from tests.central.desk import NONCE, Desk
from tests.central.world import UNIT, World

SEGMENT = 500
WARMING = 2
FROM_THE_STORE = {"sqlite": 0.4, "postgresql": 0.3}
OVER_HTTP = {"sqlite": 0.2, "postgresql": 0.2}
"""Goals, as shares of the plain pace; half of one is a defect whatever else the machine does."""
TYPES = {"TEXT": "text", "BLOB": "bytea"}

Rows = dict[Table, list[tuple[Any, ...]]]


@pytest.fixture
def other(world: World) -> int:
    """The number of a ledger that the plain rows belong to."""
    begun = {"ledger": "other", "kiosk": "", "state": "held", "held": 0, "head": b"", "signature": ""}
    with writing(world.engine) as connection:
        row = ledgers.insert().values(begun | {"reading": "", "opened_ms": 0, "received_ms": 0})
        return int(connection.execute(row.returning(ledgers.c.ledger_no)).scalar_one())


def segments(desk: Desk, number: int) -> list[bytes]:
    rate_often(desk, SEGMENT * number - len(desk.lines))
    return [desk.segment(first, first + SEGMENT - 1) for first in range(1, SEGMENT * number, SEGMENT)]


def rows_of(world: World, body: bytes, other: int) -> Rows:
    """What a segment became, as if another ledger had brought it."""
    header = read_segment(body).header
    with reading(world.engine) as connection:
        number = connection.scalar(select(ledgers.c.ledger_no).where(ledgers.c.ledger == header.ledger))
        found = {}
        for table in (lines, ratings):
            mine = (table.c.ledger_no == number, table.c.seq.between(header.first, header.last.seq))
            rows = connection.execute(select(table).where(*mine).order_by(table.c.seq))
            found[table] = [(other, *row[1:]) for row in rows]
    return found


def write_plainly(world: World, rows: Rows) -> None:
    with writing(world.engine) as connection:
        for table, some in rows.items():
            _write(connection, table, some)


def _write(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    names = ", ".join(table.columns.keys())
    if not isinstance(driver, psycopg.Connection):
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return
    statement = f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)".encode()
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([TYPES.get(str(column.type), "int8") for column in table.columns])
        for row in rows:
            copy.write_row(row)


def compare(world: World, bodies: list[bytes], other: int, take: Callable[[bytes], object]) -> Share:
    ours, plain = [], []
    for body in bodies:
        ours.append(once(partial(take, body)))
        plain.append(once(partial(write_plainly, world, rows_of(world, body, other))))
    return Share(ours[WARMING:], plain[WARMING:])


def test_segments_are_taken_in(world: World, desk: Desk, other: int) -> None:
    sender = Sender(desk.kiosk, UNIT, public_bytes(desk.private))

    def take(body: bytes) -> None:
        with writing(world.engine) as connection:
            accept(connection, world.identity, world.clock, sender, read_segment(body))

    share = compare(world, segments(desk, 22), other, take)
    name = world.engine.dialect.name
    share.report(f"{name}: {SEGMENT} lines taken in", f"plainly (goal {FROM_THE_STORE[name]})", SEGMENT)
    first, last = sum(share.ours[:5]), sum(share.ours[-5:])
    report(f"{name}: five last segments", last, first, "the five first")
    assert last < 5 * first
    assert share.median > FROM_THE_STORE[name] / 2


def test_segments_cross_a_socket(world: World, desk: Desk, other: int) -> None:
    bodies = segments(desk, 12)
    share = compare(world, bodies, other, desk.send)
    assert desk.held().held == SEGMENT * len(bodies)
    name = world.engine.dialect.name
    share.report(f"{name}: {SEGMENT} lines over HTTP, signed", f"plainly (goal {OVER_HTTP[name]})", SEGMENT)
    again = seconds(partial(desk.send, bodies[-1]))
    time = seconds(partial(world.call, "GET", f"/api/v1/time?nonce={NONCE}"), 5)
    report(f"{name}: the same once more", again, time, "a signed time", SEGMENT)
    assert share.median > OVER_HTTP[name] / 2
