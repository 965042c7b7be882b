"""Somebody who looks at a unit's published figures again and again, and knows which ratings are in them.

Nobody who reads knows that; it is what the attacker's algebra needs. That the ratings add up to what is shown
is checked at every look.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from sync.central.figures.closing import Cell, Published

Atom = tuple[str, int]
"""A rating, and the score that it says."""


class Observer:
    """Every view of one unit so far, as ratings."""

    def __init__(self, state: Published) -> None:
        self.state = state
        self.views: list[Counter[Atom]] = []
        self.shown: list[tuple[str, Counter[Atom]]] = []
        self._shown: dict[str, Counter[Atom]] = {}
        self._pooled: dict[str, Counter[Atom]] = {}

    def look(self, after: Published, now: Mapping[str, Counter[Atom]]) -> None:
        """Look at the state `after`; `now` are the ratings of each leaf (by its cell's name) at the close."""
        before, self.state = self.state, after
        if after == before:
            return
        assert after.number > before.number
        pairs = {leaf: (before.cells.get(leaf, Cell()), after.cells.get(leaf, Cell())) for leaf in now}
        pools = after.pool != before.pool or any(old.pooled != new.pooled for old, new in pairs.values())
        for leaf, (old, new) in pairs.items():
            shown, pooled = self._shown.get(leaf, Counter()), self._pooled.get(leaf, Counter())
            if old.shown != new.shown or (old.seen != new.seen and not pools):
                self._shown[leaf] = less(now[leaf], pooled)
            elif old.seen != new.seen or old.pooled != new.pooled:
                self._pooled[leaf] = less(now[leaf], shown)
            assert counted(self._shown.get(leaf, Counter())) == new.shown
        pool = total(self._pooled.values())
        whole = total([*self._shown.values(), pool])
        assert counted(pool) == after.pool
        assert counted(whole) == {score: n for score, n in after.whole().items() if n}
        self.views += [*self._shown.values(), pool, whole]
        self.shown += self._shown.items()


def counted(atoms: Counter[Atom]) -> dict[str, int]:
    """How many give each score."""
    scores: Counter[str] = Counter()
    for (_, score), n in atoms.items():
        scores[str(score)] += n
    return {score: n for score, n in sorted(scores.items()) if n}


def less(some: Counter[Atom], taken: Counter[Atom]) -> Counter[Atom]:
    """Without these; below zero where they were not there."""
    return total([some, Counter({atom: -n for atom, n in taken.items()})])


def total(some: Iterable[Counter[Atom]]) -> Counter[Atom]:
    """All together."""
    summed: Counter[Atom] = Counter()
    for each in some:
        summed.update(each)
    return Counter({atom: n for atom, n in summed.items() if n})
