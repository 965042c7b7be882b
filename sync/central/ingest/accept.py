"""Acceptance, in the order both ends know: whose ledger, gap, fork; then lines, figures, cursor."""

from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select, update

from sync.central.api.receipts import Holding
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender
from sync.central.database.rows import append, insert_new, lock_units
from sync.central.database.tables import kiosks, ledgers, lines, signed_heads
from sync.central.figures.derive import derive, reread_salvaged
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.stand import Stand, write_stand
from sync.central.fleet.canaries import reveal_arrived
from sync.central.ingest.blobs import take_blobs
from sync.central.ingest.heads import head_at
from sync.central.ingest.hole import take_hole
from sync.central.ingest.noticing import deliverer, notice_accepted, notice_gap
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.published import known_keys
from sync.central.provinces.records import quarantined_from
from sync.contract.crash import crash_point
from sync.contract.ledger import Head, opening
from sync.contract.problems import Code
from sync.contract.segment import Segment

_CURSOR: Final = select(ledgers).where(ledgers.c.ledger == bindparam("ledger")).with_for_update()
_MOVED: Final = (
    update(ledgers)
    .where(ledgers.c.ledger_no == bindparam("number"))
    .values(
        held=bindparam("to"),
        head=bindparam("hash"),
        signature=bindparam("signed"),
        reading=bindparam("stand"),
        received_ms=bindparam("now_ms"),
    )
)
_HEARD: Final = (
    update(kiosks).where(kiosks.c.kiosk == bindparam("heard")).values(last_heard_ms=bindparam("now_ms"))
)


class Verdict(StrEnum):
    """What became of a segment."""

    ACCEPTED = "accepted"
    GAP = "gap"
    FORKED = "forked"


class Accepted(NamedTuple):
    """The verdict, what is held now, and how many lines of the segment's end were new."""

    verdict: Verdict
    holding: Holding
    new: int = 0


def accept(
    connection: Connection, identity: Identity, clock: Clock, sender: Sender, segment: Segment
) -> Accepted:
    """Take what is new in a segment whose framing, chain and signature were found good.

    Raises:
        Refused: the ledger is another kiosk's.
    """
    header, now_ms = segment.header, clock.wall_ms()
    lock_units(connection, [sender.unit])
    ledger = cursor_of(connection, header.ledger)
    if ledger is None:
        nothing = Holding(header.ledger, Head(0, opening(header.ledger)))
        if header.first > 1:
            notice_gap(connection, segment, nothing, now_ms)
            return Accepted(Verdict.GAP, nothing)
        if header.before != nothing.head.hex:
            return Accepted(Verdict.FORKED, nothing)
        begin(connection, sender, header.ledger, now_ms)
        return accept(connection, identity, clock, sender, segment)
    if ledger.kiosk != sender.kiosk or ledger.salvaged_from is not None:
        raise Refused(Code.NOT_YOURS, "this ledger belongs to another kiosk")
    held = Head(ledger.held, ledger.head)
    verdict = judge(connection, ledger, segment)
    if verdict is Verdict.GAP:
        notice_gap(connection, segment, Holding(header.ledger, held), now_ms)
    if verdict is not Verdict.ACCEPTED:
        return Accepted(verdict, Holding(header.ledger, held, ledger.state))
    crash_point("ingest.before_blobs")
    if sender.province is None:
        take_blobs(connection, ledger.ledger_no, segment, now_ms)
    crash_point("ingest.after_blobs")
    kiosk = deliverer(connection, segment)
    if header.last.seq > held.seq:
        held, stand = header.last, str(ledger.reading)
        if header.hole:
            take_hole(connection, identity, clock, ledger.ledger_no, segment)
        else:
            stand = _append(connection, identity, sender, ledger, segment, now_ms, rereading=kiosk.salvages)
        moved = {"number": ledger.ledger_no, "to": held.seq, "hash": held.hash, "signed": header.signature}
        connection.execute(_MOVED, moved | {"stand": stand, "now_ms": now_ms})
        signed = {"ledger_no": ledger.ledger_no, "seq": held.seq, "signature": header.signature}
        insert_new(connection, signed_heads, [signed])
        crash_point("ingest.after_cursor")
        if kiosk.proofs and not header.hole:
            reveal_arrived(connection, identity, clock, sender.kiosk)
    notice_accepted(connection, segment, kiosk, ledger.held, now_ms)
    connection.execute(_HEARD, {"heard": sender.kiosk, "now_ms": now_ms})
    new = 0 if header.hole else held.seq - ledger.held
    return Accepted(verdict, Holding(header.ledger, held, ledger.state), new)


