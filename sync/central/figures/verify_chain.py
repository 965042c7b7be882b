"""Proving stored lines: the chain from h(0), the cursor, its signature, the blobs."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Row, select

from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import blobs, erased, holes, lines, salvages
from sync.central.figures.difference import Difference
from sync.central.figures.quarantine import own_lines
from sync.contract.keys import verified
from sync.contract.ledger import Head, head_message, link, opening
from sync.contract.salvage import read_kept_salvage
from sync.contract.segment import digest


def check_chain(
    connection: Connection, ledger: Row[*tuple[object, ...]], owners: Mapping[str, tuple[bytes, ...]]
) -> Iterator[Difference]:
    """Where the ledger's stored lines do not lead to its signed head; `owners` maps ids to keys."""
    name = f"ledger {ledger.ledger}"
    reached = Head(0, opening(ledger.ledger))
    gaps = {
        row.first: Head(row.last, row.head)
        for row in connection.execute(select(holes).where(holes.c.ledger_no == ledger.ledger_no))
    }
    for row in connection.execute(
        select(lines.c.seq, lines.c.raw, lines.c.hash)
        .where(lines.c.ledger_no == ledger.ledger_no)
        .order_by(lines.c.seq),
        execution_options={"yield_per": AT_A_TIME},
    ):
        seq, raw, kept = row
        reached = _over(gaps, reached)
        if seq != reached.seq + 1:
            yield Difference("lines missing", name, "none", f"lines {reached.seq + 1} to {seq - 1}")
        elif (hashed := link(reached.hash, raw)) != kept:
            yield Difference("line altered", f"{name} line {seq}", kept.hex(), hashed.hex())
        reached = Head(seq, kept)
    reached = _over(gaps, reached)
    held = Head(ledger.held, ledger.head)
    if reached != held:
        yield Difference("head", name, _written(held), _written(reached))
    keys = owners.get(ledger.kiosk, ())
    message = head_message(ledger.kiosk, ledger.ledger, held)
    if not any(verified(key, ledger.signature, message) for key in keys):
        yield Difference(
            "head not signed by its owner", name, _written(held), f"a signature of {ledger.kiosk}"
        )


def check_blobs(connection: Connection, ledger: Row[*tuple[object, ...]]) -> Iterator[Difference]:
    """Where a stored blob is not what its name says."""
    for row in connection.execute(select(blobs).where(blobs.c.ledger_no == ledger.ledger_no)):
        if digest(row.sealed) != row.digest:
            yield Difference("blob altered", f"ledger {ledger.ledger}", row.digest, digest(row.sealed))


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


def _over(gaps: Mapping[int, Head], reached: Head) -> Head:
    """The head behind the holes that begin right after `reached`."""
    while (after := gaps.get(reached.seq + 1)) is not None:
        reached = after
    return reached


def _written(head: Head) -> str:
    return f"{head.seq}:{head.hex}"
