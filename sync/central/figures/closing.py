"""The closing of a day: which figures readers below the supervisor see from then on. Pure.

They never see figures as they stand, but a *published* state, which changes when a day (UTC+7) is over and
only by *rows*. A row is the change of one cell since its last row, and it is published only if at least 10
of the ratings in it are *fresh*: their lines come after every line that an earlier row of the cell held.
What else has changed (corrections, withdrawals, releases, ratings whose date or official became known)
travels with them.

Cells of a unit are its officials and the desk (each rating is in one of these: a *leaf*), each question
that was answered, calls, and invitations. A leaf with fewer than 10 fresh ratings waits. When a month is
over, the leaves of a unit that still wait are published together, as a row of the unit's *pool*, if 10 of
their ratings are fresh; their parts of it are remembered, and never shown. A unit is its leaves and its
pool; the province is its units. So every figure that is ever shown is a sum of rows.

An official is named: he has no row unless 30 ratings are shown of him then, and a pool's row is never of one
official alone. (Who has no row yet joins the pool at a quarter's end only, or nobody with fewer than 30
ratings a month would ever have one.)

Claim. Whoever keeps every view, and solves for whatever sums and differences he likes, learns nothing about
fewer than 10 ratings: a combination of rows that is not zero has 10 or more ratings in it, added or taken
away.

Proof. Let an atom be a rating with what it said; rows are vectors over atoms. Let c be such a combination,
take the last close at which a row has a coefficient other than 0, and one such row r of that close. r has
at least 10 fresh atoms. None is in an earlier row: rows hold no line beyond those that their cells have
`seen`, `seen` never falls, and a rating belongs to one leaf only, unless it is corrected. None is in another
row of the same close: leaves share no rating, and a leaf that has a row of its own is not in the pool's. So
each of these 10 stands in c with r's coefficient. ∎

A rating that was given for somebody else than its line names changes its leaf. There it is never fresh. Once
it may be in a row there, the leaf that its line names has `seen` it, too, so that it is not fresh again when
it is corrected back: what is fresh is in the leaf that its line names, and was in no row before. So whoever
contests a stretch of time sees no difference but among 10 ratings that are new.

Not promised: that a level which falls says nothing. No count is below zero, so where a correction takes away
a single rating, and none of the fresh ones has its level, its official sees by what falls how it was rated.
Only the two supervisors stand before that, who see how many ratings a correction moves.

Claim. Nobody learns more of one official alone than his own rows say, which were 30 ratings each time. (Whose
a rating is, is whom it counted for then: what was another's row may be known later to have been his.)

Proof. Let c be a combination that holds ratings of one official p only, less p's own rows, and r as before:
then r is a row of another leaf, or a pool's, and has fresh atoms of a leaf that is not p. They are in no
other row of c, so c holds them: unless there is no such r, and c is a combination of p's own rows. ∎

The proofs ask nothing of the rest of a row. They hold for late lines, for figures that fall, and for a
server that was restored and filled again in another order, as long as `seen` and the rows are those that
readers saw: that is why the state is recorded and not recomputed.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

FEWEST: Final = 10
"""Fresh ratings that a row must hold."""
FEWEST_NAMED: Final = 30
"""Ratings that must be shown of an official if any are."""

DESK: Final = "desk"
OFFICIAL: Final = "official:"
ANSWERS: Final = "answers:"
CALLS: Final = "calls"
INVITED: Final = "invited"
CALLED, RATED = "called", "rated"
"""Values of `CALLS`; `INVITED` is its own."""
ANSWERED: Final = "*"
"""Among the values of a cell of answers: how many ratings answered the question at all."""


class Cell(msgspec.Struct, frozen=True):
    """A cell: what is `shown` of it, by value; of a leaf, what stands in the pool. `seen` is by ledger."""

    shown: dict[str, int] = {}
    pooled: dict[str, int] = {}
    seen: dict[str, int] = {}


class Published(msgspec.Struct, frozen=True):
    """A unit's published state; `number` counts the closes that changed it."""

    unit: str
    number: int = 0
    cells: dict[str, Cell] = {}
    pool: dict[str, int] = {}

    def leaves(self) -> dict[str, dict[str, int]]:
        """What is shown of each official, and of the desk, that had a row."""
        return {name: cell.shown for name, cell in self.cells.items() if is_leaf(name) and cell.shown}

    def whole(self) -> Counter[str]:
        """The unit: ratings by score."""
        summed = Counter(self.pool)
        for shown in self.leaves().values():
            summed.update(shown)
        return summed


