"""A province's own ledger: accepted like a kiosk's, and its records put to use in the same transaction."""

from sqlalchemy import Connection, update

from sync.central.api.receipts import Holding
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender
from sync.central.database.tables import ledgers, lines, provinces
from sync.central.ingest.accept import Accepted, Verdict, begin, cursor_of, judge
from sync.central.keys.clock import Clock
from sync.central.provinces.records import apply_records, lock_province
from sync.contract.crash import crash_point
from sync.contract.ledger import Head, opening
from sync.contract.problems import Code
from sync.contract.segment import Segment


def accept_own(connection: Connection, clock: Clock, sender: Sender, segment: Segment) -> Accepted:
    """Take what is new in a segment of the sender's own ledger, found good.

    Raises:
        Refused: the ledger is another's, or lines are left out.
    """
    header, now_ms = segment.header, clock.wall_ms()
    if header.hole:
        raise Refused(Code.FRAMING, "a province keeps every line of its own ledger")
    lock_province(connection, sender.kiosk)
    ledger = cursor_of(connection, header.ledger)
    if ledger is None:
        nothing = Holding(header.ledger, Head(0, opening(header.ledger)))
        if header.first > 1:
            return Accepted(Verdict.GAP, nothing)
        if header.before != nothing.head.hex:
            return Accepted(Verdict.FORKED, nothing)
        begin(connection, sender, header.ledger, now_ms)
        return accept_own(connection, clock, sender, segment)
    if ledger.kiosk != sender.kiosk:
        raise Refused(Code.NOT_YOURS, "this ledger belongs to another")
    held, verdict = Head(ledger.held, ledger.head), judge(connection, ledger, segment)
    if verdict is Verdict.ACCEPTED and header.last.seq > held.seq:
        skip = held.seq + 1 - header.first
        new = list(zip(segment.lines[skip:], segment.hashes[skip:], strict=True))
        own = {"ledger_no": ledger.ledger_no, "received_ms": now_ms}
        connection.execute(
            lines.insert(),
            [
                own | {"seq": held.seq + 1 + at, "raw": raw, "hash": digest}
                for at, (raw, digest) in enumerate(new)
            ],
        )
        held = header.last
        moved = {"held": held.seq, "head": held.hash, "signature": header.signature, "received_ms": now_ms}
        connection.execute(update(ledgers).where(ledgers.c.ledger_no == ledger.ledger_no).values(**moved))
        crash_point("relay.after_province_lines")
        apply_records(connection, sender.kiosk, [raw for raw, _ in new], now_ms)
    connection.execute(update(provinces).where(provinces.c.server == sender.kiosk).values(heard_ms=now_ms))
    return Accepted(verdict, Holding(header.ledger, held, ledger.state))
