"""What proves that nothing held here was changed: every ledger's signed head, and the keys that sign."""

from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, select

from sync.central.database.tables import kiosks, ledgers, lines, server, server_keys, supervisors_keys, units
from sync.central.fleet.searching import found_by
from sync.contract.keys import fingerprint, key_name

PAGE: Final = 50


class Key(msgspec.Struct, frozen=True):
    """A public key (hex) with its fingerprint, and when it was used; no end: it still is."""

    key: str
    fingerprint: str
    since_ms: int
    until_ms: int | None

    @property
    def name(self) -> str:
        """What people compare it by."""
        return key_name(bytes.fromhex(self.key))


class HeldHead(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger's head: the hash (hex) of its last line held here, over all lines before; its owner signed it.

    `kiosk` is None for the server's own; what fell out of a ledger and was released stands in one of its own,
    `salvaged_from` that ledger.
    """

    number: int
    ledger: str
    kiosk: str | None
    kiosk_name: str | None
    unit: str | None
    unit_name: Mapping[str, str] | None
    state: str
    held: int
    head: str
    signature: str
    received_ms: int
    salvaged_from: str | None


def signing_keys(connection: Connection) -> list[Key]:
    """The server's, the newest first."""
    return _keys(connection, server_keys)


def sealing_keys(connection: Connection) -> list[Key]:
    """Those that comments were sealed to, the newest first."""
    return _keys(connection, supervisors_keys)


def read_heads(
    connection: Connection, search: str = "", *, after: int = 0, limit: int | None = None
) -> list[HeldHead]:
    """The heads in the order in which the ledgers became known, those behind number `after`.

    `search`: words of a kiosk's or its unit's name, or the beginning of a ledger's id or a kiosk's.
    """
    rows = connection.execute(
        select(ledgers, kiosks.c.name, kiosks.c.unit, units.c.name_vi, units.c.name_en)
        .join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk, isouter=True)
        .join(units, units.c.unit == kiosks.c.unit, isouter=True)
        .where(ledgers.c.ledger_no > after, *_matching(connection, search))
        .order_by(ledgers.c.ledger_no)
        .limit(limit)
    )
    own = connection.execute(select(server.c.server)).scalar_one()
    return [
        HeldHead(
            number=row.ledger_no,
            ledger=row.ledger,
            kiosk=None if row.kiosk == own else row.kiosk,
            kiosk_name=row.name,
            unit=row.unit,
            unit_name=None if row.unit is None else {"vi": row.name_vi, "en": row.name_en},
            state=row.state,
            held=row.held,
            head=row.head.hex(),
            signature=row.signature,
            received_ms=row.received_ms,
            salvaged_from=row.salvaged_from,
        )
        for row in rows
    ]


def heads_at(connection: Connection, some: list[HeldHead], seq: int) -> dict[int, str]:
    """{number of a ledger: the hash (hex) of its line `seq`}, of those that hold it."""
    numbers = [one.number for one in some]
    rows = connection.execute(
        select(lines.c.ledger_no, lines.c.hash).where(lines.c.ledger_no.in_(numbers), lines.c.seq == seq)
    )
    return {row.ledger_no: row.hash.hex() for row in rows}


def _matching(connection: Connection, search: str) -> list[ColumnElement[bool]]:
    begun = search.strip().lower()
    if not begun:
        return []
    named = ledgers.c.kiosk.in_(found_by(connection, search))
    return [named | ledgers.c.ledger.startswith(begun, autoescape=True)]


def _keys(connection: Connection, table: Table) -> list[Key]:
    rows = connection.execute(select(table).order_by(table.c.since_ms.desc(), table.c.key))
    return [Key(row.key, fingerprint(bytes.fromhex(row.key)), row.since_ms, row.until_ms) for row in rows]
