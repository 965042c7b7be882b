"""Proving stored lines: the chain from h(0), the cursor, its signature, the blobs."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from sync.central.database.rows import bare, in_pieces
from sync.central.database.tables import blobs, erased, holes, lines, salvages
from sync.central.figures.derive import StoredLine
from sync.central.figures.difference import Difference
from sync.central.figures.quarantine import own_lines
from sync.contract.keys import verified
from sync.contract.ledger import Head, head_message, link, opening
from sync.contract.salvage import read_kept_salvage
from sync.contract.segment import digest

_LINES_AT_A_TIME: Final = 2_000
"""So many are in memory at once, of at most 16 KiB each."""


def proven_lines(
    connection: Connection,
    ledger: Row[*tuple[Any, ...]],
    owners: Mapping[str, tuple[bytes, ...]],
    found: list[Difference],
) -> Iterator[StoredLine]:
    """The ledger's stored lines in their order; `owners` maps ids to keys.

    Once the last is taken, `found` has got wherever they do not lead to its signed head.
    """
    name = f"ledger {ledger.ledger}"
    gaps = {
        row.first: Head(row.last, row.head)
        for row in connection.execute(select(holes).where(holes.c.ledger_no == ledger.ledger_no))
    }
    last, before = 0, opening(ledger.ledger)
    for seq, raw, kept, received_ms in _kept_lines(connection, ledger.ledger_no):
        if gaps:
            last, before = _over(gaps, last, before)
        if seq != last + 1:
            found.append(Difference("lines missing", name, "none", f"lines {last + 1} to {seq - 1}"))
        elif (hashed := link(before, raw)) != kept:
            found.append(Difference("line altered", f"{name} line {seq}", kept.hex(), hashed.hex()))
        last, before = seq, kept
        yield seq, raw, received_ms
    reached = Head(*_over(gaps, last, before))
    held = Head(ledger.held, ledger.head)
    if reached != held:
        found.append(Difference("head", name, _written(held), _written(reached)))
    keys = owners.get(ledger.kiosk, ())
    message = head_message(ledger.kiosk, ledger.ledger, held)
    if not any(verified(key, ledger.signature, message) for key in keys):
        signed = f"a signature of {ledger.kiosk}"
        found.append(Difference("head not signed by its owner", name, _written(held), signed))


def _kept_lines(connection: Connection, ledger_no: int) -> Iterator[tuple[Any, ...]]:
    columns = (lines.c.seq, lines.c.raw, lines.c.hash, lines.c.received_ms)
    mine = select(*columns).where(lines.c.ledger_no == ledger_no).order_by(lines.c.seq)
    piece = list(bare(connection, mine.limit(_LINES_AT_A_TIME)))
    yield from piece
    while len(piece) == _LINES_AT_A_TIME:
        later = mine.where(lines.c.seq > piece[-1][0])
        piece = list(bare(connection, later.limit(_LINES_AT_A_TIME)))
        yield from piece


def check_blobs(connection: Connection, ledger: Row[*tuple[Any, ...]]) -> Iterator[Difference]:
    """Where a stored blob is not what its name says."""
    mine = select(blobs.c.digest, blobs.c.sealed).where(blobs.c.ledger_no == ledger.ledger_no)
    for named, sealed in in_pieces(connection, mine):
        if (found := digest(sealed)) != named:
            yield Difference("blob altered", f"ledger {ledger.ledger}", named, found)


def check_erased(connection: Connection) -> Iterator[Difference]:
    """Where what the own ledger says is erased is not, or the table tells otherwise."""
    told = {str(body["digest"]) for _, body in own_lines(connection, "text.erased")}
    listed = set(connection.execute(select(erased.c.digest)).scalars())
    for name in sorted(told ^ listed):
        yield Difference("erased", name, *(("no", "yes") if name in told else ("yes", "no")))
    kept = set(
        connection.execute(select(blobs.c.digest).join(erased, erased.c.digest == blobs.c.digest)).scalars()
    )
    for body in connection.execute(select(salvages.c.body)).scalars() if told else ():
        kept |= told & {digest(blob) for blob in read_kept_salvage(bytes(body)).blobs}
    for name in sorted(kept):
        yield Difference("erased blob", name, "kept", "gone")


def _over(gaps: Mapping[int, Head], last: int, before: bytes) -> tuple[int, bytes]:
    """The line behind the holes that begin right after line `last`, and the chain's hash there."""
    while (after := gaps.get(last + 1)) is not None:
        last, before = after
    return last, before


def _written(head: Head) -> str:
    return f"{head.seq}:{head.hex}"
