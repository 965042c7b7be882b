"""A table whose figures contain one another: which secrets are given away, and what would cover them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sync.central.results.ranges import ranges
from sync.central.results.telling import Figure, Told


class Table:
    """Figures by place; those from `fixed` on were shown before and cannot be hidden any more."""

    def __init__(self, figures: Sequence[Figure], numbers: Sequence[int], fixed: int, fewest: int) -> None:
        self._figures, self._numbers, self._fixed, self._fewest = figures, numbers, fixed, fewest
        self._sizes = [self._number(figure) for figure in figures]
        of_atom: defaultdict[int, set[int]] = defaultdict(set)
        for place, figure in enumerate(figures):
            for atom in figure:
                of_atom[atom].add(place)
        self._within: list[list[int]] = [[] for _ in figures]
        for part, figure in enumerate(figures):
            for whole in set.intersection(*(of_atom[atom] for atom in figure)) - {part}:
                self._within[whole].append(part)
        for parts in self._within:
            parts.sort(key=lambda part: (-len(figures[part]), part))

    def with_parts(self, places: Iterable[int]) -> set[int]:
        """These, and every part of them that can still be hidden."""
        return {part for place in places for part in (place, *self._within[place]) if part < self._fixed}

    def told(self, places: Iterable[int], hidden: Collection[int]) -> set[int]:
        """Which of these are sums and differences of what is not hidden."""
        told = Told(self._figures[place] for place in self._shown(hidden))
        return {place for place in places if told.tells(self._figures[place])}

    def given_away(self, secret: Collection[int], hidden: Collection[int]) -> set[int]:
        """The secrets that are told, stand among too few, or have but one possible value."""
        return self.told(secret, hidden) | self._exposed(secret, hidden)

    def lost(self, secret: Collection[int]) -> set[int]:
        """The secrets that earlier views give away by themselves."""
        return self.given_away(secret, range(self._fixed))

    def cover(self, secret: int, hidden: Collection[int]) -> int | None:
        """What to hide with a secret: the smallest figure beside it in the sum that says most of it."""
        figure = self._figures[secret]
        sums = [
            (len(rest), place)
            for place in self._shown(hidden)
            if figure & self._figures[place] and figure & (rest := self._left(place, hidden))
        ]
        for _, whole in sorted(sums):
            beside = [part for part in self._parts(whole, hidden) if not self._figures[part] & figure]
            outer = [part for part in beside if not any(part in self._within[other] for other in beside)]
            if can := [part for part in outer or beside if part < self._fixed]:
                return min(can, key=lambda part: (self._sizes[part], part))
        open_still = [place for place in self._shown(hidden) if place < self._fixed]
        return min(
            open_still,
            key=lambda place: (not self._figures[place] & figure, self._sizes[place], place),
            default=None,
        )

    def thinned(self, secret: Collection[int], lost: set[int], hidden: set[int]) -> set[int]:
        """Without what need not be hidden, the largest first."""
        needed = self.with_parts(secret)
        told = Told(self._figures[place] for place in self._shown(hidden))
        kept = {told.rest(self._figures[one]) for one in secret}
        for place in sorted(hidden - needed, key=lambda one: (-self._sizes[one], one)):
            fewer = hidden - {place}
            if told.rest(self._figures[place]) in kept or self._exposed(secret, fewer) - lost:
                continue
            hidden = fewer
            told.add(self._figures[place])
            kept = {told.rest(self._figures[one]) for one in secret}
        return hidden

    def _exposed(self, secret: Collection[int], hidden: Collection[int]) -> set[int]:
        left = [rest for place in self._shown(hidden) if (rest := self._left(place, hidden))]
        sums = [(rest, self._number(rest)) for rest in dict.fromkeys(left)]
        few = frozenset[int]().union(
            *(rest for rest, number in sums if number < self._fewest),
            *(
                self._figures[whole] - self._figures[part]
                for whole in self._shown(hidden)
                for part in self._parts(whole, hidden)
                if self._sizes[whole] - self._sizes[part] < self._fewest
            ),
        )
        bounds = ranges(sums)
        pinned = {atom for atom, (low, high) in bounds.items() if low == high}
        return {one for one in secret if self._figures[one] & few or self._figures[one] <= pinned}

    def _left(self, whole: int, hidden: Collection[int]) -> Figure:
        """The figure less shown parts that do not overlap."""
        left = self._figures[whole]
        for part in self._parts(whole, hidden):
            if self._figures[part] <= left and self._figures[part] != self._figures[whole]:
                left -= self._figures[part]
        return left

    def _parts(self, whole: int, hidden: Collection[int]) -> Iterator[int]:
        return (part for part in self._within[whole] if part not in hidden)

    def _shown(self, hidden: Collection[int]) -> Iterator[int]:
        return (place for place in range(len(self._figures)) if place not in hidden)

    def _number(self, figure: Figure) -> int:
        return sum(self._numbers[atom] for atom in figure)
