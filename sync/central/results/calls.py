"""Calls to rate: how many transactions a counter said were over, and how many of them nobody rated."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from sync.central.database import tables
from sync.central.figures import closing
from sync.central.figures.rollups import CALLED, RATED
from sync.central.results.adding import Part, Rollups, added, between
from sync.central.results.distribution import Estimate
from sync.central.results.spans import Span
from sync.central.results.standing import FEWEST_SHOWN
from sync.central.results.view import View

OFFERED: Final = Rollups(tables.offer_months, tables.unit_offers)


@dataclass(frozen=True)
class Calls:
    """Calls made, ratings after one, and invitations to rate by phone, which are no ratings."""

    called: int = 0
    rated: int = 0
    invited: int = 0

    def __add__(self, other: "Calls") -> "Calls":
        return Calls(self.called + other.called, self.rated + other.rated, self.invited + other.invited)

    @property
    def unrated(self) -> int:
        """Calls without a rating; never satisfied ones."""
        return max(self.called - self.rated, 0)

    @property
    def response(self) -> Estimate | None:
        """The response rate; None for few calls, or if more ratings than calls are told of."""
        if self.called < FEWEST_SHOWN or not 0 <= self.rated <= self.called:
            return None
        return Estimate.of(self.rated, self.called)


def read_calls(connection: Connection, units: Collection[str]) -> Calls:
    """Read the calls and invitations of these units together."""
    rollup = tables.offer_months
    summed = (
        select(rollup.c.what, func.sum(rollup.c.n)).where(rollup.c.unit.in_(units)).group_by(rollup.c.what)
    )
    counts = {what: int(number) for what, number in connection.execute(summed)}
    return Calls(counts.get("called", 0), counts.get("rated", 0), counts.get("invited", 0))


def calls_by_unit(connection: Connection, view: View, span: Span) -> dict[str, Calls]:
    """By unit, the calls of these days, or those that the closes of these days published."""
    if view is View.PUBLISHED:
        closed = tables.closed_rows
        what = "value"
        parts = [Part(1, closed, (closed.c.cell == closing.CALLS, between(closed, span)))]
    else:
        what = "what"
        parts = [*OFFERED.of(span)]
    rows = added(parts, "unit", what)
    told = rows.c[what].in_((CALLED, RATED))
    summed = select(rows.c.unit, rows.c[what], func.sum(rows.c.n)).where(told)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for unit, kind, number in connection.execute(summed.group_by(rows.c.unit, rows.c[what])):
        counts[unit][kind] = int(number)
    return {unit: Calls(found[CALLED], found[RATED]) for unit, found in counts.items()}