def cursor_of(connection: Connection, ledger: str) -> Row[*tuple[Any, ...]] | None:
    """The ledger's row, locked."""
    return connection.execute(_CURSOR, {"ledger": ledger}).one_or_none()


def begin(connection: Connection, sender: Sender, ledger: str, now_ms: int) -> None:
    """Begin an empty ledger for the kiosk that brings its line 1, unless another was just first.

    Nothing is counted of what a revoked kiosk brings.
    """
    if sender.province is None:
        state = select(kiosks.c.state).where(kiosks.c.kiosk == sender.kiosk)
        since = 1 if connection.execute(state).scalar_one() == "revoked" else None
    else:
        since = quarantined_from(connection, sender.province, ledger, sender.kiosk)
    begun = {
        "ledger": ledger,
        "kiosk": sender.kiosk,
        "state": "held" if since is None else "quarantined",
        "quarantined_from": since,
        "held": 0,
        "head": opening(ledger),
        "signature": "",
        "reading": write_stand(Stand()),
        "opened_ms": now_ms,
        "received_ms": now_ms,
    }
    insert_new(connection, ledgers, [begun])


def judge(connection: Connection, ledger: Row[*tuple[Any, ...]], segment: Segment) -> Verdict:
    """Whether a segment continues what is held, or repeats it."""
    header = segment.header
    if header.first > ledger.held + 1:
        return Verdict.GAP
    if header.hole and header.first <= ledger.held < header.last.seq:
        return Verdict.GAP  # what is held cannot be compared inside a hole: it must start right after
    before = head_at(connection, ledger, header.first - 1)
    if before.seq == header.first - 1 and before.hex != header.before:
        return Verdict.FORKED
    shared = min(ledger.held, header.last.seq)
    if shared >= header.first:
        ours = head_at(connection, ledger, shared)
        theirs = header.last.hash if header.hole else segment.hashes[shared - header.first]
        if ours.seq == shared and ours.hash != theirs:
            return Verdict.FORKED
    return Verdict.ACCEPTED


def _append(
    connection: Connection,
    identity: Identity,
    sender: Sender,
    ledger: Row[*tuple[Any, ...]],
    segment: Segment,
    now_ms: int,
    *,
    rereading: bool,
) -> str:
    """Append what is new, and derive what it changes; where reading stands then.

    `rereading`: the kiosk has ledgers of salvaged lines, of which some may count here now.
    """
    number, first = ledger.ledger_no, segment.header.first
    skip = ledger.held + 1 - first
    new = list(enumerate(segment.lines[skip:], start=ledger.held + 1))
    append(
        connection,
        lines,
        ("ledger_no", "seq", "raw", "hash", "received_ms"),
        [
            (number, seq, raw, digest, now_ms)
            for (seq, raw), digest in zip(new, segment.hashes[skip:], strict=True)
        ],
    )
    crash_point("ingest.after_lines")
    keys = known_keys(connection, identity)
    knowledge = knowledge_of(connection, sender.unit, identity.server_id, keys)
    stand = derive(connection, ledger, new, knowledge, now_ms)
    if rereading:
        reread_salvaged(connection, sender.kiosk, knowledge, [new[0][0], new[-1][0]])
    crash_point("ingest.after_figures")
    return stand
