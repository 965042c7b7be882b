"""Recomputing everything from stored lines, in a full pass of its own, and naming every difference."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Table, select

from sync.central.database.tables import (
    answers,
    kiosks,
    ledgers,
    marks,
    needs_attention,
    ratings,
    receipts,
    server,
)
from sync.central.figures.attribution import check_corrections
from sync.central.figures.canaries import check_canaries
from sync.central.figures.closed_rows import check_rows
from sync.central.figures.closings import check_closings
from sync.central.figures.coarse import coarse_before, coarsened
from sync.central.figures.derive import read_all
from sync.central.figures.difference import Difference
from sync.central.figures.judging import Attention, Reason
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.marking import marks_by_day
from sync.central.figures.phoned import check_phoned
from sync.central.figures.quarantine import check_quarantines
from sync.central.figures.reading import Reading
from sync.central.figures.records import Offer, Rating
from sync.central.figures.relayed import check_relayed
from sync.central.figures.relayed import owners as provinces_keys
from sync.central.figures.rollups import Tally
from sync.central.figures.stand import write_stand
from sync.central.figures.stored import stored_records
from sync.central.figures.texts import check_texts
from sync.central.figures.verify_chain import check_blobs, check_chain, check_erased
from sync.contract.token import receipt_number

H = TypeVar("H", Rating, Offer)
Ledger = Row[*tuple[Any, ...]]


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
        *check_rows(connection),
        *check_erased(connection),
    ]
    every = connection.execute(select(ledgers).order_by(ledgers.c.ledger_no)).all()
    rated = 0
    for ledger in every:
        if ledger.salvaged_from is None:
            found += check_chain(connection, ledger, owners)
        found += check_blobs(connection, ledger)
        kiosk = fleet.get(ledger.kiosk)
        if kiosk is None:
            continue
        knowledge = knowledge_of(connection, kiosk.unit, own, keys)
        reading, attention = read_all(connection, ledger, knowledge)
        found += _check_ledger(connection, ledger, reading, attention)
        rated += len(reading.ratings)
        for seq, rating in reading.ratings.items():
            tally.add(rating, ledger.kiosk, reading.answers.get(seq, ()))
        for offer in reading.offers.values():
            tally.offer(offer)
        marked = marks_by_day(connection, ledger.kiosk, reading.ratings.values(), reading.offers.values())
        rules: dict[int, list[str]] = {}
        for seq, rule in marked:
            rules.setdefault(seq, []).append(rule)
        for seq, some in rules.items():
            tally.mark(reading.ratings[seq], ledger.kiosk, some)
        found += _check_marks(connection, ledger, rules)
    for table, derived in tally.tables().items():
        found += _check_cells(connection, table, derived)
    return Proof(len(every), sum(ledger.held for ledger in every), rated, found)


def _check_ledger(
    connection: Connection, ledger: Ledger, reading: Reading, attention: list[tuple[int, Attention]]
) -> Iterator[Difference]:
    name = f"ledger {ledger.ledger}"
    rated, offered = stored_records(connection, ledger.ledger_no)
    before_ms = coarse_before(connection)
    ours = {rating.seq: rating for rating in rated}
    yield from _compare("rating", name, ours, _as_kept(ours, reading.ratings, before_ms))
    offers_of = {offer.seq: offer for offer in offered}
    yield from _compare("offer", name, offers_of, _as_kept(offers_of, reading.offers, before_ms))
    mine = ratings.c.ledger_no == ledger.ledger_no
    for row in connection.execute(select(ratings.c.seq, ratings.c.kiosk).where(mine)):
        if row.kiosk != ledger.kiosk:
            yield Difference("rating kiosk", f"{name} line {row.seq}", row.kiosk, ledger.kiosk)
    coded = connection.execute(select(receipts).where(receipts.c.ledger_no == ledger.ledger_no))
    yield from _lines_apart(
        "receipt code",
        name,
        {(row.seq, str(row.code)) for row in coded},
        {(seq, str(receipt_number(one.rating))) for seq, one in reading.ratings.items()},
    )
    answered = connection.execute(select(answers).where(answers.c.ledger_no == ledger.ledger_no))
    yield from _lines_apart(
        "answer",
        name,
        {(row.seq, f"{row.question} {row.choice}") for row in answered},
        {(seq, " ".join(pair)) for seq, pairs in reading.answers.items() for pair in pairs},
    )
    told = connection.execute(
        select(needs_attention).where(
            needs_attention.c.ledger_no == ledger.ledger_no, needs_attention.c.reason != Reason.FORKED
        )
    )
    yield from _lines_apart(
        "needs attention",
        name,
        {(row.seq, f"{row.reason} {row.detail}") for row in told},
        {(seq, f"{why.reason} {why.detail}") for seq, why in attention},
    )
    if (derived := write_stand(reading.stand)) != ledger.reading:
        yield Difference("dating", name, str(ledger.reading), derived)


def _check_marks(
    connection: Connection, ledger: Ledger, rules: Mapping[int, list[str]]
) -> Iterator[Difference]:
    stored = connection.execute(select(marks).where(marks.c.ledger_no == ledger.ledger_no))
    yield from _lines_apart(
        "mark",
        f"ledger {ledger.ledger}",
        {(row.seq, row.rule) for row in stored},
        {(seq, rule) for seq, some in rules.items() for rule in some},
    )


def _lines_apart(
    what: str, name: str, stored: set[tuple[int, str]], derived: set[tuple[int, str]]
) -> Iterator[Difference]:
    """What is told of a line in one of the two only."""
    for seq, said in sorted(stored ^ derived):
        here = (seq, said) in stored
        yield Difference(what, f"{name} line {seq}", said if here else "nothing", "nothing" if here else said)


def _as_kept(stored: Mapping[int, H], derived: Mapping[int, H], before_ms: int) -> Mapping[int, H]:
    """What is derived, with dates only where what is stored may have no more, and has no more."""
    if not before_ms:
        return derived
    return {
        seq: coarsened(one)
        if one.received_ms < before_ms and seq in stored and stored[seq] == coarsened(stored[seq])
        else one
        for seq, one in derived.items()
    }


def _compare(what: str, name: str, stored: Mapping[int, H], derived: Mapping[int, H]) -> Iterator[Difference]:
    for seq in sorted(stored.keys() | derived.keys()):
        here, there = stored.get(seq), derived.get(seq)
        if here == there:
            continue
        where = f"{name} line {seq}"
        if here is None or there is None:
            yield Difference(
                what, where, "none" if here is None else "one", "none" if there is None else "one"
            )
            continue
        for field in here.__struct_fields__:
            one, other = getattr(here, field), getattr(there, field)
            if one != other:
                yield Difference(f"{what} {field}", where, str(one), str(other))


def _check_cells(
    connection: Connection, table: Table, derived: Counter[tuple[object, ...]]
) -> Iterator[Difference]:
    stored = Counter({tuple(row[:-1]): row[-1] for row in connection.execute(select(table))})
    for cell in sorted(stored.keys() | derived.keys(), key=str):
        if stored[cell] != derived[cell]:
            where = " ".join(
                f"score {part}" if isinstance(part, int) else str(part or "(date unknown)") for part in cell
            )
            yield Difference(f"count in {table.name}", where, str(stored[cell]), str(derived[cell]))
