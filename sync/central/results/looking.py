"""Units to look at: below the whole beyond chance in each of the last two months. For supervisors only.

A flag starts nothing: no message, no case, no measure. It is a reason to go there and ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from sync.central.database import tables
from sync.central.results.distribution import Distribution, Estimate, total
from sync.central.results.over_time import read_by_unit
from sync.central.results.spans import Span, two_months_before
from sync.central.results.statistics.flags import FEWEST, Period, flagged
from sync.central.results.view import View
from sync.central.web.collation import vietnamese_order


@dataclass(frozen=True)
class Month:
    """A unit in one month: its ratings, their satisfied share, and that of the whole."""

    n: int
    top: Estimate
    benchmark: float


@dataclass(frozen=True)
class Flag:
    """A unit, and both months."""

    unit: str
    name: Mapping[str, str]
    months: tuple[Month, Month]


@dataclass(frozen=True)
class Looked:
    """Which of the units that were `compared` to look at, by name."""

    months: tuple[Span, Span]
    compared: int
    flags: tuple[Flag, ...]


def read_looked(connection: Connection, view: View, today: date) -> Looked:
    """Compare all units in the two months before that of `today`."""
    months = two_months_before(today)
    first, second = (read_by_unit(connection, view, span) for span in months)
    pairs = {
        unit: (first[unit], second[unit])
        for unit in sorted(first.keys() & second.keys())
        if min(first[unit].n, second[unit].n) >= FEWEST
    }
    wholes = tuple(total(found.values()) for found in (first, second))
    found = flagged(
        {unit: (_period(pair[0], wholes[0]), _period(pair[1], wholes[1])) for unit, pair in pairs.items()}
    )
    names = {
        row.unit: {"vi": row.name_vi, "en": row.name_en} for row in connection.execute(select(tables.units))
    }
    flags = [
        Flag(unit, names.get(unit, {"vi": unit}), (_month(one, wholes[0]), _month(other, wholes[1])))
        for unit, (one, other) in pairs.items()
        if unit in found
    ]
    return Looked(
        months, len(pairs), tuple(sorted(flags, key=lambda flag: vietnamese_order(flag.name["vi"])))
    )


def _period(mine: Distribution, whole: Distribution) -> Period:
    return Period(mine.top_two.number, mine.n, whole.top_two.share)


def _month(mine: Distribution, whole: Distribution) -> Month:
    return Month(mine.n, mine.top_two, whole.top_two.share)
