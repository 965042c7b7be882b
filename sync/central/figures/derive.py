"""Deriving figures inside the transaction that takes the lines."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, delete, or_, select

from sync.central.database.rows import AT_A_TIME, insert_new, put
from sync.central.database.tables import (
    answers,
    blobs,
    ledgers,
    lines,
    needs_attention,
    offers,
    ratings,
)
from sync.central.figures.dating import dated_from
from sync.central.figures.judging import Attention, Judged, Knowledge, Reason, judge_line
from sync.central.figures.reading import Reading
from sync.central.figures.records import Offer, Rating
from sync.central.figures.rollups import Cells, cells_of, recount
from sync.central.figures.salvaged import keep_only, read_context
from sync.central.figures.stand import Stand, read_stand, write_stand
from sync.central.figures.time import Anchor, Receipted
from sync.contract.encoding import Malformed
from sync.contract.ledger import read_line
from sync.contract.rating import (
    ChangedRating,
    DetailedRating,
    GivenRating,
    LapsedCall,
    MadeInvitation,
    WithdrawnRating,
)


def derive(
    connection: Connection,
    ledger: Row[*tuple[Any, ...]],
    new: Sequence[tuple[int, bytes]],
    knowledge: Knowledge,
    now_ms: int,
) -> None:
    """Derive what `new` lines (number, bytes), just appended after the row `ledger`, change."""
    until = ledger.quarantined_from
    judged = [
        _placed(connection, ledger.ledger_no, judge_line(seq, raw, knowledge))
        for seq, raw in new
        if until is None or seq < until
    ]
    if not judged:
        return
    stand = read_stand(str(ledger.reading))
    rated, offered = _touchable(connection, ledger.ledger_no, judged, stand)
    reading = Reading(stand, knowledge.unit, knowledge.forms, rated, offered)
    before = cells_of(rated, offered)
    for line in judged:
        reading.read(line, now_ms)
    missing = _missing(connection, ledger.ledger_no, judged) if knowledge.blobs_travel else []
    _write(connection, ledger, reading, before, [*reading.attention, *missing])


def reread(connection: Connection, ledger: Row[*tuple[Any, ...]], knowledge: Knowledge) -> None:
    """Derive again, from line 1, all that a ledger says; the caller holds its unit's lock and its row."""
    before = cells_of(*stored_records(connection, ledger.ledger_no))
    reading, attention = read_all(connection, ledger, knowledge)
    for table in (ratings, answers, offers):
        connection.execute(delete(table).where(table.c.ledger_no == ledger.ledger_no))
    derived = (needs_attention.c.ledger_no == ledger.ledger_no, needs_attention.c.reason != Reason.FORKED)
    connection.execute(delete(needs_attention).where(*derived))
    _write(connection, ledger, reading, before, attention)


def read_all(
    connection: Connection, ledger: Row[*tuple[Any, ...]], knowledge: Knowledge
) -> tuple[Reading, list[tuple[int, Attention]]]:
    """Read all that counts of a ledger, from nothing but stored lines and blobs."""
    reading, judged = Reading(Stand(), knowledge.unit, knowledge.forms), []
    salvaged = ledger.salvaged_from is not None
    if salvaged:
        read_context(connection, ledger.salvaged_from, ledger.salvaged_after, reading, knowledge)
    which = [lines.c.ledger_no == ledger.ledger_no]
    which += [] if ledger.quarantined_from is None else [lines.c.seq < ledger.quarantined_from]
    for row in connection.execute(
        select(lines.c.seq, lines.c.raw, lines.c.received_ms).where(*which).order_by(lines.c.seq),
        execution_options={"yield_per": AT_A_TIME},
    ):
        line = _placed(connection, ledger.ledger_no, judge_line(row.seq, row.raw, knowledge))
        reading.read(line, row.received_ms)
        if line.blobs or salvaged:
            judged.append(line)
    if salvaged:
        keep_only(reading, judged)
    missing = _missing(connection, ledger.ledger_no, judged) if knowledge.blobs_travel else []
    return reading, [*reading.attention, *missing]


def blobs_arrived(connection: Connection, ledger_no: int, digests: Iterable[str]) -> None:
    """Take away the attention that lines of the ledger needed for want of these blobs."""
    connection.execute(
        delete(needs_attention).where(
            needs_attention.c.ledger_no == ledger_no,
            needs_attention.c.reason == Reason.MISSING_BLOB,
            needs_attention.c.detail.in_(list(digests)),
        )
    )


def stored_records(
    connection: Connection,
    ledger_no: int,
    rated: ColumnElement[bool] | None = None,
    offered: ColumnElement[bool] | None = None,
) -> tuple[list[Rating], list[Offer]]:
    """A ledger's ratings and offers as their tables have them, in its order; all, or those that fit."""
    return (
        [
            msgspec.convert(row._mapping, Rating)
            for row in _rows(connection, ratings, Rating, ledger_no, rated)
        ],
        [
            msgspec.convert(row._mapping, Offer)
            for row in _rows(connection, offers, Offer, ledger_no, offered)
        ],
    )


