"""Which sealed blobs were erased: nobody keeps them again, and nobody misses them."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import erased


def erased_among(connection: Connection, digests: Iterable[str]) -> set[str]:
    """Those of these blobs (by digest, hex) that were erased."""
    wanted, found = sorted(set(digests)), set[str]()
    for place in range(0, len(wanted), AT_A_TIME):
        some = erased.c.digest.in_(wanted[place : place + AT_A_TIME])
        found.update(connection.execute(select(erased.c.digest).where(some)).scalars())
    return found
