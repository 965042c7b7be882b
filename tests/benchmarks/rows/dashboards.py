"""The main pages' queries, beside DuckDB that counts the same ratings, and beside a tenth of the ratings."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
from sqlalchemy import Connection

from sync.central.database.engine import reading
from sync.central.results.marked import marked_in
from sync.central.results.overview import read_overview
from sync.central.results.patterns import DAYS, MARKED_DAYS, read_patterns
from sync.central.results.public import public_results, read_seen
from sync.central.results.unit import read_unit
from sync.central.results.view import View
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.places import work
from tests.benchmarks.province import fill, in_duckdb
from tests.benchmarks.turns import take_turns
from tests.benchmarks.worlds import world_at
from tests.central.postgres import PostgresServer, running_postgres
from tests.central.world import World

TURNS, TODAY, UNIT = 7, date(2026, 11, 23), "u7"
COUNTED = "FROM ratings WHERE status = 'counted'"
BY_UNIT = f"SELECT unit, score, count(*) {COUNTED} GROUP BY ALL"
DAYS_OF = f"SELECT min(day), max(day) {COUNTED}"
HERE = f"unit = '{UNIT}'"
SINCE, MARKED_SINCE = (f"'{date.fromordinal(TODAY.toordinal() - days)}'" for days in (DAYS, MARKED_DAYS))

Read = Callable[[Connection], object]
PAGES: dict[str, tuple[Read, tuple[str, ...]]] = {
    "overview": (
        lambda connection: (read_overview(connection, 0), marked_in(connection, View.LIVE, None)),
        (
            BY_UNIT,
            DAYS_OF,
            "SELECT rule, count(*) FROM marks GROUP BY ALL",
            "SELECT count(DISTINCT (ledger_no, seq)) FROM marks",
        ),
    ),
    "a unit's page": (
        lambda connection: read_unit(connection, UNIT, str(TODAY)),
        (
            BY_UNIT,
            f"{DAYS_OF} AND {HERE}",
            f"SELECT official, score, count(*) {COUNTED} AND {HERE} GROUP BY ALL",
            "SELECT questionnaire, question, choice, count(*) FROM ratings JOIN answers"
            f" USING (ledger_no, seq) WHERE status = 'counted' AND {HERE} GROUP BY ALL",
            f"SELECT count(*), count(lapsed) FROM offers WHERE {HERE}",
        ),
    ),
    "patterns": (
        lambda connection: read_patterns(connection, TODAY),
        (
            f"SELECT day, unit, rule, count(*) FROM marks WHERE day >= {MARKED_SINCE} GROUP BY ALL "
            "ORDER BY day DESC LIMIT 200",
            f"SELECT unit, official, score, count(*) {COUNTED} AND day >= {SINCE} GROUP BY ALL",
            f"SELECT unit, counter, count(*), count(lapsed) FROM offers WHERE day >= {SINCE} GROUP BY ALL",
        ),
    ),
    "public page": (
        lambda connection: public_results(read_seen(connection)),
        (BY_UNIT, "SELECT unit, count(*), count(lapsed) FROM offers GROUP BY ALL"),
    ),
}
MISSED = {
    "overview": "it sums every day of every unit; of few ratings, a day has fewer scores to sum",
    "patterns": "it reads its last days' marks, ratings and calls row by row, where other pages have rollups",
}


def figures(many: str, few: str) -> tuple[Figure, ...]:
    """Of each page, against both."""
    both = []
    for page in PAGES:
        name, why = f"{page} at {many} ratings", MISSED.get(page, "")
        both.append(Figure(name, "DuckDB on the same ratings", Reach.AT_MOST, 2.0, missed=why))
        both.append(Figure(name, f"at {few}", Reach.AT_MOST, 1.4, missed=why))
    return tuple(both)


@measures(*figures("1 M", "100,000"))
def at_a_million(full: bool) -> Sequence[Sample]:
    """A province of a year or two."""
    return beside(100_000, 1_000_000)


@measures(*figures("10 M", "1 M"), full_only=True)
def at_ten_million(full: bool) -> Sequence[Sample]:
    """A province of many years."""
    return beside(1_000_000, 10_000_000)


def beside(few: int, many: int) -> Sequence[Sample]:
    """Each page's reading in turn with DuckDB's, then with a province that has fewer ratings."""
    samples = []
    with (
        tempfile.TemporaryDirectory(dir=work()) as name,
        running_postgres() as postgres,
        filled(postgres, Path(name) / "few", few) as small,
        filled(postgres, Path(name) / "many", many) as large,
    ):
        duck = in_duckdb(large, Path(name))
        for read, statements in PAGES.values():
            ours = partial(opened, large, read)
            counted = take_turns(ours, partial(asked, duck, statements), TURNS)
            grown = take_turns(ours, partial(opened, small, read), TURNS)
            samples += [counted.times(counted.lengths()), grown.times(grown.lengths())]
        duck.close()
    return samples


def asked(duck: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    """What DuckDB is asked instead."""
    for statement in statements:
        duck.execute(statement).fetchall()


@contextmanager
def filled(postgres: PostgresServer, folder: Path, number: int) -> Iterator[World]:
    """A server whose province has so many ratings."""
    folder.mkdir()
    with world_at(postgres.url(postgres.create()), folder) as world:
        fill(world, number)
        yield world


def opened(world: World, read: Read) -> None:
    """Read what a page shows, in one moment of the database."""
    with reading(world.engine) as connection:
        read(connection)