def _rows(
    connection: Connection,
    table: Table,
    shape: type[Rating] | type[Offer],
    ledger_no: int,
    which: ColumnElement[bool] | None,
) -> Iterable[Row[*tuple[object, ...]]]:
    columns = [table.c[name] for name in shape.__struct_fields__]
    fitting = [] if which is None else [which]
    mine = select(*columns).where(table.c.ledger_no == ledger_no, *fitting)
    return connection.execute(mine.order_by(table.c.seq))


def _touchable(
    connection: Connection, ledger_no: int, judged: Sequence[Judged], stand: Stand
) -> tuple[list[Rating], list[Offer]]:
    """The stored ratings and offers that these lines may change, and those they may repeat."""
    facts = [line.fact for line in judged]
    rated = {fact.of for fact in facts if isinstance(fact, ChangedRating | WithdrawnRating | DetailedRating)}
    called = {fact.of for fact in facts if isinstance(fact, LapsedCall)}
    ids = {fact.rating for fact in facts if isinstance(fact, GivenRating)}
    invitations = {fact.invitation for fact in facts if isinstance(fact, MadeInvitation)}
    some_ratings: list[ColumnElement[bool]] = [
        ratings.c.seq.in_(sorted(rated)),
        ratings.c.rating.in_(sorted(ids)),
    ]
    some_offers: list[ColumnElement[bool]] = [
        offers.c.seq.in_(sorted(called)),
        offers.c.invitation.in_(sorted(invitations)),
    ]
    first = dated_from(stand.dating, _readable(judged))
    if first is not None:
        some_ratings.append(ratings.c.seq >= first)
        some_offers.append(offers.c.seq >= first)
    return stored_records(connection, ledger_no, or_(*some_ratings), or_(*some_offers))


def _readable(judged: Iterable[Judged]) -> Iterator[tuple[int, str, int, Anchor | Receipted | None]]:
    for seq, line, fact, *_ in judged:
        if line is not None:
            yield seq, line.boot, line.up, fact if isinstance(fact, Anchor | Receipted) else None


def _placed(connection: Connection, ledger_no: int, judged: Judged) -> Judged:
    """A line as judged; of an applied receipt, the line of this ledger that it names is looked up."""
    receipt = judged.fact
    if not isinstance(receipt, Receipted):
        return judged
    named = (lines.c.ledger_no == ledger_no, lines.c.seq == receipt.held, lines.c.seq < judged.seq)
    row = connection.execute(select(lines.c.raw, lines.c.hash).where(*named)).one_or_none()
    if row is None or row.hash.hex() != receipt.head:
        return judged._replace(fact=msgspec.structs.replace(receipt, held=0))
    try:
        line = read_line(row.raw)
    except Malformed:
        return judged
    up = line.up if line.seq == receipt.held else None
    return judged._replace(fact=msgspec.structs.replace(receipt, up=up))


def _missing(connection: Connection, ledger_no: int, judged: Iterable[Judged]) -> list[tuple[int, Attention]]:
    named = [(line.seq, digest) for line in judged for digest in dict.fromkeys(line.blobs)]
    held: set[str] = set()
    wanted = sorted({digest for _, digest in named})
    for place in range(0, len(wanted), AT_A_TIME):
        mine = (blobs.c.ledger_no == ledger_no, blobs.c.digest.in_(wanted[place : place + AT_A_TIME]))
        held.update(connection.execute(select(blobs.c.digest).where(*mine)).scalars())
    return [(seq, Attention(Reason.MISSING_BLOB, digest)) for seq, digest in named if digest not in held]


def _write(
    connection: Connection,
    ledger: Row[*tuple[object, ...]],
    reading: Reading,
    before: Cells,
    attention: Iterable[tuple[int, Attention]],
) -> None:
    rated = [reading.ratings[seq] for seq in sorted(reading.touched & reading.ratings.keys())]
    offered = [reading.offers[seq] for seq in sorted(reading.touched & reading.offers.keys())]
    own = {"ledger_no": ledger.ledger_no}
    kiosk = own | {"kiosk": ledger.kiosk}
    put(connection, ratings, [kiosk | msgspec.structs.asdict(rating) for rating in rated])
    put(connection, offers, [own | msgspec.structs.asdict(offer) for offer in offered])
    insert_new(
        connection,
        answers,
        [
            own | {"seq": seq, "question": question, "choice": choice}
            for seq, answered in sorted(reading.answers.items())
            for question, choice in answered
        ],
    )
    insert_new(
        connection,
        needs_attention,
        [
            {"ledger_no": ledger.ledger_no, "seq": seq, "reason": told.reason, "detail": told.detail}
            for seq, told in attention
        ],
    )
    after = cells_of(rated, offered)
    recount(connection, Cells(before.days | after.days, before.months | after.months))
    connection.execute(
        ledgers.update()
        .where(ledgers.c.ledger_no == ledger.ledger_no)
        .values(reading=write_stand(reading.stand))
    )
