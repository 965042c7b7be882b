"""What sums and differences of figures tell: exact linear algebra.

A figure is the set of atoms that it adds up, here as numbers. An atom is whatever is counted by itself: a
cell of a table, or what a cell gained between two views, so that earlier figures are sums of atoms, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

Figure = frozenset[int]
Rest = frozenset[tuple[int, Fraction]]
_Row = dict[int, Fraction]


class Told:
    """The row space of the figures that were told, in reduced row echelon form."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._rows: dict[int, _Row] = {}
        self._used: defaultdict[int, set[int]] = defaultdict(set)
        for figure in sorted(figures, key=len):
            self.add(figure)

    def add(self, figure: Figure) -> None:
        """Tell one more."""
        row = self._reduced(figure)
        if not row:
            return
        pivot = min(row, key=lambda atom: len(self._used[atom]))
        row = {atom: value / row[pivot] for atom, value in row.items()}
        for other in list(self._used[pivot]):
            self._put(other, _without(self._rows[other], row, pivot))
        self._put(pivot, row)

    def tells(self, figure: Figure) -> bool:
        """Whether the figure is a combination of those that were told."""
        return not self._reduced(figure)

    def rest(self, figure: Figure) -> Rest:
        """What of the figure is not told, up to a factor: whoever learns it knows all of the same rest."""
        row = self._reduced(figure)
        if not row:
            return frozenset()
        scale = row[min(row)]
        return frozenset((atom, value / scale) for atom, value in row.items())

    def _reduced(self, figure: Figure) -> _Row:
        row = dict.fromkeys(figure, Fraction(1))
        for pivot in figure & self._rows.keys():
            row = _without(row, self._rows[pivot], pivot)
        return row

    def _put(self, pivot: int, row: _Row) -> None:
        for atom in self._rows.get(pivot, {}):
            self._used[atom].discard(pivot)
        for atom in row:
            self._used[atom].add(pivot)
        self._rows[pivot] = row


def _without(row: _Row, pivot_row: Mapping[int, Fraction], pivot: int) -> _Row:
    factor, mixed = row[pivot], dict(row)
    for atom, value in pivot_row.items():
        left = mixed.get(atom, Fraction(0)) - factor * value
        if left:
            mixed[atom] = left
        else:
            mixed.pop(atom, None)
    return mixed
