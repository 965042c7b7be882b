"""Reading ledgers again: when a province names who was unknown, and when this version reads differently."""

from typing import Final

from sqlalchemy import ColumnElement, Connection, select, update

from sync.central.database.rows import lock_units
from sync.central.database.tables import kiosks, ledgers, needs_attention, server, units
from sync.central.figures.attribution import keep_all_again
from sync.central.figures.derive import reread
from sync.central.figures.judging import UNTIL_KNOWN
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.phoned import keep_phoned_again

READING: Final = 11
"""How this version reads lines; a change that gives other figures needs the next number."""


def rederive(connection: Connection, unit: str, server_id: str, keys: tuple[bytes, ...]) -> None:
    """Read again the ledgers of a unit's kiosks that name somebody or something unknown until now."""
    unknown = select(needs_attention.c.ledger_no).where(needs_attention.c.reason.in_(UNTIL_KNOWN))
    _reread(connection, unit, server_id, keys, ledgers.c.ledger_no.in_(unknown))


def bring_up(connection: Connection, server_id: str, keys: tuple[bytes, ...]) -> bool:
    """Read every ledger again if another version derived the figures; whether it did."""
    if connection.execute(select(server.c.figures)).scalar_one() == READING:
        return False
    keep_all_again(connection, server_id)
    keep_phoned_again(connection, server_id)
    for unit in connection.execute(select(units.c.unit).order_by(units.c.unit)).scalars().all():
        _reread(connection, unit, server_id, keys)
    connection.execute(update(server).values(figures=READING))
    return True


def _reread(
    connection: Connection, unit: str, server_id: str, keys: tuple[bytes, ...], *which: ColumnElement[bool]
) -> None:
    lock_units(connection, [unit])
    knowledge = knowledge_of(connection, unit, server_id, keys)
    mine = (
        select(ledgers)
        .join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        .where(kiosks.c.unit == unit, *which)
        .order_by(ledgers.c.ledger_no)
        .with_for_update(of=ledgers)
    )
    for ledger in connection.execute(mine).all():
        reread(connection, ledger, knowledge)
