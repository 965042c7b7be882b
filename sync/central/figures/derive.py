"""Deriving figures inside the transaction that takes the lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from sync.central.database.among import among
from sync.central.database.erased import erased_among
from sync.central.database.rows import AT_A_TIME, in_pieces
from sync.central.database.tables import (
    answers,
    blobs,
    ledgers,
    lines,
    needs_attention,
    offers,
    ratings,
    receipts,
)
from sync.central.figures.attribution import corrections_at
from sync.central.figures.canaries import revealed_in
from sync.central.figures.dating import dated_from
from sync.central.figures.finding import Stored, Wanted, records_wanted, records_where, stored_records
from sync.central.figures.judging import Attention, Judged, Knowledge, Reason, judge_line
from sync.central.figures.phoned import phoned_in
from sync.central.figures.reading import Reading
from sync.central.figures.records import Phoned, Rating
from sync.central.figures.rollups import cells_of
from sync.central.figures.salvaged import held_elsewhere, keep_only, read_context, salvaged_of
from sync.central.figures.stand import Stand, read_stand, write_stand
from sync.central.figures.stored import write_records
from sync.central.figures.time import Anchor, Receipted
from sync.central.figures.touched import touch
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
from sync.contract.token import receipt_number

_OF_A_RATING: Final = (ChangedRating, WithdrawnRating, DetailedRating)
_DATING: Final = (Anchor, Receipted)

StoredLine = tuple[int, bytes, int]
"""A line of a ledger: its number, its bytes as they are kept, and when it was received (ms)."""


def derive(
    connection: Connection,
    ledger: Row[*tuple[Any, ...]],
    new: Sequence[tuple[int, bytes]],
    knowledge: Knowledge,
    now_ms: int,
) -> str:
    """Derive what `new` lines (number, bytes), just appended after the row `ledger`, change.

    Returns where reading stands then, for whoever moves the ledger's cursor.
    """
    number, until = ledger.ledger_no, ledger.quarantined_from
    judged = [
        _placed(connection, number, judge_line(seq, raw, knowledge))
        for seq, raw in new
        if until is None or seq < until
    ]
    if not judged:
        return str(ledger.reading)
    stand = read_stand(str(ledger.reading))
    stored = _touchable(connection, number, judged, stand)
    proofs = knowledge.proofs.get(ledger.ledger, frozenset())
    invited = {line.fact.invitation for line in judged if isinstance(line.fact, MadeInvitation)}
    invited |= {offer.invitation for offer in stored.offers if offer.invitation is not None}
    phoned = phoned_in(connection, knowledge.server, ledger, invited)
    corrected = corrections_at(connection, knowledge.server, ledger.kiosk)
    reading = Reading(
        stand,
        knowledge.unit,
        knowledge.forms,
        *stored,
        canaries=proofs,
        phoned=phoned,
        corrections=corrected,
    )
    before = cells_of(*stored)
    for line in judged:
        reading.read(line, now_ms)
    missing = _missing(connection, number, _named(judged)) if knowledge.blobs_travel else []
    write_records(connection, ledger, reading, stored, [*reading.attention, *missing], before)
    return write_stand(reading.stand)


def derive_phoned(
    connection: Connection, ledger: Row[*tuple[Any, ...]], said: Phoned, knowledge: Knowledge
) -> bool:
    """Let a new rating by phone count where its invitation stands; False while no line of the ledger does.

    The caller holds the unit's lock and the ledger's row.
    """
    mine = (offers.c.ledger_no == ledger.ledger_no, offers.c.invitation == said.invitation)
    stored = records_where(connection, (), [and_(*mine)])
    if not stored.offers:
        return False
    reading = Reading(read_stand(str(ledger.reading)), knowledge.unit, knowledge.forms, offers=stored.offers)
    reading.rated_by_phone(stored.offers[0], said)
    write_records(connection, ledger, reading, stored, reading.attention, cells_of(*stored))
    return True


def reread(connection: Connection, ledger: Row[*tuple[Any, ...]], knowledge: Knowledge) -> None:
    """Derive again, from line 1, all that a ledger says; the caller holds its unit's lock and its row."""
    stored = stored_records(connection, ledger.ledger_no)
    before = cells_of(*stored)
    reading, attention = read_all(connection, ledger, knowledge)
    touch(
        connection, {one.rating for one in stored.ratings} - {one.rating for one in reading.ratings.values()}
    )
    for table in (ratings, answers, offers, receipts):
        connection.execute(delete(table).where(table.c.ledger_no == ledger.ledger_no))
    derived = (needs_attention.c.ledger_no == ledger.ledger_no, needs_attention.c.reason != Reason.FORKED)
    connection.execute(delete(needs_attention).where(*derived))
    write_records(connection, ledger, reading, Stored([], []), attention, before)
    mine = update(ledgers).where(ledgers.c.ledger_no == ledger.ledger_no)
    connection.execute(mine.values(reading=write_stand(reading.stand)))


