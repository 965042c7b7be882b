"""Which figures of a table to hide, so that no secret one can be worked out from those that are shown. Pure.

Guaranteed, whatever sums and differences of shown figures, of this view and of earlier ones, are taken:

1. No secret is a linear combination of them, and of what else is hidden only what was told before (exact;
   `telling`).
2. No shown figure, less one shown part of it, or less as many as fit side by side (the largest first),
   leaves fewer than `fewest` ratings with a secret among them.
3. That no count is below zero does not pin a secret to one value, as far as bounds carried from sum to sum
   tell (`ranges`).

Of a secret that earlier views leave among few, or in one value, the first alone can be promised.
Not promised: that a secret cannot be confined to a few values; the tightest bounds would take a linear
program for each. Complements are chosen greedily and then thinned out: none of them could be shown, but
another choice might have been smaller. Source of the idea: L. H. Cox (1980), "Suppression methodology and
statistical disclosure control", Journal of the American Statistical Association 75, 377-385.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

from sync.central.results.standing import FEWEST_SHOWN
from sync.central.results.table import Table

Name = TypeVar("Name", bound=Hashable)
Atom = TypeVar("Atom", bound=Hashable)


class AlreadyToldError(ValueError):
    """What earlier views showed tells a secret: hiding anything now does not keep it."""


def suppress(
    figures: Mapping[Name, frozenset[Atom]],
    numbers: Mapping[Atom, int],
    secret: Collection[Name],
    told: Iterable[frozenset[Atom]] = (),
    fewest: int = FEWEST_SHOWN,
) -> frozenset[Name]:
    """Return the names of the figures to hide: the `secret` ones, what they add up, and what else it takes.

    `figures` are those of this view, and secret ones of earlier views, as sets of atoms; `numbers` are the
    atoms' ratings, none below 0; `told` is what earlier views showed. Same input in the same order, same
    output.

    Raises:
        AlreadyToldError: a secret cannot be kept.
    """
    order = {atom: place for place, atom in enumerate(numbers)}
    names = [name for name, atoms in figures.items() if atoms]
    now = [frozenset(order[atom] for atom in figures[name]) for name in names]
    before = [frozenset(order[atom] for atom in atoms) for atoms in dict.fromkeys(told) if atoms]
    table = Table([*now, *before], list(numbers.values()), len(now), fewest)
    kept = {place for place, name in enumerate(names) if name in set(secret)}
    if table.told(kept, range(len(now))):
        raise AlreadyToldError
    while True:
        lost = table.lost(kept)
        hidden = table.thinned(kept, lost, _covered(table, kept, lost))
        if not (open_still := table.told(hidden, hidden) - table.told(hidden, range(len(now)))):
            return frozenset(names[place] for place in hidden)
        kept |= open_still


def _covered(table: Table, kept: set[int], lost: set[int]) -> set[int]:
    hidden = table.with_parts(kept)
    while given := table.given_away(kept, hidden) - lost:
        covers = {table.cover(one, hidden) for one in given} - {None}
        hidden |= table.with_parts(cover for cover in covers if cover is not None)
    return hidden
