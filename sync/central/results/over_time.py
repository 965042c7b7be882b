"""Ratings of some days, as a view has them: from rollups, or from what the closes of those days published.

What is published of a day is what its close showed anew, whenever the ratings were given: a sum of rows of
`figures.closing`, as is every sum and difference of such days. So nothing over time tells of fewer than 10
ratings, whatever is put beside it; a number that corrections made small is withheld all the same.
"""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, select

from sync.central.database import tables
from sync.central.database.among import among
from sync.central.figures.closed_rows import WHOLE
from sync.central.figures.rollups import ALL, ANY
from sync.central.results.distribution import Distribution
from sync.central.results.marked import read_distributions, without
from sync.central.results.spans import Span
from sync.central.results.standing import Standing, standing
from sync.central.results.view import View

By = Callable[[Table], ColumnElement[str]]


def read_days(
    connection: Connection, view: View, span: Span, units: Collection[str] | None = None
) -> dict[date, Distribution]:
    """By day, what was said of these units together, or of all; days without a rating are left out."""
    found = _read(connection, view, lambda rollup: rollup.c.day, span, units)
    return {date.fromisoformat(day): distribution for day, distribution in found.items()}


def read_months(
    connection: Connection, view: View, span: Span, units: Collection[str] | None = None
) -> dict[date, Distribution]:
    """The same, with all that was said in a month that is wholly in the span at its first day."""

    def by(rollup: Table) -> ColumnElement[str]:
        return rollup.c.month if "month" in rollup.c else rollup.c.day

    found = _read_whole(connection, view, by, span, units)
    return {_first_day(name): distribution for name, distribution in found.items()}


def read_by_unit(connection: Connection, view: View, span: Span) -> dict[str, Distribution]:
    """By unit, what was said in all of these days."""
    return _read_whole(connection, view, lambda rollup: rollup.c.unit, span, None)


def standing_alone(distribution: Distribution) -> Standing:
    """What a distribution allows that stands in no table; corrections may have taken away more than came."""
    allowed = standing(max(distribution.n, 0))
    return Standing.HIDDEN if allowed.shown and min(distribution.counts) < 0 else allowed


def _first_day(name: str) -> date:
    return date.fromisoformat(name if len(name) == len("YYYY-MM-DD") else f"{name}-01")


def _read_whole(
    connection: Connection, view: View, by: By, span: Span, units: Collection[str] | None
) -> dict[str, Distribution]:
    """Whole months from what is counted by month, and the days before and after them."""
    months, rest = span.in_months()
    if view is View.PUBLISHED or months is None:
        return _read(connection, view, by, span, units)
    found = _read(connection, view, by, months, units, monthly=True)
    for days in rest:
        for name, more in _read(connection, view, by, days, units).items():
            found[name] = found.get(name, Distribution()) + more
    return found


def _read(
    connection: Connection,
    view: View,
    by: By,
    span: Span,
    units: Collection[str] | None,
    *,
    monthly: bool = False,
) -> dict[str, Distribution]:
    months = tables.unit_months

    def summed(rollup: Table, *which: ColumnElement[bool]) -> dict[str, Distribution]:
        when, length = (rollup.c.month, len("YYYY-MM")) if monthly else (rollup.c.day, len("YYYY-MM-DD"))
        first, last = (str(day)[:length] for day in span)
        if units is not None:
            which += (among(rollup.c.unit, sorted(units)),)
        elif not monthly and view is not View.PUBLISHED:  # its days are found by their unit
            which += (rollup.c.unit.in_(select(months.c.unit).distinct()),)
        return read_distributions(connection, by(rollup), rollup, when.between(first, last), *which)

    if view is View.PUBLISHED:
        return summed(tables.closed_rows, tables.closed_rows.c.cell == WHOLE)
    found = summed(months, months.c.rule == ALL) if monthly else summed(tables.unit_days)
    if view is View.UNMARKED:
        marked = months if monthly else tables.unit_marks
        return without(found, summed(marked, marked.c.rule == ANY))
    return found
