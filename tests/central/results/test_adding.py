"""Whole months, with the days that they lack and have too many of, come to what each day counts."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Table, insert, select

from sync.central.database import tables
from sync.central.database.engine import reading, writing
from sync.central.results.calls import Calls, calls_by_unit
from sync.central.results.distribution import Distribution
from sync.central.results.over_time import read_by_unit, read_days, read_months
from sync.central.results.spans import Span
from sync.central.results.view import View
from tests.central.web.province import FIRST_DAY, Province, an_id

SPANS = (
    Span(date(2026, 9, 1), date(2026, 12, 31)),
    Span(date(2026, 9, 10), date(2026, 12, 20)),
    Span(date(2026, 9, 25), date(2026, 12, 3)),
    Span(date(2026, 10, 10), date(2026, 10, 13)),
    Span(date(2026, 10, 31), date(2026, 10, 31)),
    Span(date(2027, 2, 1), date(2027, 3, 31)),
)
NAMES = ("Phường An Bình", "Xã Ân Phú")
UNITS = tuple(an_id(name) for name in NAMES)


@pytest.fixture(name="rated")
def an_autumn(province: Province) -> Province:
    """Two units' ratings, some of them marked, and calls at two counters."""
    for place, name in enumerate(NAMES):
        unit = province.add_unit(name)
        province.rate(unit, (40 + place, 0, 150, 300, 500), days=110)
        for day in range(0, 110, 7):
            province.mark(unit, {"*": (0, 0, 1, 1, 2), "burst": (0, 0, 1, 1, 2)}, day=_day(day))
    months: Counter[tuple[str, ...]] = Counter()
    made = []
    for day in range(0, 110, 3):
        for counter, what, n in (("c", "called", 5 + day), ("d", "called", 1), ("d", "rated", 1)):
            key = {"unit": UNITS[0], "counter": counter, "what": what}
            made.append({"day": _day(day), **key, "n": n})
            months[_day(day)[:7], *key.values()] += n
    with writing(province.engine) as connection:
        connection.execute(insert(tables.unit_offers), made)
        names = ("month", "unit", "counter", "what", "n")
        cells = [dict(zip(names, (*key, n), strict=True)) for key, n in months.items()]
        connection.execute(insert(tables.offer_months), cells)
    return province


def _day(place: int) -> str:
    return str(FIRST_DAY + timedelta(days=place))


def counted(connection: Connection, view: View, span: Span, by: str) -> dict[str, Distribution]:
    """What the tables of days say, added up here."""
    found: dict[str, Distribution] = {}

    def add(rollup: Table, sign: int) -> None:
        for row in connection.execute(select(rollup)):
            if str(span.first) <= row.day <= str(span.last) and getattr(row, "rule", "*") == "*":
                key = {"unit": row.unit, "month": row.day[:7], "day": row.day}[by]
                more = Distribution.of({row.score: sign * row.n})
                found[key] = found.get(key, Distribution()) + more

    add(tables.unit_days, 1)
    if view is View.UNMARKED:
        add(tables.unit_marks, -1)
    return {key: one for key, one in found.items() if any(one.counts)}


@pytest.mark.parametrize("view", [View.LIVE, View.UNMARKED])
def test_any_days_come_to_what_is_counted_by_day(rated: Province, view: View) -> None:
    with reading(rated.engine) as connection:
        for span in SPANS:
            assert read_by_unit(connection, view, span) == counted(connection, view, span, "unit")
            for units in (None, UNITS):
                months = read_months(connection, view, span, units)
                days = read_days(connection, view, span, units)
                assert {str(day)[:7]: one for day, one in months.items()} == counted(
                    connection, view, span, "month"
                )
                assert {str(day): one for day, one in days.items()} == counted(connection, view, span, "day")


def test_any_days_calls_come_to_what_is_counted_by_day(rated: Province) -> None:
    with reading(rated.engine) as connection:
        rows = connection.execute(select(tables.unit_offers)).all()
        for span in SPANS:
            within = [row for row in rows if str(span.first) <= row.day <= str(span.last)]
            called, told = (sum(row.n for row in within if row.what == what) for what in ("called", "rated"))
            found = calls_by_unit(connection, View.LIVE, span)
            assert found.get(UNITS[0], Calls()) == Calls(called, told)
