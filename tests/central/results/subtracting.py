"""Somebody who adds and subtracts whatever is shown, to find what is hidden."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Atoms = frozenset[Any]


class Attacker:
    """Plain Gaussian elimination in fractions over everything shown: a row a figure, a column an atom.

    Knows nothing of the algorithm.
    """

    def __init__(self, shown: Iterable[Atoms]) -> None:
        figures = list(dict.fromkeys(shown))
        self._columns = sorted({atom for figure in figures for atom in figure}, key=str)
        self._pivots: dict[int, list[Fraction]] = {}
        for figure in figures:
            row = self._reduced(figure)
            first = next((column for column, value in enumerate(row) if value), None)
            if first is not None:
                self._pivots[first] = row

    def works_out(self, figure: Atoms) -> bool:
        """Whether the figure is some sum or difference, with any factors, of what is shown."""
        return figure <= set(self._columns) and not any(self._reduced(figure))

    def _reduced(self, figure: Atoms) -> list[Fraction]:
        row = [Fraction(atom in figure) for atom in self._columns]
        for column in range(len(row)):
            if row[column] and column in self._pivots:
                pivot = self._pivots[column]
                factor = row[column] / pivot[column]
                row = [value - factor * other for value, other in zip(row, pivot, strict=True)]
        return row
