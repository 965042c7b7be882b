"""Holes: lines a kiosk has pruned and this server lost; accepted, and told in the own ledger."""

from sqlalchemy import Connection

from sync.central.database.tables import holes
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append
from sync.contract.segment import Segment


def take_hole(
    connection: Connection, identity: Identity, clock: Clock, ledger_no: int, segment: Segment
) -> None:
    """Keep where the hole is, with the head behind it that the kiosk signed."""
    header = segment.header
    connection.execute(
        holes.insert().values(
            ledger_no=ledger_no,
            first=header.first,
            last=header.last.seq,
            head=header.last.hash,
            received_ms=clock.wall_ms(),
        )
    )
    told = {
        "kiosk": header.kiosk,
        "ledger": header.ledger,
        "first": header.first,
        "last": header.last.seq,
        "head": header.after,
        "signature": header.signature,
    }
    append(connection, identity, clock, "gap.accepted", told)
