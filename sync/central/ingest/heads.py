"""The head of a held ledger at any of its lines."""

from typing import Any

from sqlalchemy import Connection, Row, select

from sync.central.database.tables import holes, lines
from sync.contract.ledger import Head, opening


def head_at(connection: Connection, ledger: Row[*tuple[Any, ...]], seq: int) -> Head:
    """h(seq), for 0 ≤ seq ≤ held; inside a hole, the hole's last head."""
    if seq == ledger.held:
        return Head(ledger.held, ledger.head)
    if seq == 0:
        return Head(0, opening(ledger.ledger))
    mine = lines.c.ledger_no == ledger.ledger_no
    found = connection.execute(select(lines.c.hash).where(mine, lines.c.seq == seq)).scalar_one_or_none()
    if found is not None:
        return Head(seq, found)
    hole = connection.execute(
        select(holes.c.last, holes.c.head).where(
            holes.c.ledger_no == ledger.ledger_no, holes.c.first <= seq, holes.c.last >= seq
        )
    ).one()
    return Head(hole.last, hole.head)