def reread_salvaged(
    connection: Connection, kiosk: str, knowledge: Knowledge, numbers: Sequence[int] | None = None
) -> None:
    """Derive again what was salvaged of a kiosk, since lines (of these numbers) may count elsewhere now."""
    for ledger in salvaged_of(connection, kiosk, numbers):
        reread(connection, ledger, knowledge)


def read_all(
    connection: Connection,
    ledger: Row[*tuple[Any, ...]],
    knowledge: Knowledge,
    stored: Iterable[StoredLine] | None = None,
) -> tuple[Reading, list[tuple[int, Attention]]]:
    """Read all that counts of a ledger, from nothing but `stored` lines, which are all of its, and blobs."""
    canaries = revealed_in(connection, ledger.ledger) | knowledge.proofs.get(ledger.ledger, frozenset())
    phoned = phoned_in(connection, knowledge.server, ledger)
    corrected = corrections_at(connection, knowledge.server, ledger.kiosk)
    reading = Reading(
        Stand(),
        knowledge.unit,
        knowledge.forms,
        canaries=canaries,
        phoned=phoned,
        corrections=corrected,
    )
    judged, named = [], []
    salvaged = ledger.salvaged_from is not None
    if salvaged:
        read_context(connection, ledger.salvaged_from, ledger.salvaged_after, reading, knowledge)
    until = ledger.quarantined_from
    for seq, raw, received_ms in stored_lines(connection, ledger) if stored is None else stored:
        if until is not None and seq >= until:
            continue
        line = judge_line(seq, raw, knowledge)
        if isinstance(line.fact, Receipted):
            line = _placed(connection, ledger.ledger_no, line)
        reading.read(line, received_ms)
        if salvaged:
            judged.append(line)
        elif line.blobs:
            named += _named([line])
    if salvaged:
        held = held_elsewhere(connection, ledger)
        judged = [line for line in judged if line.seq not in held]
        keep_only(reading, judged)
        named = _named(judged)
    missing = _missing(connection, ledger.ledger_no, named) if knowledge.blobs_travel else []
    return reading, [*reading.attention, *missing]


def read_until(
    connection: Connection,
    ledger: Row[*tuple[Any, ...]],
    knowledge: Knowledge,
    last: int,
    canaries: Set[int],
    phoned: Mapping[str, Phoned],
) -> dict[int, Rating]:
    """The ratings that lines 1 to `last` of a ledger give; `canaries` are lines known to be planned.

    `phoned`: by invitation, the ratings by phone that were known then.
    Whom they were given for is as the lines name it: nothing that is read so tells of one person.
    """
    reading = Reading(Stand(), knowledge.unit, knowledge.forms, canaries=canaries, phoned=phoned)
    judged = []
    salvaged = ledger.salvaged_from is not None
    if salvaged:
        read_context(connection, ledger.salvaged_from, ledger.salvaged_after, reading, knowledge)
    for seq, raw, received_ms in stored_lines(connection, ledger, lines.c.seq <= last):
        line = _placed(connection, ledger.ledger_no, judge_line(seq, raw, knowledge))
        reading.read(line, received_ms)
        if salvaged:
            judged.append(line)
    if salvaged:
        held = held_elsewhere(connection, ledger)
        keep_only(reading, [line for line in judged if line.seq not in held])
    return reading.ratings


