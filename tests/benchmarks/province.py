"""A province with as many ratings as a benchmark wants, in PostgreSQL, and the same ratings in DuckDB."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import reduce
from pathlib import Path

import duckdb
import psycopg
from sqlalchemy import Connection

from sync.central.database.engine import reading, writing
from sync.central.database.partitions import make_months
from sync.central.figures.closing import ANSWERS, CALLS, OFFICIAL, Cell, Published
from sync.central.figures.closings import Closing, store
from sync.contract.desk_time import DAY_MS, began_ms, desk_date
from tests.benchmarks.worlds import settle_statistics
from tests.central.world import QUESTIONS, World

STATEMENTS, DAY = (Path(__file__).with_name(name) for name in ("province.sql", "day.sql"))
DAYS = 550
RAW = {
    "ratings": "unit, kiosk, counter, official, score, status, via, questionnaire, day, month, ledger_no, "
    "seq",
    "answers": "ledger_no, seq, question, choice",
    "offers": "unit, counter, kind, status, lapsed, day",
    "marks": "ledger_no, seq, rule, unit, day",
}
"""What the pages ask about; nothing of it is counted yet."""
SHOWN = (
    f"SELECT unit, '{OFFICIAL}' || official, score::text, sum(n) FROM official_months GROUP BY 1, 2, 3",
    f"SELECT unit, '{CALLS}', what, sum(n) FROM offer_months WHERE what <> 'lapsed' GROUP BY 1, 2, 3",
    f"SELECT unit, '{ANSWERS}' || left(questionnaire, 36) || '/' || question, choice, sum(n) "
    "FROM answer_months GROUP BY 1, 2, 3",
)
"""Cells of what is published."""


def last_day(world: World) -> date:
    """The last day with ratings: yesterday."""
    return desk_date(world.clock.wall_ms()) - timedelta(days=1)


def fill(world: World, number: int) -> None:
    """Write so many ratings and what is counted of them, and close the last day."""
    last = last_day(world)
    first = last - timedelta(days=DAYS - 1)
    told = {
        ":number": str(number),
        ":days": str(DAYS),
        ":began_ms": str(began_ms(first)),
        ":first": f"'{first}'",
        ":questionnaire": f"'{QUESTIONS}/1'",
    }
    with writing(world.engine) as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no row points nowhere
        make_months(connection, (began_ms(first) + day * DAY_MS for day in range(DAYS)))
        _run(connection, STATEMENTS, told)
        store(connection, published(connection, str(last)))
    settle_statistics(world)


def a_day(world: World, number: int) -> None:
    """Write so many ratings that are received now, all of them of today."""
    now_ms = world.clock.now_ms
    told = {
        ":number": str(number),
        ":now_ms": str(now_ms),
        ":day": f"'{desk_date(now_ms)}'",
        ":questionnaire": f"'{QUESTIONS}/1'",
    }
    with writing(world.engine) as connection:
        make_months(connection, [now_ms])
        _run(connection, DAY, told)


def published(connection: Connection, closed: str) -> Iterator[Closing]:
    """Of each unit, what one close of all its days shows."""
    cells: defaultdict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for statement in SHOWN:
        for unit, cell, value, n in connection.exec_driver_sql(statement):
            cells[unit][cell][value] = int(n)
    held = dict(tuple(row) for row in connection.exec_driver_sql("SELECT ledger, held FROM ledgers"))
    for unit, found in cells.items():
        mine = {ledger: held[ledger] for ledger in (f"l{int(unit[1:]) * 3 + kiosk}" for kiosk in range(3))}
        shown = {cell: Cell(values, {}, mine) for cell, values in found.items()}
        yield Closing(closed, Published(unit, 1, shown))


def in_duckdb(world: World, folder: Path) -> duckdb.DuckDBPyConnection:
    """The same ratings in DuckDB's own columns."""
    duck = duckdb.connect(str(folder / "same.duckdb"))
    with reading(world.engine) as connection:
        driver = _driver(connection)
        for table, columns in RAW.items():
            file = folder / f"{table}.csv"
            with (
                file.open("wb") as out,
                driver.cursor() as cursor,
                cursor.copy(
                    f"COPY (SELECT {columns} FROM {table}) TO STDOUT (FORMAT CSV, HEADER)".encode()
                ) as rows,
            ):
                for piece in rows:
                    out.write(piece)
            duck.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{file}')")
            file.unlink()
    return duck


def _run(connection: Connection, file: Path, told: Mapping[str, str]) -> None:
    _, *statements = file.read_text("utf-8").split("\n\n")
    for statement in statements:
        filled = reduce(lambda text, one: text.replace(*one), told.items(), statement)
        _driver(connection).execute(filled.encode())


def _driver(connection: Connection) -> psycopg.Connection:
    """As a percent sign means nothing to it."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver
