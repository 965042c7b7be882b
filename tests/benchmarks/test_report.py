"""A province's half-year report is read from rollups: units and days make its time, not ratings."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from sync.central.cases.rules import load_rules
from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import migrate
from sync.central.reports.adding_up import contents_of
from sync.central.reports.facts import Facts
from sync.central.reports.files import build_files
from sync.central.reports.gathering import Terms, read_facts
from sync.central.reports.periods import load_form, period_called
from tests.benchmarks.measuring import report, seconds

FORM = load_form()
PERIOD = period_called(FORM, "2026-H1")
UNITS, DAYS, FEW, MANY = 100, 550, 20_000, 1_000_000
COUNTING = "WITH RECURSIVE place(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM place WHERE n + 1 < {})"
ROLLUPS = (
    f"INSERT INTO units (unit, name_vi, name_en, active) {COUNTING.format(UNITS)} "
    "SELECT printf('u%03d', n), printf('Xã Số %03d', n), '', 1 FROM place",
    f"INSERT INTO closed_rows (day, unit, cell, value, n) {COUNTING.format(DAYS)} "
    "SELECT date('2024-12-15', n || ' days'), unit, 'whole', score, (unit > 'u050') + score * 4 "
    "FROM place, units, (SELECT value AS score FROM json_each('[1,2,3,4,5]'))",
    "INSERT INTO unit_days (unit, day, score, n) "
    "SELECT unit, day, CAST(value AS INTEGER), n FROM closed_rows",
)
LEDGER = "INSERT INTO ledgers VALUES (1,'l','k','held',1,X'00','','',0,0,NULL,NULL,NULL,NULL)"
RATINGS = (
    f"INSERT INTO ratings (ledger_no, seq, rating, kiosk, unit, score, status, via, questionnaire, up, day, "
    f"month, received_ms) {COUNTING.format(MANY)} "
    f"SELECT 1, n + :after, '', 'k', printf('u%03d', n % {UNITS}), "
    "n % 5 + 1, iif(n % 1000, 'counted', 'practice'), 'touch', '', n, "
    f"date('2025-12-15', (n % 180) || ' days'), '', n FROM place WHERE n < :number"
)


@pytest.fixture(name="engine")
def a_filled_engine(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
        connection.execute(text(LEDGER))
        for statement in ROLLUPS:
            connection.exec_driver_sql(statement)
    return engine


def rate(engine: Engine, after: int, number: int) -> None:
    with writing(engine) as connection:
        connection.execute(text(RATINGS), {"after": after, "number": number})


def test_a_report_takes_as_long_with_fifty_times_the_ratings(engine: Engine) -> None:
    def read() -> None:
        with reading(engine) as connection:
            facts(connection)

    rate(engine, 1, FEW)
    few = seconds(read)
    rate(engine, FEW + 1, MANY)
    many = seconds(read)
    report(f"a report's facts, {MANY:,} ratings", many, few, f"{FEW:,} ratings")
    assert many < 1.4 * few
    with reading(engine) as connection:
        found = facts(connection)
    report("what is shown of them", seconds(lambda: contents_of(found)), few, "reading them")
    report("all files", seconds(lambda: build_files(found, None), 1), few, "reading them")


def facts(connection: Connection) -> Facts:
    return read_facts(connection, PERIOD, Terms(FORM.heading, load_rules()), (), 0)
