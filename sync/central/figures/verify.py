"""Recomputing everything from stored lines, in a full pass of its own, and naming every difference."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Row, Table, select

from sync.central.database.tables import (
    kiosks,
    ledgers,
    needs_attention,
    official_months,
    ratings,
    server,
    unit_days,
)
from sync.central.figures.dating import write_dating
from sync.central.figures.derive import RATING_COLUMNS, read_all, read_rating
from sync.central.figures.difference import Difference
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.reading import Rating
from sync.central.figures.rollups import OfficialMonth, UnitDay, tally
from sync.central.figures.verify_chain import check_blobs, check_chain

Cell = TypeVar("Cell", bound=tuple[str, ...])
Ledger = Row[*tuple[object, ...]]


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
    days: Counter[tuple[UnitDay, int]] = Counter()
    months: Counter[tuple[OfficialMonth, int]] = Counter()
    own = connection.execute(select(server.c.server)).scalar_one_or_none() or ""
    fleet = {row.kiosk: row for row in connection.execute(select(kiosks))}
    owners = {name: bytes.fromhex(row.public_key) for name, row in fleet.items() if row.public_key}
    owners[own] = keys[0]
    found: list[Difference] = []
    every = connection.execute(select(ledgers).order_by(ledgers.c.ledger_no)).all()
    rated = 0
    for ledger in every:
        found += check_chain(connection, ledger, owners)
        found += check_blobs(connection, ledger)
        kiosk = fleet.get(ledger.kiosk)
        if kiosk is None:
            continue
        derived = _check_ledger(connection, ledger, kiosk.unit, own, keys, found)
        rated += len(derived)
        tally(derived.values(), days, months)
    found += _check_cells(connection, unit_days, UnitDay, days)
    found += _check_cells(connection, official_months, OfficialMonth, months)
    return Proof(len(every), sum(ledger.held for ledger in every), rated, found)


def _check_ledger(
    connection: Connection,
    ledger: Ledger,
    unit: str,
    server_id: str,
    keys: tuple[bytes, ...],
    found: list[Difference],
) -> Mapping[int, Rating]:
    name = f"ledger {ledger.ledger}"
    knowledge = knowledge_of(connection, unit, server_id, keys)
    reading, attention = read_all(connection, ledger.ledger_no, knowledge)
    mine = ratings.c.ledger_no == ledger.ledger_no
    stored = {row.seq: read_rating(row) for row in connection.execute(select(*RATING_COLUMNS).where(mine))}
    for seq in sorted(stored.keys() | reading.ratings.keys()):
        found += _compare(f"{name} line {seq}", stored.get(seq), reading.ratings.get(seq))
    for row in connection.execute(select(ratings.c.seq, ratings.c.kiosk).where(mine)):
        if row.kiosk != ledger.kiosk:
            found.append(Difference("rating kiosk", f"{name} line {row.seq}", row.kiosk, ledger.kiosk))
    told = {
        (row.seq, row.reason, row.detail)
        for row in connection.execute(
            select(needs_attention).where(needs_attention.c.ledger_no == ledger.ledger_no)
        )
    }
    due = {(seq, str(why.reason), why.detail) for seq, why in attention}
    for seq, reason, detail in sorted(told ^ due):
        where = f"{name} line {seq}"
        what = f"{reason} {detail}"
        here = (seq, reason, detail) in told
        found.append(
            Difference("needs attention", where, what if here else "nothing", "nothing" if here else what)
        )
    if (derived := write_dating(reading.dating)) != ledger.reading:
        found.append(Difference("dating", name, str(ledger.reading), derived))
    return reading.ratings


def _compare(where: str, stored: Rating | None, derived: Rating | None) -> Iterator[Difference]:
    if stored is None or derived is None:
        yield Difference(
            "rating", where, "none" if stored is None else "one", "none" if derived is None else "one"
        )
        return
    for field in Rating.__struct_fields__:
        here, there = getattr(stored, field), getattr(derived, field)
        if here != there:
            yield Difference(f"rating {field}", where, str(here), str(there))


def _check_cells(
    connection: Connection, table: Table, cell: Callable[..., Cell], derived: Counter[tuple[Cell, int]]
) -> Iterator[Difference]:
    stored: Counter[tuple[Cell, int]] = Counter()
    for row in connection.execute(select(table)):
        *key, score, n = row
        stored[cell(*key), score] = n
    for counted in sorted(stored.keys() | derived.keys()):
        if stored[counted] != derived[counted]:
            where = " ".join([*(part or "(date unknown)" for part in counted[0]), f"score {counted[1]}"])
            yield Difference(f"count in {table.name}", where, str(stored[counted]), str(derived[counted]))
