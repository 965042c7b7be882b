"""Patterns over days that make a supervisor wonder whether officials rate themselves. Each says its rule."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Connection, Table, and_, cast, func, select

from sync.central.database import tables
from sync.central.figures.marks import TOP, Rule
from sync.central.figures.rollups import ALL, CALLED, LAPSED, month_of
from sync.central.results.distribution import Estimate
from sync.central.results.statistics.beta import binomial_cdf
from sync.central.results.statistics.flags import holm

MARKED_DAYS: Final = 30
MOST_DAYS: Final = 200
DAYS: Final = 90
FEWEST: Final = 30
LEVEL: Final = 0.01

Names = Mapping[str, Mapping[str, str]]
"""Of units, by language."""


@dataclass(frozen=True)
class MarkedDay:
    """A kiosk's ratings of one day that a rule marks, of all that count there."""

    day: date
    unit: str
    name: Mapping[str, str]
    kiosk: str
    place: str
    rule: Rule
    marked: int
    n: int


@dataclass(frozen=True)
class AlwaysTop:
    """An official of whom nothing but 5 was said, and the share of 5 of everybody else in the unit."""

    official: str
    person: str
    unit: str
    name: Mapping[str, str]
    n: int
    others: float


@dataclass(frozen=True)
class UnratedCalls:
    """A counter's calls, and those that nobody rated after."""

    unit: str
    name: Mapping[str, str]
    number: int
    counter: Mapping[str, str]
    called: int
    unrated: Estimate


@dataclass(frozen=True)
class Patterns:
    """All of them; `unrated`: the province's share of calls that nobody rated after, if there are any.

    Marked days are of the last `MARKED_DAYS`, all else of whole months, from that of `DAYS` ago: `since`.
    """

    since: date
    days: tuple[MarkedDay, ...]
    tops: tuple[AlwaysTop, ...]
    calls: tuple[UnratedCalls, ...]
    unrated: float | None


def read_patterns(connection: Connection, today: date) -> Patterns:
    """The patterns of the days before and with `today`."""
    since = (today - timedelta(days=DAYS)).replace(day=1)
    units = tables.units
    names = {row.unit: {"vi": row.name_vi, "en": row.name_en} for row in connection.execute(select(units))}
    days = _read_days(connection, names, today - timedelta(days=MARKED_DAYS))
    tops = _read_tops(connection, names, month_of(str(since)))
    return Patterns(since, days, tops, *_read_calls(connection, names, month_of(str(since))))


def _read_days(connection: Connection, names: Names, since: date) -> tuple[MarkedDay, ...]:
    kiosks, marked, all_ = tables.kiosks, tables.kiosk_days, tables.kiosk_days.alias()
    newest = (
        select(marked)
        .where(marked.c.day >= str(since), marked.c.rule != ALL)
        .order_by(marked.c.day.desc(), marked.c.unit, marked.c.kiosk, marked.c.rule)
        .limit(MOST_DAYS)
        .subquery()
    )
    same = [all_.c[name] == newest.c[name] for name in ("day", "unit", "kiosk")]
    rows = connection.execute(
        select(newest, all_.c.n.label("whole"), kiosks.c.name)
        .join(all_, and_(*same, all_.c.rule == ALL))
        .join(kiosks, kiosks.c.kiosk == newest.c.kiosk)
    )
    found = (
        MarkedDay(
            date.fromisoformat(row.day),
            row.unit,
            names[row.unit],
            row.kiosk,
            row.name,
            Rule(row.rule),
            row.n,
            row.whole,
        )
        for row in rows
    )
    return tuple(
        sorted(found, key=lambda one: (-one.day.toordinal(), one.name["vi"], one.place, one.kiosk, one.rule))
    )


def _read_tops(connection: Connection, names: Names, since_month: str) -> tuple[AlwaysTop, ...]:
    """Officials of whom nothing but 5 was said since that month, where that is unlikely by chance."""
    rollup, people = tables.official_months, tables.officials
    summed = (
        select(rollup.c.unit, rollup.c.official, _sum(rollup).label("n"), _sum(rollup, rollup.c.score == TOP))
        .where(rollup.c.month >= since_month)
        .group_by(rollup.c.unit, rollup.c.official)
    )
    found = connection.execute(summed).all()
    whole, fives_of = Counter[str](), Counter[str]()
    for unit, _, n, fives in found:
        whole[unit] += n
        fives_of[unit] += fives
    others = {
        (unit, who, n, fives): (fives_of[unit] - fives) / (whole[unit] - n)
        for unit, who, n, fives in found
        if n >= FEWEST and whole[unit] - n >= FEWEST
    }
    chances = {one: share ** one[2] if one[2] == one[3] else 1.0 for one, share in others.items()}
    suspect = sorted(one for one, chance in holm(chances).items() if chance < LEVEL)
    named = select(people.c.official, people.c.name).where(people.c.official.in_({one[1] for one in suspect}))
    persons = {row.official: row.name for row in connection.execute(named)}
    return tuple(
        AlwaysTop(who, persons.get(who, who), unit, names[unit], n, others[unit, who, n, fives])
        for unit, who, n, fives in suspect
    )


def _read_calls(
    connection: Connection, names: Names, since_month: str
) -> tuple[tuple[UnratedCalls, ...], float | None]:
    """Counters whose calls were left unrated clearly more often than all, and the share of all."""
    rollup, counters = tables.offer_months, tables.counters
    called, unrated = (_sum(rollup, rollup.c.what == what) for what in (CALLED, LAPSED))
    rows = connection.execute(
        select(rollup.c.unit, rollup.c.counter, called.label("called"), unrated.label("unrated"))
        .where(rollup.c.month >= since_month)
        .group_by(rollup.c.unit, rollup.c.counter)
        .order_by(rollup.c.unit, rollup.c.counter)
    ).all()
    every = sum(row.called for row in rows)
    if not every:
        return (), None
    share = sum(row.unrated for row in rows) / every
    desks = {row.counter: row for row in connection.execute(select(counters))}
    chances = {
        row: binomial_cdf(row.called - row.unrated, row.called, 1 - share)
        if row.unrated > share * row.called
        else 1.0
        for row in rows
        if row.called >= FEWEST and row.counter in desks
    }
    found = []
    for row, chance in holm(chances).items():
        if chance < LEVEL:
            desk = desks[row.counter]
            desk_name = {"vi": desk.name_vi, "en": desk.name_en}
            estimate = Estimate.of(row.unrated, row.called)
            found.append(
                UnratedCalls(row.unit, names[row.unit], desk.number, desk_name, row.called, estimate)
            )
    return tuple(sorted(found, key=lambda one: (one.name["vi"], one.number))), share


def _sum(rollup: Table, *which: ColumnElement[bool]) -> ColumnElement[int]:
    """What is counted in these rows, or in all, as an integer."""
    counted = func.sum(rollup.c.n)
    return cast(func.coalesce(counted.filter(*which) if which else counted, 0), BigInteger)
