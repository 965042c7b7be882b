"""Marked ratings: how many there are by which rule, and figures without them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, func, select

from sync.central.database.tables import marked_months, unit_months
from sync.central.figures.marks import Rule
from sync.central.figures.rollups import ALL, ANY
from sync.central.results.distribution import Distribution
from sync.central.results.view import View


@dataclass(frozen=True)
class Marked:
    """How many ratings are marked, and by which rules; one rating may be marked by several."""

    n: int
    by_rule: Mapping[Rule, int]


def marked_in(connection: Connection, view: View, units: Collection[str] | None) -> Marked | None:
    """The marked ratings of these units, or of all, for whoever sees them.

    Others are not told: how few are marked might tell who rated how.
    """
    if view is View.PUBLISHED:
        return None
    rollup = unit_months
    which = [rollup.c.rule != ALL, *([] if units is None else [rollup.c.unit.in_(units)])]
    summed = select(rollup.c.rule, func.sum(rollup.c.n)).where(*which).group_by(rollup.c.rule)
    counts = {rule: int(number) for rule, number in connection.execute(summed)}
    return Marked(counts.pop(ANY, 0), {rule: counts[rule] for rule in Rule if counts.get(rule)})


def marked_units(connection: Connection) -> dict[str, Distribution]:
    """The levels that marked ratings gave, by unit."""
    return read_distributions(connection, unit_months.c.unit, unit_months, unit_months.c.rule == ANY)


def marked_officials(connection: Connection, units: Collection[str]) -> dict[str, Distribution]:
    """The same of these units, by official."""
    return read_distributions(
        connection, marked_months.c.official, marked_months, *months_of(marked_months, units)
    )


def months_of(rollup: Table, units: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """The rows of these units, month by month, in a rollup that is ordered so."""
    rated = select(unit_months.c.month).where(unit_months.c.unit.in_(units)).distinct()
    return rollup.c.month.in_(rated), rollup.c.unit.in_(units)


def without(found: Mapping[str, Distribution], marked: Mapping[str, Distribution]) -> dict[str, Distribution]:
    """Every distribution without what is marked of it."""
    return {name: levels - marked.get(name, Distribution()) for name, levels in found.items()}


def read_distributions(
    connection: Connection, by: ColumnElement[str], rollup: FromClause, *which: ColumnElement[bool]
) -> dict[str, Distribution]:
    """The levels that a rollup counts, summed by one of its columns; published rows have them as values."""
    level = rollup.c.score if "score" in rollup.c else rollup.c.value
    summed = select(by, level, func.sum(rollup.c.n)).where(*which).group_by(by, level)
    counts: defaultdict[Any, dict[int, int]] = defaultdict(dict)
    for name, score, number in connection.execute(summed):
        counts[name][int(score)] = int(number)
    return {name: Distribution.of(levels) for name, levels in counts.items()}
