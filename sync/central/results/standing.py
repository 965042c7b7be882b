"""Small numbers: which cells of a table may be shown, so that no citizen's answer can be worked out.

Fewer than 10 ratings are hidden; 10 to 29 are shown as "ít dữ liệu". Since the table's total stands beside
it, hidden cells must also not be found by subtraction: together they hold at least 10 ratings in at least two
cells, or the smallest shown cell is hidden, too (complementary suppression).
Source of the rule: Washington State Department of Health, "Guidelines for working with small numbers".
"""

from collections.abc import Hashable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

FEWEST_SHOWN: Final = 10
FEWEST_ENOUGH: Final = 30

Cell = TypeVar("Cell", bound=Hashable)


class Standing(StrEnum):
    """What a cell's number of ratings allows."""

    NONE = "none"
    HIDDEN = "hidden"
    COVERING = "covering"
    WAITING = "waiting"
    """Nothing is published yet."""
    PERSONAL = "personal"
    """Published, but too few ratings to show a named person by."""
    SPARSE = "sparse"
    ENOUGH = "enough"

    @property
    def shown(self) -> bool:
        """Whether the cell's figures may be seen."""
        return self in (Standing.SPARSE, Standing.ENOUGH)


def standing(n: int, fewest: int = FEWEST_SHOWN) -> Standing:
    """Return what `n` ratings alone allow where `fewest` are shown."""
    if n == 0:
        return Standing.NONE
    if n < fewest:
        return Standing.HIDDEN
    return Standing.SPARSE if n < FEWEST_ENOUGH else Standing.ENOUGH


def published_standing(n: int, *, person: bool = False) -> Standing:
    """Return what `n` published ratings allow; a named person is shown only where there are enough."""
    if n == 0:
        return Standing.WAITING
    found = standing(n)
    return Standing.PERSONAL if person and found is Standing.SPARSE else found


def standings(numbers: Mapping[Cell, int], fewest: int = FEWEST_SHOWN) -> dict[Cell, Standing]:
    """Return each cell's standing in a table whose total is shown, and its cells from `fewest` ratings on.

    `COVERING` cells have enough ratings but would give a hidden one away.
    """
    result = {cell: standing(n, fewest) for cell, n in numbers.items()}
    by_size = sorted((n, cell) for cell, n in enumerate(numbers.values()))
    cells = list(numbers)
    hidden = [cell for cell, found in result.items() if found is Standing.HIDDEN]
    for _, place in by_size:
        if not hidden or (len(hidden) >= 2 and sum(numbers[cell] for cell in hidden) >= FEWEST_SHOWN):
            break
        if result[cells[place]].shown:
            result[cells[place]] = Standing.COVERING
            hidden.append(cells[place])
    return result
