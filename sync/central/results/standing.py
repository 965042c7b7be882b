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
    HIDDEN_PERSON = "hidden_person"  # enough for a unit, not for a person
    SPARSE = "sparse"
    ENOUGH = "enough"

    @property
    def shown(self) -> bool:
        """Whether the cell's figures may be seen."""
        return self in (Standing.SPARSE, Standing.ENOUGH)


def standing(n: int) -> Standing:
    """Return what `n` ratings alone allow."""
    if n == 0:
        return Standing.NONE
    if n < FEWEST_SHOWN:
        return Standing.HIDDEN
    return Standing.SPARSE if n < FEWEST_ENOUGH else Standing.ENOUGH


def standings(numbers: Mapping[Cell, int]) -> dict[Cell, Standing]:
    """Return each cell's standing in a table whose total is shown.

    `COVERING` cells have enough ratings but would give a hidden one away.
    """
    result = {cell: standing(n) for cell, n in numbers.items()}
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
