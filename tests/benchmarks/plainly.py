"""The rows that a segment became, written again by the driver alone into the same tables."""

from io import BytesIO
from typing import Any

from psycopg import Copy
from psycopg.copy import FileWriter
from sqlalchemy import Connection, Table, select

from sync.central.database.engine import reading, writing
from sync.central.database.tables import feed_touched, ledgers, lines, marks, ratings, receipts
from sync.contract.segment import read_segment
from tests.central.world import COLLEAGUE, OFFICIAL, OTHER_UNIT, UNIT, World

OF_A_LINE = (lines, ratings, receipts, marks)
TYPES = {"TEXT": "text", "BLOB": "bytea"}
ELSEWHERE = {UNIT: OTHER_UNIT, OFFICIAL: COLLEAGUE}
"""So that nobody counts them."""

Rows = dict[Table, list[dict[str, Any]]]
Ready = dict[tuple[Table, tuple[str, ...]], bytes | list[tuple[Any, ...]]]
"""By table and its columns."""


def another_ledger(world: World, name: str) -> int:
    """The number of a ledger that the plain rows belong to."""
    begun = {"ledger": name, "kiosk": "", "state": "held", "held": 0, "head": b"", "signature": ""}
    with writing(world.engine) as connection:
        row = ledgers.insert().values(begun | {"reading": "", "opened_ms": 0, "received_ms": 0})
        return int(connection.execute(row.returning(ledgers.c.ledger_no)).scalar_one())


def rows_of(world: World, body: bytes, other: int) -> Rows:
    """What a segment became, as if another ledger of another unit had brought it."""
    header = read_segment(body).header
    found: Rows = {}
    with reading(world.engine) as connection:
        number = connection.scalar(select(ledgers.c.ledger_no).where(ledgers.c.ledger == header.ledger))
        for table in OF_A_LINE:
            mine = (table.c.ledger_no == number, table.c.seq.between(header.first, header.last.seq))
            some = connection.execute(select(table).where(*mine).order_by(table.c.seq)).mappings()
            found[table] = [_elsewhere(dict(row)) | {"ledger_no": other} for row in some]
    found[feed_touched] = [{"rating": row["rating"]} for row in found[ratings]]
    return found


def made_ready(world: World, rows: Rows) -> Ready:
    """The same rows as the driver sends them: COPY's own bytes, or tuples for SQLite."""
    copied = world.engine.dialect.name == "postgresql"
    ready: Ready = {}
    with reading(world.engine) as connection:
        for table, some in rows.items():
            if some:
                plain = [tuple(row.values()) for row in some]
                ready[table, tuple(some[0])] = _copied(connection, table, some) if copied else plain
    return ready


def write_plainly(world: World, ready: Ready) -> None:
    """All of them in one transaction."""
    with writing(world.engine) as connection:
        driver: Any = connection.connection.driver_connection
        for (table, columns), rows in ready.items():
            names = ", ".join(columns)
            if isinstance(rows, bytes):
                statement = f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)".encode()
                with driver.cursor() as cursor, cursor.copy(statement) as copy:
                    copy.write(rows)
            else:
                marks = ", ".join("?" * len(columns))
                driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _elsewhere(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: ELSEWHERE.get(value, value) if isinstance(value, str) else value for name, value in row.items()
    }


def _copied(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> bytes:
    driver: Any = connection.connection.driver_connection
    out = BytesIO()
    with driver.cursor() as cursor, Copy(cursor, binary=True, writer=FileWriter(out)) as copy:
        copy.set_types([TYPES.get(str(table.c[name].type), "int8") for name in rows[0]])
        for row in rows:
            copy.write_row(tuple(row.values()))
    return out.getvalue()
