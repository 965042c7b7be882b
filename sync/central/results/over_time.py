"""Ratings of some days, as a view has them: from rollups, or from what the closes of those days published.

What is published of a day is what its close showed anew, whenever the ratings were given: a sum of rows of
`figures.closing`, as is every sum and difference of such days. So nothing over time tells of fewer than 10
ratings, whatever is put beside it; a number that corrections made small is withheld all the same.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from sqlalchemy import Connection

from sync.central.database import tables
from sync.central.database.among import among
from sync.central.figures.closed_rows import WHOLE
from sync.central.figures.rollups import ALL, ANY
from sync.central.results.adding import Part, Rollups, added, between
from sync.central.results.distribution import Distribution
from sync.central.results.marked import read_distributions
from sync.central.results.spans import Span
from sync.central.results.standing import Standing, standing
from sync.central.results.view import View

_RATED: Final = Rollups(tables.unit_months, tables.unit_days)
_MARKED: Final = Rollups(tables.unit_months, tables.unit_marks)


def read_days(
    connection: Connection, view: View, span: Span, units: Collection[str] | None = None
) -> dict[date, Distribution]:
    """By day, what was said of these units together, or of all; days without a rating are left out."""
    found = _read(connection, view, "day", span, units)
    return {date.fromisoformat(day): distribution for day, distribution in found.items()}


def read_months(
    connection: Connection, view: View, span: Span, units: Collection[str] | None = None
) -> dict[date, Distribution]:
    """The same by month, at its first day."""
    found = _read(connection, view, "month", span, units)
    return {date.fromisoformat(f"{month}-01"): distribution for month, distribution in found.items()}


def read_by_unit(connection: Connection, view: View, span: Span) -> dict[str, Distribution]:
    """By unit, what was said in all of these days."""
    return _read(connection, view, "unit", span, None)


def standing_alone(distribution: Distribution) -> Standing:
    """What a distribution allows that stands in no table; corrections may have taken away more than came."""
    allowed = standing(max(distribution.n, 0))
    return Standing.HIDDEN if allowed.shown and min(distribution.counts) < 0 else allowed


def _read(
    connection: Connection, view: View, by: str, span: Span, units: Collection[str] | None
) -> dict[str, Distribution]:
    level = "value" if view is View.PUBLISHED else "score"
    rows = added(_parts(view, by, span, units), by, level)
    found = read_distributions(connection, rows.c[by], rows)
    return {name: distribution for name, distribution in found.items() if any(distribution.counts)}


def _parts(view: View, by: str, span: Span, units: Collection[str] | None) -> Iterator[Part]:
    if view is View.PUBLISHED:
        closed = tables.closed_rows
        of_units = () if units is None else (among(closed.c.unit, sorted(units)),)
        yield Part(1, closed, (closed.c.cell == WHOLE, between(closed, span), *of_units))
        return
    counted = [(1, ALL, _RATED)] if view is View.LIVE else [(1, ALL, _RATED), (-1, ANY, _MARKED)]
    for way, rule, rollups in counted:
        for sign, rollup, which in [rollups.daily(span, units)] if by == "day" else rollups.of(span, units):
            named = (rollup.c.rule == rule,) if "rule" in rollup.c else ()
            yield Part(way * sign, rollup, (*which, *named))
