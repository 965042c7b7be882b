"""What of each close's newly shown ratings was marked then: figures of a span can be given without it.

A rating is *judged* once, by the close that first shows it; a mark that comes or goes later changes nothing
here, as little as the close itself is taken back. What is kept is shown to nobody by itself.

`verify` cannot recompute it: a state tells up to which line its cells have `seen`, not from which line on
each close did, nor does any ledger; and what was judged may have been withdrawn, given to another leaf or
marked otherwise since. Like the states, it is a record of what was.

Claim. Whoever adds and takes away rows of closes and the marked ratings of a span, as those were judged,
learns nothing about fewer ratings than the span's `apart`: the sum, over leaves and closes, of the smaller of
what was marked and what was not.

Proof. Let c be such a combination with the marked ones in it. Of one leaf's ratings that one close showed
first, either all that are marked, or all that are not, stand in c with a coefficient other than 0: both
would vanish only if the row's were 0 and its negative at once. So each leaf and close leaves at least the
smaller of the two. ∎ (What was judged and later withdrawn, or given to another leaf, is taken for unchanged.)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, func, select

from sync.central.database.among import among
from sync.central.database.rows import put
from sync.central.database.tables import closed_marks, closed_rows, marks
from sync.central.figures.arrivals import Arrival
from sync.central.figures.closed_rows import WHOLE
from sync.central.figures.closing import Arrived, Cell, Published, is_leaf

JUDGED: Final = "judged"
APART: Final = "apart"


def judge(
    connection: Connection,
    before: Published,
    after: Published,
    arrived: Mapping[str, Arrived],
    some: Iterable[Arrival],
    until_ms: int,
) -> Counter[str]:
    """What a close newly showed, of what had `arrived` until `until_ms`: by score, by rule, and sums.

    Whatever is fresh is among `some`.
    """
    shown = {
        leaf
        for leaf, cell in after.cells.items()
        if is_leaf(leaf) and cell.seen != before.cells.get(leaf, Cell()).seen
    }
    fresh = {
        (one.ledger_no, one.seq): (leaf, dict(one.counts)[leaf])
        for one in some
        if one.received_ms < until_ms
        for leaf, _ in one.beyond(one.fresh, before.cells)
        if leaf in shown
    }
    found, marked = Counter[str](), Counter[str]()
    for line, rules in _rules(connection, fresh):
        leaf, score = fresh[line]
        found.update([score, *rules])
        marked[leaf] += 1
    for leaf in shown:
        found[JUDGED] += arrived[leaf].fresh
        found[APART] += min(marked[leaf], arrived[leaf].fresh - marked[leaf])
    return found


def keep_marks(connection: Connection, unit: str, day: str, judged: Counter[str]) -> None:
    """Keep what the close of `day` (YYYY-MM-DD) judged, beside what was kept of that day."""
    there = select(closed_marks).where(closed_marks.c.unit == unit, closed_marks.c.day == day)
    known = Counter({row.what: row.n for row in connection.execute(there)})
    put(
        connection,
        closed_marks,
        [
            {"day": day, "unit": unit, "what": what, "n": known[what] + n}
            for what, n in sorted(judged.items())
            if n
        ],
    )


def marks_between(connection: Connection, first: str, last: str) -> dict[str, dict[str, int]] | None:
    """By unit, what the closes of these days (YYYY-MM-DD) judged; None: not all of them did."""
    days = closed_rows.c.day
    since = connection.execute(select(func.min(closed_marks.c.day))).scalar() or "9999"
    before = select(days).where(closed_rows.c.cell == WHOLE, days.between(first, last), days < since)
    if connection.execute(before.limit(1)).first() is not None:
        return None
    columns = (closed_marks.c.unit, closed_marks.c.what)
    summed = select(*columns, func.sum(closed_marks.c.n)).where(closed_marks.c.day.between(first, last))
    found: dict[str, dict[str, int]] = {}
    for unit, what, n in connection.execute(summed.group_by(*columns).order_by(*columns)):
        found.setdefault(unit, {})[what] = int(n)
    return found


def _rules(
    connection: Connection, lines: Iterable[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Of each of these lines (ledger_no, seq) that is marked, the rules that mark it."""
    by_ledger: defaultdict[int, list[int]] = defaultdict(list)
    for ledger_no, seq in lines:
        by_ledger[ledger_no].append(seq)
    for ledger_no, seqs in by_ledger.items():
        found: defaultdict[int, list[str]] = defaultdict(list)
        mine = (marks.c.ledger_no == ledger_no, among(marks.c.seq, seqs))
        for seq, rule in connection.execute(select(marks.c.seq, marks.c.rule).where(*mine)):
            found[seq].append(rule)
        for seq, rules in found.items():
            yield (ledger_no, seq), rules
