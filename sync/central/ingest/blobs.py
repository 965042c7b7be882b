"""Sealed blobs that travel with lines: kept where a line of the segment names them, otherwise dropped.

What was erased is dropped, too, whoever brings it again.
"""

from sqlalchemy import Connection

from sync.central.database.erased import erased_among
from sync.central.database.rows import insert_new
from sync.central.database.tables import blobs
from sync.central.figures.derive import blobs_arrived
from sync.contract.segment import Segment, digest, named_blobs


def take_blobs(connection: Connection, ledger_no: int, segment: Segment, now_ms: int) -> None:
    """Keep the segment's named blobs; they fill what was missing for lines held already."""
    if not segment.blobs:
        return
    named = {name for line in segment.lines for name in named_blobs(line)}
    brought = {digest(blob): blob for blob in segment.blobs}
    kept = sorted((brought.keys() & named) - erased_among(connection, brought))
    insert_new(
        connection,
        blobs,
        [
            {"ledger_no": ledger_no, "digest": name, "sealed": brought[name], "received_ms": now_ms}
            for name in kept
        ],
    )
    blobs_arrived(connection, ledger_no, kept)
