"""Any days as rows of rollups: whole months from what is counted by month, and the days that these lack.

Of a month that is nearly whole, the days that do not belong are taken away: at most 15 days of each end are
read, and of this month none that are to come.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Subquery, Table, func, select, union_all

from sync.central.database import tables
from sync.central.database.among import among, among_found
from sync.central.figures.rollups import month_of
from sync.central.results.spans import Span


class Part(NamedTuple):
    """Rows of a rollup; `sign`: 1 where what they count is added, -1 where it is taken away."""

    sign: int
    rollup: Table
    which: tuple[ColumnElement[bool], ...]


@dataclass(frozen=True)
class Rollups:
    """What is counted by unit and day, and the same by month."""

    months: Table
    days: Table

    def of(self, span: Span, units: Collection[str] | None = None) -> Iterator[Part]:
        """The rows that add up to these days of these units, or of all."""
        months, added, taken = span.in_months()
        if months is not None:
            of_units = () if units is None else (among(self.months.c.unit, sorted(units)),)
            first, last = (month_of(str(day)) for day in months)
            yield Part(1, self.months, (self.months.c.month.between(first, last), *of_units))
        for sign, ends in ((1, added), (-1, taken)):
            for end in ends:
                yield self.daily(end, units, sign)

    def daily(self, span: Span, units: Collection[str] | None = None, sign: int = 1) -> Part:
        """The same day by day; where rows are found by their unit, every unit is asked for."""
        which = [between(self.days, span)]
        if units is not None:
            which.append(among(self.days.c.unit, sorted(units)))
        elif next(iter(self.days.primary_key)) is self.days.c.unit:
            which.append(among_found(self.days.c.unit, select(tables.units.c.unit)))
        return Part(sign, self.days, tuple(which))


def between(days: Table, span: Span) -> ColumnElement[bool]:
    """Rows of these days."""
    return days.c.day.between(str(span.first), str(span.last))


def added(parts: Iterable[Part], *columns: str) -> Subquery:
    """These columns, and `n` to be summed; `month` may be a day's."""
    return union_all(
        *(
            select(*(_column(rollup, name) for name in columns), (sign * rollup.c.n).label("n")).where(*which)
            for sign, rollup, which in parts
        )
    ).subquery()


def _column(rollup: Table, name: str) -> ColumnElement[str]:
    if name == "month" and name not in rollup.c:
        return func.substr(rollup.c.day, 1, len("YYYY-MM")).label(name)
    return rollup.c[name]
