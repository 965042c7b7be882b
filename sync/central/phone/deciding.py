"""What supervisors are asked: whether text that was withdrawn shall be erased, or kept."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Engine, select, update

from sync.central.accounts.audit import record
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.engine import writing
from sync.central.database.tables import kiosks, units, withdrawals
from sync.central.erasure.erasing import Erased, erase
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.desk_time import desk_date
from sync.contract.phone import DECIDED
from sync.contract.token import receipt_code

Decision = Literal["erased", "kept"]


class Asked(NamedTuple):
    """A text that was withdrawn, and what became of it; None: nobody has decided yet."""

    rating: str
    code: str
    place: Mapping[str, str]
    day: date
    decision: str | None


def list_withdrawals(connection: Connection, most: int = 200) -> list[Asked]:
    """Those that wait for a decision first, then the others, the newest first."""
    rows = connection.execute(
        select(withdrawals, units.c.name_vi, units.c.name_en)
        .join(kiosks, kiosks.c.kiosk == withdrawals.c.kiosk)
        .join(units, units.c.unit == kiosks.c.unit)
        .order_by(withdrawals.c.decision.is_not(None), withdrawals.c.at_ms.desc(), withdrawals.c.rating)
        .limit(most)
    )
    return [
        Asked(
            row.rating,
            receipt_code(row.rating),
            {"vi": row.name_vi, "en": row.name_en},
            desk_date(row.at_ms),
            row.decision,
        )
        for row in rows
    ]


def keep_text(engine: Engine, identity: Identity, clock: Clock, reader: Reader, rating: str) -> None:
    """Decide that it stays: units do not read it, supervisors may."""
    with writing(engine) as connection:
        _decide(connection, identity, clock, reader, rating, "kept")


def erase_text(
    engine: Engine, identity: Identity, clock: Clock, outside: Path, reader: Reader, rating: str
) -> None:
    """Erase it, wherever it was written.

    Raises:
        EraseRefused: nothing of it is here, or not yet.
    """

    def noted(connection: Connection, done: Erased) -> None:
        _decide(connection, identity, clock, reader, rating, "erased")
        record(connection, clock, reader, "text_erased", rating, erased=str(len(done.erased)))

    erase(engine, identity, clock, outside, rating, reader.name, "withdrawn by who wrote it", noted)


def _decide(
    connection: Connection, identity: Identity, clock: Clock, reader: Reader, rating: str, decision: Decision
) -> None:
    hold_own_ledger(connection)
    mine = withdrawals.c.rating == rating
    if connection.execute(select(withdrawals.c.rating).where(mine)).first() is None:
        raise Absent
    body = {"rating": rating, "decision": decision, "by": reader.name}
    append(connection, identity, clock, DECIDED, body)
    decided = {"decision": decision, "decided_ms": clock.wall_ms()}
    connection.execute(update(withdrawals).where(mine).values(decided))
    record(connection, clock, reader, "withdrawal_decided", rating, decision=decision)
