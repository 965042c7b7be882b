"""Which lines the close of a day reads: those that are new, that wait, or that came to say something else.

A close reads a ledger from where the one before it ended. Of the lines up to there it reads those that it
noted itself, since they were not shown yet or came after the day, and those whose rating or offer was written
again, which whoever writes it notes in the same transaction. A ledger of which nothing is noted is read from
its first line on.

So of a line that is not open is known, as long as no day is closed twice: what counts there came before the
last day that was closed was over, and no cell has `seen` less of it in which it would be fresh, or which it
was taken from. `verify` looks whether that is so (`closed_lines`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, select

from sync.central.database.among import among
from sync.central.database.rows import append
from sync.central.database.tables import kiosks, ledgers, open_lines

END: Final = 2**53 - 1
"""No line has a greater number."""

Part = tuple[int, int | None]
"""The first and the last line; no last: and whatever comes after."""


class Open(NamedTuple):
    """What was open of a ledger, whose lines have their numbers in ledger `origin`; `held` is its last line.

    `notes`: by their number in the table.
    """

    ledger_no: int
    origin: str
    held: int
    notes: dict[int, Part]
    parts: list[tuple[int, int]]

    @property
    def lines(self) -> int:
        """How many lines these are, at most."""
        return sum(min(last, self.held) - first + 1 for first, last in self.parts)

    def which(self, table: Table) -> Iterator[ColumnElement[bool]]:
        """Conditions for its rows in a table of lines; each row fulfils one of them."""
        mine = table.c.ledger_no == self.ledger_no
        if single := [first for first, last in self.parts if first == last]:
            yield mine & among(table.c.seq, single)
        for first, last in self.parts:
            if first != last:
                yield mine & table.c.seq.between(first, last)


def open_again(connection: Connection, ledger: Row[*tuple[Any, ...]], seqs: Collection[int]) -> None:
    """Let the next close read lines of a ledger again; its row is as it was before its newest lines came."""
    last = last_before(ledger)
    earlier = [seq for seq in seqs if seq <= last]
    if earlier:
        note = {"ledger_no": ledger.ledger_no, "first": min(earlier), "last": max(earlier)}
        connection.execute(insert(open_lines).values(**note))


def last_before(ledger: Row[*tuple[Any, ...]]) -> int:
    """The line up to which a ledger's may have been there before its newest came; its row is from then."""
    return END if ledger.salvaged_from is not None else int(ledger.held)


def read_open(connection: Connection) -> Iterator[Open]:
    """What is open of each kiosk's ledgers; none of which nothing is."""
    notes: defaultdict[int, dict[int, Part]] = defaultdict(dict)
    for note in connection.execute(select(open_lines)):
        notes[note.ledger_no][note.open_no] = (note.first, note.last)
    theirs = select(ledgers).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk).order_by(ledgers.c.ledger_no)
    for ledger in connection.execute(theirs).all():
        mine = notes[ledger.ledger_no]
        since = max((first for first, last in mine.values() if last is None), default=1)
        parts = [(first, last) for first, last in mine.values() if last is not None]
        if since <= ledger.held:
            parts.append((since, END))
        if parts:
            origin = ledger.salvaged_from or ledger.ledger
            yield Open(ledger.ledger_no, origin, ledger.held, mine, _apart(parts))


def still_open(read: Open, later: Collection[int], waiting: Collection[int]) -> set[Part]:
    """What is open from now on of a ledger that was read: lines that came `later`, that wait, and new."""
    since = min((seq for seq in later if seq <= read.held), default=read.held + 1)
    apart = {seq for seq in (*later, *waiting) if seq < since or seq > read.held}
    return {(seq, seq) for seq in apart} | {(since, None)}


def keep_open(connection: Connection, still: Iterable[tuple[Open, set[Part]]]) -> None:
    """Keep what is still open of ledgers that were read, and nothing else of what was open of them then."""
    done, new = [], []
    for read, parts in still:
        done += [number for number, part in read.notes.items() if part not in parts]
        new += [(read.ledger_no, *part) for part in parts.difference(read.notes.values())]
    connection.execute(delete(open_lines).where(among(open_lines.c.open_no, done)))
    append(connection, open_lines, ("ledger_no", "first", "last"), sorted(new, key=itemgetter(0, 1)))


def open_all(connection: Connection) -> None:
    """Let the next close read everything."""
    connection.execute(delete(open_lines))


def _apart(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for first, last in sorted(parts):
        if apart and first <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], last))
        else:
            apart.append((first, last))
    return apart
