"""Published figures over time against somebody who keeps every view of them, and adds and subtracts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection, Engine

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.tables import closed_rows
from sync.central.figures import closing
from sync.central.figures.closed_rows import keep_rows
from sync.central.figures.closing import DESK, Published
from sync.central.results.distribution import Distribution
from sync.central.results.over_time import read_by_unit
from sync.central.results.spans import Span, Step
from sync.central.results.trend import read_trend
from sync.central.results.view import View
from tests.central.attacker import smallest_group
from tests.central.figures.test_closing import DAYS, Village, ordinary
from tests.central.observer import Observer, counted, less, total

UNITS = ("u", "v")
FIRST = date(2026, 10, 28)
APART = timedelta(days=3)
"""Closes lie so far apart that a few of them fall in different weeks and months."""

Said = Counter[Any]


class Villages:
    """Two units whose published rows are kept by the code, and whose ratings are known one by one."""

    def __init__(self, connection: Connection) -> None:
        connection.execute(closed_rows.delete())
        self.connection = connection
        self.villages = {unit: Village(observer=Observer(Published(unit))) for unit in UNITS}
        self.gained: dict[tuple[str, date], Said] = {}
        self.seen: list[Said] = []

    def happens(self, day: date, both: Iterable[Any]) -> None:
        for (unit, village), events in zip(self.villages.items(), both, strict=True):
            before, was = village.observer.state, self.whole(unit)
            village.happens(events)
            keep_rows(self.connection, before, village.observer.state, str(day))
            self.gained[unit, day] = less(self.whole(unit), was)
        self.look(day)

    def whole(self, unit: str) -> Said:
        views = self.villages[unit].observer.views
        return Counter({(unit, atom): n for atom, n in views[-1].items()}) if views else Counter()

    def look(self, day: date) -> None:
        """Everything that pages show that day, as ratings; that they add up to it is checked."""
        for units in (("u",), ("v",), UNITS):
            for step in Step:
                for past in read_trend(self.connection, View.PUBLISHED, step, day, units).past:
                    self.sees(past.distribution, past.span, units)
        for length in (3, 8, 30):
            span = Span(day - timedelta(days=length), day)
            found = read_by_unit(self.connection, View.PUBLISHED, span)
            for unit in UNITS:
                self.sees(found.get(unit, Distribution()), span, (unit,))

    def sees(self, shown: Distribution, span: Span, units: tuple[str, ...]) -> None:
        said = total(
            gained
            for (unit, day), gained in self.gained.items()
            if unit in units and span.first <= day <= span.last
        )
        scores = counted(Counter({(str(atom), score): n for (unit, (atom, score)), n in _by_unit(said)}))
        assert shown == Distribution.of({int(score): n for score, n in scores.items()})
        if said and said not in self.seen:
            self.seen.append(said)

    def smallest(self) -> int | None:
        alone = [
            Counter({(unit, atom): n for atom, n in view.items()})
            for unit, village in self.villages.items()
            for view in village.observer.views
        ]
        return smallest_group([*self.seen, *alone], 10)


def _by_unit(said: Said) -> Iterator[tuple[Any, int]]:
    for (unit, (name, score)), n in said.items():
        yield (unit, (f"{unit} {name}", score)), n


@pytest.fixture(scope="module", name="engine")
def one_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path_factory.mktemp('closes') / 'rows.sqlite'}")
    closed_rows.create(opened)
    yield opened
    opened.dispose()


def smallest_of(engine: Engine, history: list[tuple[Any, Any]]) -> int | None:
    with writing(engine) as connection:
        villages = Villages(connection)
        for place, both in enumerate(history):
            villages.happens(FIRST + place * APART, both)
        return villages.smallest()


@given(DAYS, DAYS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sum_or_difference_of_steps_units_and_views_tells_of_fewer_than_ten_ratings(
    engine: Engine, one: list[Any], other: list[Any]
) -> None:
    assert smallest_of(engine, list(zip(one, other, strict=False))[:6]) is None


def test_the_attacker_finds_a_group_where_a_day_shows_fewer_ratings(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ordinary(("x", DESK, 0, 4))
    history = [(ordinary(("x", DESK, 0, 12)), few), (few, few), (few, few), (few, few)]
    assert smallest_of(engine, history) is None
    monkeypatch.setattr(closing, "FEWEST", 1)
    assert smallest_of(engine, history) == 4


def test_a_trend_of_published_days_knows_nothing_of_what_waits_or_was_shown_before_rows_were_kept(
    engine: Engine,
) -> None:
    with writing(engine) as connection:
        villages = Villages(connection)
        twelve, few = ordinary(("x", DESK, 0, 12)), ordinary(("x", DESK, 0, 9))
        keep_rows(connection, None, Published("w", 1, {DESK: closing.Cell({"5": 40})}), "")
        for place, both in enumerate([(twelve, few), (few, twelve)]):
            villages.happens(FIRST + place * APART, both)
    with reading(engine) as connection:
        past = read_trend(connection, View.PUBLISHED, Step.DAY, FIRST + APART).past
    shown = {one.span.first: one.distribution.n for one in past if one.distribution.n}
    assert shown == {FIRST: 12, FIRST + APART: 21}
