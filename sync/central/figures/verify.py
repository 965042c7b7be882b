"""Recomputing everything from stored lines, in a full pass of its own, and naming every difference."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

import msgspec
from sqlalchemy import Connection, Table, select

from sync.central.database.tables import kiosks, ledgers, server
from sync.central.figures.attribution import check_corrections
from sync.central.figures.canaries import check_canaries
from sync.central.figures.closed_lines import check_open
from sync.central.figures.closed_rows import check_rows
from sync.central.figures.closings import check_closings
from sync.central.figures.comparing import check_strays, compare
from sync.central.figures.derive import read_all, stored_lines
from sync.central.figures.difference import Difference
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.marking import marks_by_day
from sync.central.figures.marks import Mark
from sync.central.figures.phoned import check_phoned
from sync.central.figures.quarantine import check_quarantines
from sync.central.figures.reading import Reading
from sync.central.figures.relayed import check_relayed
from sync.central.figures.relayed import owners as provinces_keys
from sync.central.figures.rollups import Tally
from sync.central.figures.texts import check_texts
from sync.central.figures.verify_chain import check_blobs, check_erased, proven_lines


class Proof(msgspec.Struct, frozen=True):
    """What was recomputed, and where a table says something else."""

    ledgers: int
    lines: int
    ratings: int
    differences: list[Difference]


def verify(connection: Connection, keys: tuple[bytes, ...]) -> Proof:
    """Compare every figure with what the stored lines say; `keys` are the server's, 32 bytes each.

    The caller's transaction must see one single moment of the database.
    """
    tally = Tally()
    own = connection.execute(select(server.c.server)).scalar_one_or_none() or ""
    fleet = {row.kiosk: row for row in connection.execute(select(kiosks))}
    owners: dict[str, tuple[bytes, ...]] = {own: keys} | dict(provinces_keys(connection))
    owners |= {name: (bytes.fromhex(row.public_key),) for name, row in fleet.items() if row.public_key}
    found: list[Difference] = [
        *check_quarantines(connection),
        *check_relayed(connection),
        *check_canaries(connection),
        *check_phoned(connection, own),
        *check_corrections(connection, own),
        *check_texts(connection),
        *check_closings(connection),
        *check_open(connection),
        *check_rows(connection),
        *check_erased(connection),
        *check_strays(connection),
    ]
    known = cache(lambda unit: knowledge_of(connection, unit, own, keys))
    every = connection.execute(select(ledgers).order_by(ledgers.c.ledger_no)).all()
    rated = 0
    for ledger in every:
        if ledger.salvaged_from is None:
            stored = proven_lines(connection, ledger, owners, found)
        else:
            stored = stored_lines(connection, ledger)
        found += check_blobs(connection, ledger)
        kiosk = fleet.get(ledger.kiosk)
        if kiosk is None:
            deque(stored, maxlen=0)
            continue
        reading, attention = read_all(connection, ledger, known(kiosk.unit), stored)
        rated += len(reading.ratings)
        marked = list(
            marks_by_day(connection, ledger.kiosk, reading.ratings.values(), reading.offers.values())
        )
        _count(tally, ledger.kiosk, reading, marked)
        found += compare(connection, ledger, reading, attention, marked)
    for table, derived in tally.tables().items():
        found += _check_cells(connection, table, derived)
    return Proof(len(every), sum(ledger.held for ledger in every), rated, found)


def _count(tally: Tally, kiosk: str, reading: Reading, marked: Iterable[Mark]) -> None:
    """Count what reading a ledger of the kiosk gave."""
    tally.add(reading.ratings.values(), kiosk)
    for seq, answered in reading.answers.items():
        tally.answered(reading.ratings[seq], answered)
    tally.offered(reading.offers.values())
    for seq, some in groupby(sorted(marked), lambda mark: mark.seq):
        tally.mark(reading.ratings[seq], kiosk, [mark.rule for mark in some])


def _check_cells(
    connection: Connection, table: Table, derived: Counter[tuple[object, ...]]
) -> Iterator[Difference]:
    stored = Counter({tuple(row[:-1]): row[-1] for row in connection.execute(select(table))})
    apart = {cell for cell in stored.keys() | derived.keys() if stored[cell] != derived[cell]}
    for cell in sorted(apart, key=str):
        where = " ".join(
            f"score {part}" if isinstance(part, int) else str(part or "(date unknown)") for part in cell
        )
        yield Difference(f"count in {table.name}", where, str(stored[cell]), str(derived[cell]))
