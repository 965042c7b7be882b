"""Sealing what a citizen wrote, at once: nothing here can open it again, and nothing else of it is kept."""

from sqlalchemy import Connection

from sync.central.database.rows import insert_new
from sync.central.database.tables import blobs
from sync.central.keys.clock import Clock
from sync.central.keys.own_ledger import hold_own_ledger
from sync.central.keys.supervisors import public_key
from sync.contract.seal import seal
from sync.contract.segment import digest


class Unsealable(Exception):
    """There is no supervisors' key to seal to."""


def keep_sealed(connection: Connection, clock: Clock, name: str, ledger: str, rating: str, text: str) -> str:
    """Seal a text to the supervisors' key and keep it under the own ledger; its digest.

    Raises:
        Unsealable: nothing could be sealed, so nothing is kept.
    """
    public = public_key(connection)
    if public is None:
        raise Unsealable
    sealed = seal(name, ledger, rating, text.encode(), bytes.fromhex(public))
    row = {"ledger_no": hold_own_ledger(connection).ledger_no, "digest": digest(sealed), "sealed": sealed}
    insert_new(connection, blobs, [row | {"received_ms": clock.wall_ms()}])
    return digest(sealed)
