"""Which rows of a unit's published page stay hidden: no person's few ratings are found by subtraction.

Rows are officials, the desk and what was pooled; the unit stands above them. How many ratings a row has is
shown of every row; what they say is not, where a named person has too few. The levels of a row are hidden
together, so one table, of ratings, decides for all five.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from sync.central.results.published import PublishedUnit
from sync.central.results.standing import Standing, published_standing
from sync.central.results.suppression import AlreadyToldError, suppress

DESK: Final = ""
POOLED: Final = "*"
"""Rows that are no official's."""


def row_standings(units: Mapping[str, PublishedUnit], apart: Iterable[str] = ()) -> dict[str, Standing]:
    """Return what may be seen of each row of these units read as one; each unit's sum is shown, too.

    `apart`: those of them that have a page of their own, where their rows stand alone.
    """
    told = [atoms for unit in apart for atoms in _seen_alone(unit, units[unit])]
    told += [frozenset((unit, row) for row in _rows(found)) for unit, found in units.items()]
    return _standings(units, told)


def _seen_alone(unit: str, found: PublishedUnit) -> list[frozenset[tuple[str, str]]]:
    given = row_standings({unit: found})
    return [frozenset([(unit, row)]) for row, allowed in given.items() if allowed.shown]


def _standings(
    units: Mapping[str, PublishedUnit], told: list[frozenset[tuple[str, str]]]
) -> dict[str, Standing]:
    numbers = {(unit, row): n for unit, found in units.items() for row, n in _rows(found).items()}
    rows = {row: frozenset(atom for atom in numbers if atom[1] == row) for _, row in numbers}
    given = {
        row: published_standing(sum(numbers[atom] for atom in atoms), person=row not in (DESK, POOLED))
        for row, atoms in rows.items()
    }
    secret = [row for row, allowed in given.items() if not allowed.shown]
    try:
        hidden = suppress(rows, numbers, secret, told)
    except AlreadyToldError:  # somebody is the whole unit, which is shown
        hidden = frozenset(rows)
    return {row: Standing.COVERING if row in hidden and one.shown else one for row, one in given.items()}


def _rows(found: PublishedUnit) -> dict[str, int]:
    every = {official: one.n for official, one in found.officials.items()}
    every |= {DESK: found.desk.n, POOLED: found.pooled.n}
    return {row: n for row, n in sorted(every.items()) if n}
