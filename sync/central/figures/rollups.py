"""Rollups: ratings counted by unit and day, and by official and month, always from the rows themselves."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from sync.central.database.tables import official_months, ratings, unit_days
from sync.central.figures.reading import Rating, Status


class UnitDay(NamedTuple):
    """A cell of `unit_days`."""

    unit: str
    day: str


class OfficialMonth(NamedTuple):
    """A cell of `official_months`."""

    official: str
    unit: str
    month: str


class Cells(NamedTuple):
    """The cells some ratings count in."""

    days: set[UnitDay]
    months: set[OfficialMonth]


def cells_of(some: Iterable[Rating]) -> Cells:
    """Where these ratings count."""
    counted = [rating for rating in some if rating.status == Status.COUNTED]
    return Cells(
        {UnitDay(rating.unit, rating.day) for rating in counted},
        {
            OfficialMonth(rating.official, rating.unit, rating.month)
            for rating in counted
            if rating.official is not None
        },
    )


def tally(
    some: Iterable[Rating], days: Counter[tuple[UnitDay, int]], months: Counter[tuple[OfficialMonth, int]]
) -> None:
    """Count ratings in memory, as the tables must count them."""
    for rating in some:
        if rating.status != Status.COUNTED:
            continue
        days[UnitDay(rating.unit, rating.day), rating.score] += 1
        if rating.official is not None:
            months[OfficialMonth(rating.official, rating.unit, rating.month), rating.score] += 1


def recount(connection: Connection, cells: Cells) -> None:
    """Count these cells again; the caller holds their units' locks."""
    for unit, day in sorted(cells.days):
        mine = (ratings.c.unit == unit, ratings.c.day == day, ratings.c.status == Status.COUNTED)
        connection.execute(delete(unit_days).where(unit_days.c.unit == unit, unit_days.c.day == day))
        counted = select(ratings.c.unit, ratings.c.day, ratings.c.score, func.count()).where(*mine)
        connection.execute(
            insert(unit_days).from_select(
                ["unit", "day", "score", "n"],
                counted.group_by(ratings.c.unit, ratings.c.day, ratings.c.score),
            )
        )
    for official, unit, month in sorted(cells.months):
        cell = (
            official_months.c.official == official,
            official_months.c.unit == unit,
            official_months.c.month == month,
        )
        connection.execute(delete(official_months).where(*cell))
        columns = (ratings.c.official, ratings.c.unit, ratings.c.month, ratings.c.score)
        counted = select(*columns, func.count()).where(
            ratings.c.official == official,
            ratings.c.unit == unit,
            ratings.c.month == month,
            ratings.c.status == Status.COUNTED,
        )
        connection.execute(
            insert(official_months).from_select(
                ["official", "unit", "month", "score", "n"], counted.group_by(*columns)
            )
        )
