"""Between which bounds counts must lie if none is below zero and some sums of them are known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sync.central.results.telling import Figure

_ROUNDS: Final = 50


def ranges(sums: Iterable[tuple[Figure, int]]) -> Mapping[int, tuple[int, int]]:
    """Return the lowest and highest value of each atom, carrying bounds from sum to sum until none moves.

    The bounds hold, but need not be the tightest: that would take a linear program for each atom.
    """
    known: Sequence[tuple[Figure, int]] = list(sums)
    low: dict[int, int] = {atom: 0 for figure, _ in known for atom in figure}
    high: dict[int, int] = {}
    for figure, number in known:
        for atom in figure:
            high[atom] = min(number, high.get(atom, number))
    for _ in range(_ROUNDS):
        moved = False
        for figure, number in known:
            lows, highs = sum(low[atom] for atom in figure), sum(high[atom] for atom in figure)
            for atom in figure:
                most, least = number - lows + low[atom], number - highs + high[atom]
                if most < high[atom] or least > low[atom]:
                    moved = True
                    highs += min(most, high[atom]) - high[atom]
                    lows += max(least, low[atom]) - low[atom]
                    high[atom], low[atom] = min(most, high[atom]), max(least, low[atom])
        if not moved:
            break
    return {atom: (low[atom], high[atom]) for atom in low}
