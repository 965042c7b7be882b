"""The main pages' queries, beside DuckDB that counts the same ratings, and beside a tenth of the ratings."""

import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb
from sqlalchemy import Connection

from sync.central.database.engine import reading
from sync.central.results.comparing import read_compared
from sync.central.results.counters import read_counters
from sync.central.results.marked import marked_in
from sync.central.results.over_time import read_by_unit
from sync.central.results.overview import read_overview
from sync.central.results.patterns import DAYS, MARKED_DAYS, read_patterns
from sync.central.results.public import public_results, read_seen
from sync.central.results.questions import read_questions
from sync.central.results.regions import with_regions
from sync.central.results.spans import Span, Step, steps_until, two_months_before, whole_of
from sync.central.results.standing import Standing
from sync.central.results.trend import read_trend
from sync.central.results.unit import read_unit
from sync.central.results.view import View
from tests.benchmarks.closes import CLOSING, closes_of
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.places import work
from tests.benchmarks.province import fill, in_duckdb
from tests.benchmarks.turns import take_turns
from tests.benchmarks.worlds import world_at
from tests.central.postgres import PostgresServer, running_postgres
from tests.central.world import World

TURNS, TODAY, UNIT = 5, date(2026, 11, 23), "u7"
YEAR = whole_of(steps_until(TODAY, Step.MONTH))
BEFORE, AFTER = Span(date(2025, 11, 25), date(2026, 5, 25)), Span(date(2026, 5, 26), date(2026, 11, 22))
"""A pilot's two halves of a year."""
COUNTED = "FROM ratings WHERE status = 'counted'"
DAYS_OF = f"SELECT min(day), max(day) {COUNTED}"
HERE = f"unit = '{UNIT}'"
SINCE = f"'{(TODAY - timedelta(days=DAYS)).replace(day=1)}'"
MARKED_SINCE = f"'{TODAY - timedelta(days=MARKED_DAYS)}'"


Read = Callable[[Connection], int]
"""Read what a page shows; how many ratings (of criteria answers, of patterns marks) it shows."""
ALL = f"SELECT count(*) {COUNTED}"


def within(span: Span) -> str:
    """Its days."""
    return f"day BETWEEN '{span.first}' AND '{span.last}'"


def by_unit(*spans: Span) -> tuple[str, ...]:
    """Scores by unit, of all days or of each span's."""
    return tuple(
        f"SELECT unit, score, count(*) {COUNTED}{which} GROUP BY ALL"
        for which in ([f" AND {within(span)}" for span in spans] or [""])
    )


def over_time(which: str) -> tuple[str, ...]:
    """Scores by month, and by unit of this year's and last year's days."""
    by_month = f"SELECT month, score, count(*) {COUNTED} AND {within(YEAR)}{which} GROUP BY ALL"
    return (by_month, *by_unit(YEAR, YEAR.a_year_before()))


def read_over_time(connection: Connection, units: Collection[str] | None, rest: Collection[str]) -> None:
    """What `read_timeline` reads by months."""
    read_trend(connection, View.LIVE, Step.MONTH, TODAY, units)
    read_compared(connection, View.LIVE, YEAR, units, rest)


def the_overview(connection: Connection) -> int:
    """With its regions and its timeline."""
    page = with_regions(connection, read_overview(connection, 0))
    marked_in(connection, View.LIVE, None)
    read_over_time(connection, None, ())
    return page.distribution.n


def a_unit(connection: Connection) -> int:
    """With its counters and its timeline."""
    page = read_unit(connection, UNIT, str(TODAY))
    assert page is not None
    marked_in(connection, View.LIVE, page.counted)
    assert read_counters(connection, page.row)
    read_over_time(connection, page.units, page.rest)
    return page.row.distribution.n


def by_unit_in(*spans: Span) -> Read:
    """What is compared of units in these spans."""

    def read(connection: Connection) -> int:
        units = [read_by_unit(connection, View.LIVE, span) for span in spans]
        return sum(one.n for some in units for one in some.values())

    return read


def number_in(*spans: Span) -> str:
    """How many ratings there are in these spans, one that lies in two of them twice."""
    return " + ".join(f"({ALL} AND {within(span)})" for span in spans)


def the_differences(connection: Connection) -> int:
    """All units, and two months of theirs."""
    whole = read_overview(connection, 0).distribution.n
    return whole + by_unit_in(*two_months_before(TODAY))(connection)


def the_criteria(connection: Connection) -> int:
    """Every question's answers."""
    return sum(asked.n for asked in read_questions(connection, None, Standing.ENOUGH))


def the_patterns(connection: Connection) -> int:
    """With officials' and counters' signs."""
    return sum(day.marked for day in read_patterns(connection, TODAY).days)


def the_public_page(connection: Connection) -> int:
    """Every unit's published figures."""
    return public_results(read_seen(connection)).whole.n


