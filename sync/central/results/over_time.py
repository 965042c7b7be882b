"""Ratings of some days, as a view has them: from rollups, or from what the closes of those days published.

What is published of a day is what its close showed anew, whenever the ratings were given: a sum of rows of
`figures.closing`, as is every sum and difference of such days. So nothing over time tells of fewer than 10
ratings, whatever is put beside it; a number that corrections made small is withheld all the same.
"""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table

from sync.central.database import tables
from sync.central.database.among import among
from sync.central.figures.closed_rows import WHOLE
from sync.central.figures.rollups import ANY
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


def read_by_unit(connection: Connection, view: View, span: Span) -> dict[str, Distribution]:
    """By unit, what was said in all of these days."""
    return _read(connection, view, lambda rollup: rollup.c.unit, span, None)


def standing_alone(distribution: Distribution) -> Standing:
    """What a distribution allows that stands in no table; corrections may have taken away more than came."""
    allowed = standing(max(distribution.n, 0))
    return Standing.HIDDEN if allowed.shown and min(distribution.counts) < 0 else allowed


def _read(
    connection: Connection, view: View, by: By, span: Span, units: Collection[str] | None
) -> dict[str, Distribution]:
    def summed(rollup: Table, *which: ColumnElement[bool]) -> dict[str, Distribution]:
        of_days = rollup.c.day.between(str(span.first), str(span.last))
        of_units = () if units is None else (among(rollup.c.unit, sorted(units)),)
        return read_distributions(connection, by(rollup), rollup, of_days, *of_units, *which)

    if view is View.PUBLISHED:
        return summed(tables.closed_rows, tables.closed_rows.c.cell == WHOLE)
    found = summed(tables.unit_days)
    if view is View.UNMARKED:
        return without(found, summed(tables.unit_marks, tables.unit_marks.c.rule == ANY))
    return found