def blobs_arrived(connection: Connection, ledger_no: int, digests: Iterable[str]) -> None:
    """Take away the attention that lines of the ledger needed for want of these blobs."""
    connection.execute(
        delete(needs_attention).where(
            needs_attention.c.ledger_no == ledger_no,
            needs_attention.c.reason == Reason.MISSING_BLOB,
            needs_attention.c.detail.in_(list(digests)),
        )
    )


def stored_lines(
    connection: Connection, ledger: Row[*tuple[Any, ...]], *which: ColumnElement[bool]
) -> Iterator[StoredLine]:
    """A ledger's lines in their order."""
    mine = (lines.c.ledger_no == ledger.ledger_no, *which)
    wanted = select(lines.c.seq, lines.c.raw, lines.c.received_ms).where(*mine)
    return map(tuple, in_pieces(connection, wanted.order_by(lines.c.seq)))


def _touchable(connection: Connection, ledger_no: int, judged: Sequence[Judged], stand: Stand) -> Stored:
    """The stored ratings and offers that these lines may change, and those they may repeat."""
    facts = [line.fact for line in judged]
    rated = {fact.of for fact in facts if isinstance(fact, _OF_A_RATING)}
    called = {fact.of for fact in facts if isinstance(fact, LapsedCall)}
    codes = {receipt_number(fact.rating) for fact in facts if isinstance(fact, GivenRating)}
    invitations = {fact.invitation for fact in facts if isinstance(fact, MadeInvitation)}
    first = dated_from(stand.dating, _readable(judged))
    return records_wanted(
        connection, ledger_no, Wanted(rated, codes, first), Wanted(called, invitations, first)
    )


def _readable(judged: Iterable[Judged]) -> Iterator[tuple[int, str, int, Anchor | Receipted | None]]:
    for one in judged:
        if one.line is not None:
            mark = one.fact if isinstance(one.fact, _DATING) else None
            yield one.seq, one.line.boot, one.line.up, mark


def _placed(connection: Connection, ledger_no: int, judged: Judged) -> Judged:
    """A line as judged; of an applied receipt, the line of this ledger that it names is looked up."""
    receipt = judged.fact
    if not isinstance(receipt, Receipted):
        return judged
    named = (lines.c.ledger_no == ledger_no, lines.c.seq == receipt.held, lines.c.seq < judged.seq)
    row = connection.execute(select(lines.c.raw, lines.c.hash).where(*named)).one_or_none()
    if row is None or row.hash.hex() != receipt.head:
        return msgspec.structs.replace(judged, fact=msgspec.structs.replace(receipt, held=0))
    try:
        line = read_line(row.raw)
    except Malformed:
        return judged
    up = line.up if line.seq == receipt.held else None
    return msgspec.structs.replace(judged, fact=msgspec.structs.replace(receipt, up=up))


def _named(judged: Iterable[Judged]) -> list[tuple[int, str]]:
    """The blobs that lines name, each with the line's number."""
    return [(line.seq, digest) for line in judged for digest in dict.fromkeys(line.blobs)]


def _missing(
    connection: Connection, ledger_no: int, named: Sequence[tuple[int, str]]
) -> list[tuple[int, Attention]]:
    missing = []
    for place in range(0, len(named), AT_A_TIME):
        some = named[place : place + AT_A_TIME]
        digests = {digest for _, digest in some}
        mine = (blobs.c.ledger_no == ledger_no, among(blobs.c.digest, sorted(digests)))
        held = set(connection.execute(select(blobs.c.digest).where(*mine)).scalars())
        held |= erased_among(connection, digests - held)
        missing += [(seq, digest) for seq, digest in some if digest not in held]
    return [(seq, Attention(Reason.MISSING_BLOB, digest)) for seq, digest in missing]
