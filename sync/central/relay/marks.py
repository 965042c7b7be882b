"""How much the server above holds of each ledger, by its own word."""

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, func, select

from sync.central.database.rows import put
from sync.central.database.tables import kiosks, ledgers, relayed, server
from sync.central.ingest.heads import head_at
from sync.central.relay.answering import Told
from sync.contract.ledger import Head, opening

GIVEN_UP: Final = "given up: the server above holds lines of it that were lost here"
FORKED: Final = "forked: the server above holds other lines under these numbers"
AHEAD: Final = "the server above holds more of it than is here"


class Mark(NamedTuple):
    """What is held there; `told`: why nothing more goes, if so."""

    held: Head
    told: str


def mark_of(connection: Connection, ledger: Row[*tuple[Any, ...]]) -> Mark:
    """The mark of a ledger; none of it is held before the first receipt."""
    row = connection.execute(select(relayed).where(relayed.c.ledger_no == ledger.ledger_no)).one_or_none()
    if row is None:
        return Mark(Head(0, opening(ledger.ledger)), "")
    return Mark(Head(row.held, bytes.fromhex(row.head)), row.told)


def put_mark(connection: Connection, ledger_no: int, mark: Mark) -> None:
    """Move a mark, down too."""
    row = {"ledger_no": ledger_no, "held": mark.held.seq, "head": mark.held.hex, "told": mark.told}
    put(connection, relayed, [row])


def judged(connection: Connection, ledger: Row[*tuple[Any, ...]], told: Told, before: Mark) -> Mark:
    """The mark that a receipt sets; where the two ledgers differ, the one that it had `before`."""
    receipt = told.receipt
    if told.forked:
        return Mark(before.held, FORKED)
    if receipt.held > ledger.held:
        return Mark(Head(ledger.held, ledger.head), AHEAD)
    ours = head_at(connection, ledger, receipt.held)
    if ours.seq == receipt.held and ours != receipt.held_head:
        return Mark(before.held, FORKED)
    return Mark(receipt.held_head, "")


def own_ledgers(connection: Connection) -> list[int]:
    """The own ledgers that go up, oldest first; one that was given up goes no more."""
    ours = select(ledgers.c.ledger_no).join(server, server.c.server == ledgers.c.kiosk)
    going = func.coalesce(relayed.c.told, "") != GIVEN_UP
    joined = ours.join(relayed, relayed.c.ledger_no == ledgers.c.ledger_no, isouter=True).where(going)
    return list(connection.execute(joined.order_by(ledgers.c.ledger_no)).scalars())


def pending_ledgers(connection: Connection) -> list[int]:
    """Kiosks' ledgers of which something has not gone up, those longest untouched first."""
    ours = (ledgers.c.salvaged_from.is_(None), kiosks.c.province.is_(None))
    more = ledgers.c.held > func.coalesce(relayed.c.held, 0)
    found = (
        select(ledgers.c.ledger_no)
        .join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        .join(relayed, relayed.c.ledger_no == ledgers.c.ledger_no, isouter=True)
    )
    return list(connection.execute(found.where(*ours, more).order_by(ledgers.c.received_ms)).scalars())


def marked_ledgers(connection: Connection) -> list[int]:
    """The ledgers of which something is held there."""
    return list(connection.execute(select(relayed.c.ledger_no).where(relayed.c.held > 0)).scalars())


def lines_marked(connection: Connection) -> int:
    """How many lines are held there in all, by its receipts."""
    return int(connection.execute(select(func.sum(relayed.c.held))).scalar() or 0)
