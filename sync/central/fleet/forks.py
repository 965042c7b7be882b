"""Forks: what a kiosk signed under a ledger's name and does not fit what is held; noted for people to see."""

from sqlalchemy import Connection, delete, select

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.api.receipts import Holding
from sync.central.database.rows import insert_new
from sync.central.database.tables import ledgers, lines, needs_attention
from sync.central.figures.judging import Reason
from sync.contract.ledger import Head


def note_fork(connection: Connection, ledger: str, head: Head, now_ms: int) -> None:
    """Keep that a kiosk signed this head, which is not the ledger's; the newest such head of each ledger."""
    row = connection.execute(
        select(ledgers.c.ledger_no, ledgers.c.kiosk, ledgers.c.held).where(ledgers.c.ledger == ledger)
    ).one_or_none()
    if row is None:
        return
    number = row.ledger_no
    raise_alarm(
        connection, Kind.FORKED, row.kiosk, now_ms, ledger=ledger, seq=head.seq, head=head.hex, held=row.held
    )
    noted = (needs_attention.c.ledger_no == number, needs_attention.c.reason == Reason.FORKED)
    connection.execute(delete(needs_attention).where(*noted))
    told = {"ledger_no": number, "seq": head.seq, "reason": Reason.FORKED, "detail": head.hex}
    insert_new(connection, needs_attention, [told])


def is_fork(connection: Connection, holding: Holding, head: Head) -> bool:
    """Whether a head that a kiosk signed contradicts what is held; one inside a hole or beyond it cannot."""
    if not 0 < head.seq <= holding.head.seq:
        return False
    if head.seq == holding.head.seq:
        return head != holding.head
    held = connection.execute(
        select(lines.c.hash)
        .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
        .where(ledgers.c.ledger == holding.ledger, lines.c.seq == head.seq)
    ).scalar_one_or_none()
    return held is not None and held != head.hash