NEWEST = (
    "SELECT marks.day, marks.unit, kiosk, rule, count(*) AS marked FROM marks "
    f"JOIN ratings USING (ledger_no, seq) WHERE marks.day >= {MARKED_SINCE} GROUP BY ALL "
    "ORDER BY 1 DESC, 2, 3, 4 LIMIT 200"
)
PAGES: dict[str, tuple[Read, str, tuple[str, ...]]] = {
    "overview": (
        the_overview,
        f"({ALL})",
        (
            *by_unit(),
            DAYS_OF,
            "SELECT rule, count(*) FROM marks GROUP BY ALL",
            "SELECT count(DISTINCT (ledger_no, seq)) FROM marks",
            *over_time(""),
        ),
    ),
    "a unit's page": (
        a_unit,
        f"({ALL} AND {HERE})",
        (
            *by_unit(),
            f"{DAYS_OF} AND {HERE}",
            f"SELECT official, score, count(*) {COUNTED} AND {HERE} GROUP BY ALL",
            "SELECT questionnaire, question, choice, count(*) FROM ratings JOIN answers"
            f" USING (ledger_no, seq) WHERE status = 'counted' AND {HERE} GROUP BY ALL",
            f"SELECT count(*), count(lapsed) FROM offers WHERE {HERE}",
            f"SELECT rule, count(*) FROM marks WHERE {HERE} GROUP BY ALL",
            f"SELECT counter, score, count(*) {COUNTED} AND {HERE} GROUP BY ALL",
            f"SELECT unit, count(*), count(lapsed) FROM offers WHERE {within(YEAR)} GROUP BY ALL",
            *over_time(f" AND {HERE}"),
        ),
    ),
    "differences": (
        the_differences,
        f"({ALL}) + {number_in(*two_months_before(TODAY))}",
        (*by_unit(), DAYS_OF, *by_unit(*two_months_before(TODAY))),
    ),
    "pilots, without their bootstrap": (
        by_unit_in(BEFORE, AFTER),
        number_in(BEFORE, AFTER),
        by_unit(BEFORE, AFTER),
    ),
    "criteria": (
        the_criteria,
        "(SELECT count(*) FROM ratings JOIN answers USING (ledger_no, seq) WHERE status = 'counted')",
        (
            "SELECT questionnaire, question, choice, count(*) FROM ratings JOIN answers"
            " USING (ledger_no, seq) WHERE status = 'counted' GROUP BY ALL",
        ),
    ),
    "patterns": (
        the_patterns,
        f"(SELECT sum(marked) FROM ({NEWEST}))",
        (
            f"WITH newest AS ({NEWEST}) SELECT newest.*, n FROM newest "
            f"JOIN (SELECT unit, day, kiosk, count(*) AS n {COUNTED} "
            f"AND day >= {MARKED_SINCE} GROUP BY ALL) USING (unit, day, kiosk)",
            f"SELECT unit, official, score, count(*) {COUNTED} AND day >= {SINCE} GROUP BY ALL",
            f"SELECT unit, counter, count(*), count(lapsed) FROM offers WHERE day >= {SINCE} GROUP BY ALL",
        ),
    ),
    "public page": (
        the_public_page,
        f"({ALL})",
        (*by_unit(), "SELECT unit, count(*), count(lapsed) FROM offers GROUP BY ALL"),
    ),
}


ROLLED_UP = (
    "a page reads what is counted by unit and day or month, which is as much however many ratings there are; "
    "DuckDB reads the ratings, and is the quicker the fewer they are"
)
BESIDE = {"patterns": "rows by official, month and level are nearly as many as the ratings of so few days"}
GROWN = {"patterns": "on a day of few ratings, calls were made at fewer counters: fewer rows to add"}


def figures(many: str, few: str) -> tuple[Figure, ...]:
    """Of each page, against both."""
    both = []
    for page in PAGES:
        name = f"{page}: its reading at {many}"
        beside, grown = BESIDE.get(page, ROLLED_UP), GROWN.get(page, "")
        both.append(Figure(name, "DuckDB, which counts the same ratings", Reach.AT_MOST, 2.0, missed=beside))
        both.append(Figure(name, f"at {few}, in as many days", Reach.AT_MOST, 1.4, missed=grown))
    return tuple(both)


@measures(*figures("1 M ratings (half of them quick)", "a tenth of them"))
def at_a_million(full: bool) -> Sequence[Sample]:
    """A province of a year or two."""
    return beside(100_000, 1_000_000) if full else beside(50_000, 500_000)


@measures(
    *figures("10 M ratings", "1 M"),
    Figure(f"{CLOSING}, at 10 M ratings", "at 1 M, in as many days", Reach.AT_MOST, 1.4),
    full_only=True,
)
def at_ten_million(full: bool) -> Sequence[Sample]:
    """The same province and days, ten times as busy; then what is published of them."""
    return beside(1_000_000, 10_000_000, closes_of)


def beside(few: int, many: int, *then: Callable[[World, World], Sample]) -> Sequence[Sample]:
    """Each page's reading in turn with DuckDB's and with a smaller province's; `then` what else is asked."""
    samples = []
    with (
        tempfile.TemporaryDirectory(dir=work()) as name,
        running_postgres() as postgres,
        filled(postgres, Path(name) / "few", few) as small,
        filled(postgres, Path(name) / "many", many) as large,
    ):
        duck = in_duckdb(large, Path(name))
        for read, number, statements in PAGES.values():
            ours = partial(opened, large, read)
            assert ours() == counted(duck, number), number
            beside_duck = take_turns(ours, partial(asked, duck, statements), TURNS)
            grown = take_turns(ours, partial(opened, small, read), TURNS)
            samples += [beside_duck.times(beside_duck.lengths()), grown.times(grown.lengths())]
        duck.close()
        samples += [ask(large, small) for ask in then]
    return samples


def asked(duck: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    """What DuckDB is asked instead."""
    for statement in statements:
        duck.execute(statement).fetchall()


def counted(duck: duckdb.DuckDBPyConnection, number: str) -> int:
    """What DuckDB makes of a number."""
    ((found,),) = duck.execute(f"SELECT {number}").fetchall()
    return int(found)


@contextmanager
def filled(postgres: PostgresServer, folder: Path, number: int) -> Iterator[World]:
    """A server whose province has so many ratings."""
    folder.mkdir()
    with world_at(postgres.url(postgres.create()), folder) as world:
        fill(world, number)
        yield world


def opened(world: World, read: Read) -> int:
    """Read what a page shows, in one moment of the database."""
    with reading(world.engine) as connection:
        return read(connection)