class Arrived(msgspec.Struct, frozen=True):
    """A cell as it stood when the day closed: all that counts, by value; `fresh` of it; the last lines.

    Of a leaf, `taken` are the last lines that name it and count for another. Lines that it has `seen` may be
    left out of both.
    """

    counts: dict[str, int]
    fresh: int
    last: dict[str, int]
    taken: dict[str, int] = {}


_NOTHING: Final = Arrived({}, 0, {})


def close(before: Published, arrived: Mapping[str, Arrived], *, pooling: bool, unnamed: bool) -> Published:
    """The state after a close; the same number: nothing was published.

    `pooling` at the end of a month; `unnamed` at that of a quarter: officials without a row are pooled, too.
    """
    cells, pool, waiting = dict(before.cells), before.pool, []
    for name in sorted(before.cells.keys() | arrived.keys()):
        cell, now = before.cells.get(name, Cell()), arrived.get(name, _NOTHING)
        shown = _less(now.counts, cell.pooled)
        if now.fresh >= FEWEST and _sound(shown, of=_of(name), fewest=_fewest(name)):
            cells[name] = Cell(shown, cell.pooled, _later(cell.seen, now.last))
        elif is_leaf(name) and (unnamed or cell.shown or name == DESK):
            waiting.append(name)
    fresh = {name: arrived[name].fresh for name in waiting if name in arrived and arrived[name].fresh}
    alone = len(fresh) == 1 and DESK not in fresh
    if pooling and sum(fresh.values()) >= FEWEST and not alone:
        added = {name: _waits(cells.get(name, Cell()), arrived.get(name, _NOTHING)) for name in waiting}
        pooled = _more(pool, *added.values())
        if _sound(pooled, of=None, fewest=FEWEST):
            pool = pooled
            for name, counts in added.items():
                cell, now = cells.get(name, Cell()), arrived.get(name, _NOTHING)
                if counts or now.last:
                    seen = _later(cell.seen, now.last)
                    cells[name] = Cell(cell.shown, _more(cell.pooled, counts), seen)
    if cells == before.cells and pool == before.pool:
        return before
    for name, now in arrived.items():
        if now.taken:
            cell = cells.get(name, Cell())
            cells[name] = Cell(cell.shown, cell.pooled, _later(cell.seen, now.taken))
    return Published(before.unit, before.number + 1, cells, pool)


def is_leaf(name: str) -> bool:
    """Whether a cell's ratings are in no other leaf."""
    return name == DESK or name.startswith(OFFICIAL)


def _of(name: str) -> str | None:
    """Which value tells how many there are; None: all of them together."""
    return {CALLS: CALLED, INVITED: INVITED}.get(name, ANSWERED if name.startswith(ANSWERS) else None)


def _fewest(name: str) -> int:
    return FEWEST_NAMED if name.startswith(OFFICIAL) else FEWEST


def _sound(counts: Mapping[str, int], of: str | None, fewest: int) -> bool:
    """Whether these can be shown as counts. Corrections among what was pooled may forbid it for a while."""
    number = sum(counts.values()) if of is None else counts.get(of, 0)
    return number >= fewest and min(counts.values()) >= 0


def _waits(cell: Cell, now: Arrived) -> dict[str, int]:
    return _less(now.counts, cell.shown, cell.pooled)


def _more(*some: Mapping[str, int]) -> dict[str, int]:
    summed: Counter[str] = Counter()
    for counts in some:
        summed.update(counts)
    return {value: number for value, number in sorted(summed.items()) if number}


def _less(counts: Mapping[str, int], *taken: Mapping[str, int]) -> dict[str, int]:
    return _more(counts, *({value: -number for value, number in some.items()} for some in taken))


def _later(seen: Mapping[str, int], last: Mapping[str, int]) -> dict[str, int]:
    return {ledger: max(seen.get(ledger, 0), last.get(ledger, 0)) for ledger in sorted({*seen, *last})}
