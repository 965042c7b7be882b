"""A province's half-year report: units and days make its time, not ratings."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copyfile

from sqlalchemy import Connection, Engine, text

from sync.central.cases.rules import load_rules
from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import migrate
from sync.central.reports.adding_up import contents_of
from sync.central.reports.files import build_files
from sync.central.reports.gathering import Terms, read_facts
from sync.central.reports.periods import load_form, period_called
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.measuring import once
from tests.benchmarks.places import work
from tests.benchmarks.turns import Turns, take_turns

FORM = load_form()
TERMS = Terms(FORM.heading, load_rules())
PERIOD = period_called(FORM, "2026-H1")
UNITS, DAYS, AFTER = 100, 550, 100
TURNS = {False: 2, True: 5}
RATINGS = {False: 100_000, True: 10_000_000}
COUNTING = "WITH RECURSIVE place(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM place WHERE n + 1 < {})"
ROLLUPS = (
    f"INSERT INTO units (unit, name_vi, name_en, active) {COUNTING.format(UNITS)} "
    "SELECT printf('u%03d', n), printf('Xã Số %03d', n), '', 1 FROM place",
    f"INSERT INTO closed_rows (day, unit, cell, value, n) {COUNTING.format(DAYS)} "
    "SELECT date('2024-12-15', n || ' days'), unit, 'whole', score, (unit > 'u050') + score * 4 "
    "FROM place, units, (SELECT value AS score FROM json_each('[1,2,3,4,5]'))",
    "INSERT INTO unit_days (unit, day, score, n) "
    "SELECT unit, day, CAST(value AS INTEGER), n FROM closed_rows",
    "INSERT INTO closed_rows (day, unit, cell, value, n) SELECT day, unit, 'calls', what.value, 3 * sum(n) "
    'FROM unit_days, json_each(\'["called","rated"]\') AS what GROUP BY 1, 2, 4',
    "INSERT INTO closed_rows (day, unit, cell, value, n) "
    "SELECT day, unit, 'answers:q/' || question.value, choice.value, sum(n) FROM unit_days, "
    "json_each('[\"polite\"]') AS question, "
    'json_each(\'["yes","no","*"]\') AS choice GROUP BY 1, 2, 3, 4',
    "INSERT INTO closed_marks (day, unit, what, n) SELECT day, unit, what.value, 10 FROM unit_days, "
    'json_each(\'["5","burst","judged","apart"]\') AS what GROUP BY 1, 2, 3',
)
SHOWN = "SELECT sum(n) FROM closed_rows WHERE cell = 'whole' AND day BETWEEN '{}' AND '{}'"
LEDGER = "INSERT INTO ledgers VALUES (1,'l','k','held',1,X'00','','',0,0,NULL,NULL,NULL,NULL)"
RATED = (
    f"INSERT INTO ratings (ledger_no, seq, rating, kiosk, unit, score, status, via, questionnaire, up, day, "
    f"month, received_ms) {COUNTING.format(':number')} "
    f"SELECT 1, n + 1, '', 'k', printf('u%03d', n % {UNITS}), "
    "n % 5 + 1, iif(n % 1000, 'counted', 'practice'), 'touch', '', n, "
    f"date('2025-12-15', (n % 180) || ' days'), '', n FROM place WHERE n < :number"
)
SAME_ROLLUPS = {"closed_rows": 5 + 2 + 3, "closed_marks": 4, "unit_days": 5}
"""How many rows a unit has in each of them for each day."""


@measures(
    Figure(
        "a half-year report of 100 units from what closes showed (scores, calls, answers, marks): facts, "
        "figures, every file (10 M ratings in full, 100,000 quick)",
        "a person who waits",
        Reach.AT_MOST,
        10,
        "s",
        missed="setting its files takes most of it, its facts a sixth",
    ),
    Figure("its facts", "reading every row of the same rollups", Reach.AT_MOST, 2.0),
    Figure("its facts", "with a hundredth of the ratings", Reach.AT_MOST, 1.4),
)
def a_report(full: bool) -> Sequence[Sample]:
    """The report itself, then its facts in turn with plain reading, and with a small province's."""
    number = RATINGS[full]
    with tempfile.TemporaryDirectory(dir=work()) as name:
        large, small = filled(Path(name), number, number // AFTER)
        is_whole(large)
        whole = [once(lambda: written(large)) for _ in range(TURNS[full])]
        plainly = take_turns(lambda: facts(large), lambda: rows(large), TURNS[full])
        grown = take_turns(lambda: facts(large), lambda: facts(small), TURNS[full])
        large.dispose()
        small.dispose()
    return Sample(whole, f"{number:,} ratings"), told(plainly), told(grown)


def told(turns: Turns) -> Sample:
    """How many times as long."""
    return turns.times(turns.lengths())


def filled(folder: Path, *numbers: int) -> Iterator[Engine]:
    """Databases with so many ratings of a half-year each, and the rollups of three."""
    base = folder / "rollups.sqlite"
    engine = open_engine(f"sqlite:///{base}")
    with writing(engine) as connection:
        migrate(connection)
        connection.execute(text(LEDGER))
        for statement in ROLLUPS:
            connection.exec_driver_sql(statement)
    engine.dispose()
    for number in numbers:
        engine = open_engine(f"sqlite:///{copyfile(base, folder / f'{number}.sqlite')}")
        with writing(engine) as connection:
            connection.execute(text(RATED), {"number": number})
        yield engine


def written(engine: Engine) -> None:
    """All that a report is."""
    with reading(engine) as connection:
        read = read_facts(connection, PERIOD, TERMS, (), 0)
    contents_of(read)
    assert build_files(read, None)


def is_whole(engine: Engine) -> None:
    """A report tells of as many ratings as closes showed in its days."""
    with reading(engine) as connection:
        read = read_facts(connection, PERIOD, TERMS, (), 0)
        span = SHOWN.format(PERIOD.now.first, PERIOD.now.last)
        shown = connection.exec_driver_sql(span).scalar_one()
    told = sum(n for unit in read.units for n in unit.now.scores.values())
    assert told == shown > 0, (told, shown)


def facts(engine: Engine) -> None:
    """What a report is made of."""
    with reading(engine) as connection:
        read_facts(connection, PERIOD, TERMS, (), 0)


def rows(engine: Engine) -> None:
    """The same rollups, row by row."""

    def fetched(connection: Connection, rollup: str) -> int:
        return len(connection.exec_driver_sql(f"SELECT * FROM {rollup}").all())

    with reading(engine) as connection:
        for rollup, number in SAME_ROLLUPS.items():
            assert fetched(connection, rollup) == UNITS * DAYS * number, rollup
