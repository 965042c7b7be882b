"""The next piece of a ledger that goes up: whole deliveries, since the kiosk signed a head after each.

Lines go as they are stored. Blobs do not go: they are sealed to keys of this province.
"""

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, select

from sync.central.database.tables import holes, lines, signed_heads
from sync.central.keys.identity import Identity
from sync.contract.encoding import write_json
from sync.contract.keys import sign
from sync.contract.ledger import Head, head_message
from sync.contract.segment import MAX_HEADER, MAX_LINES, MAX_UNPACKED, SegmentHeader, pack

MOST_LINES: Final = 500
_ROOM: Final = MAX_UNPACKED - MAX_HEADER

Ledger = Row[*tuple[Any, ...]]


class Piece(NamedTuple):
    """A segment's bytes, and the last line it brings."""

    body: bytes
    last: int


def next_piece(connection: Connection, identity: Identity, ledger: Ledger, after: Head) -> Piece | None:
    """What follows line `after`, which the server above holds.

    None: the next head that the kiosk signed lies further away than a segment reaches.
    """
    number, first = ledger.ledger_no, after.seq + 1
    which = (holes.c.ledger_no == number, holes.c.first <= first, holes.c.last >= first)
    hole = connection.execute(select(holes).where(*which)).one_or_none()
    if hole is not None:
        return _piece(connection, identity, ledger, after, Head(hole.last, bytes(hole.head)), None)
    stored = select(lines.c.seq, lines.c.raw, lines.c.hash)
    mine = (lines.c.ledger_no == number, lines.c.seq >= first)
    rows = connection.execute(stored.where(*mine).order_by(lines.c.seq).limit(MAX_LINES)).all()
    signed = _signed(connection, identity, ledger, first)
    end, room = 0, _ROOM
    for place, row in enumerate(rows):
        room -= len(row.raw) + 1
        if room < 0 or row.seq != first + place or (end and place >= MOST_LINES):
            break
        if signed is None or row.seq in signed:
            end = place + 1
    if not end:
        return None
    last = Head(rows[end - 1].seq, bytes(rows[end - 1].hash))
    return _piece(connection, identity, ledger, after, last, tuple(bytes(row.raw) for row in rows[:end]))


def _signed(connection: Connection, identity: Identity, ledger: Ledger, first: int) -> set[int] | None:
    """The lines at which a segment may end; None: any, the ledger is this server's own."""
    if ledger.kiosk == identity.server_id:
        return None
    mine = (
        signed_heads.c.ledger_no == ledger.ledger_no,
        signed_heads.c.seq >= first,
        signed_heads.c.seq < first + MAX_LINES,
    )
    return set(connection.execute(select(signed_heads.c.seq).where(*mine)).scalars())


def _piece(
    connection: Connection,
    identity: Identity,
    ledger: Ledger,
    after: Head,
    last: Head,
    brought: tuple[bytes, ...] | None,
) -> Piece | None:
    if ledger.kiosk == identity.server_id:
        signature = sign(identity.private, head_message(ledger.kiosk, ledger.ledger, last))
    else:
        mine = (signed_heads.c.ledger_no == ledger.ledger_no, signed_heads.c.seq == last.seq)
        found = connection.execute(select(signed_heads.c.signature).where(*mine)).scalar()
        if found is None:
            return None
        signature = found
    header = SegmentHeader(
        hailong=1,
        ledger=ledger.ledger,
        kiosk=ledger.kiosk,
        first=after.seq + 1,
        count=last.seq - after.seq,
        before=after.hex,
        after=last.hex,
        blobs=0,
        signature=signature,
        hole=brought is None,
    )
    return Piece(pack(write_json(header), brought or (), ()), last.seq)
