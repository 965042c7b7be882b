"""A unit's counters, and what was said at each. For supervisors only.

Officials and counters divide the same ratings in two ways: closings could not publish both and keep what they
promise of fewer than 10 ratings.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sync.central.database import tables
from sync.central.results.distribution import Distribution, total
from sync.central.results.marked import read_distributions
from sync.central.results.overview import UnitRow
from sync.central.results.standing import Standing, standings


@dataclass(frozen=True)
class CounterRow:
    """A counter, or what was rated at none in particular (`number` None)."""

    number: int | None
    name: Mapping[str, str]
    distribution: Distribution
    standing: Standing


def read_counters(connection: Connection, row: UnitRow) -> tuple[CounterRow, ...]:
    """The unit's counters by number, then the rest; nothing where no rating names one."""
    rollup, counters = tables.unit_counters, tables.counters
    rated = read_distributions(connection, rollup.c.counter, rollup, rollup.c.unit == row.unit)
    if not rated:
        return ()
    known = connection.execute(
        select(counters).where(counters.c.unit == row.unit).order_by(counters.c.number, counters.c.counter)
    ).all()
    places = {one.counter: one for one in known if one.active or one.counter in rated}
    found = {counter: rated.get(counter, Distribution()) for counter in places}
    rest = row.distribution - total(found.values())
    allowed = standings({counter: one.n for counter, one in found.items()} | {"": rest.n})
    if not row.standing.shown:
        allowed = {one: Standing.COVERING if given.shown else given for one, given in allowed.items()}
    rows = [
        CounterRow(place.number, {"vi": place.name_vi, "en": place.name_en}, found[counter], allowed[counter])
        for counter, place in places.items()
    ]
    return (*rows, *([CounterRow(None, {}, rest, allowed[""])] if rest.n else []))
