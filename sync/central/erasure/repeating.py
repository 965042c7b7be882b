"""Erasing again what a restored backup has brought back."""

from pathlib import Path

from sqlalchemy import Connection

from sync.central.database.erased import erased_among
from sync.central.erasure.erasing import delete_blobs
from sync.central.erasure.outside import kept_outside
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity


def repeat_erasures(connection: Connection, identity: Identity, clock: Clock, outside: Path) -> None:
    """Erase what the list outside names and this database does not know to be erased."""
    listed = kept_outside(outside)
    known = erased_among(connection, [one.digest for one in listed])
    delete_blobs(connection, identity, clock, [one for one in listed if one.digest not in known])
