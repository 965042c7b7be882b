"""What was kept for as long as its policy says goes as if somebody had erased it.

It is not named in the list outside: a backup that brings it back brings its age, too, and the next run
takes it.
"""

from typing import Final

from sqlalchemy import Connection, func, select

from sync.central.database.tables import blobs
from sync.central.erasure.erasing import delete_blobs
from sync.central.erasure.outside import Erasure
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity

AT_A_TIME: Final = 500
POLICY: Final = "policy"


def count_before(connection: Connection, before_ms: int) -> int:
    """How many sealed blobs were received before `before_ms` and are still kept."""
    old = select(func.count(func.distinct(blobs.c.digest))).where(blobs.c.received_ms < before_ms)
    return connection.execute(old).scalar_one()


def forget_before(connection: Connection, identity: Identity, clock: Clock, before_ms: int) -> int:
    """Erase some of the blobs received before `before_ms`, the oldest first; how many went, 0 at the end."""
    old = (
        select(blobs.c.digest)
        .where(blobs.c.received_ms < before_ms)
        .group_by(blobs.c.digest)
        .order_by(func.min(blobs.c.received_ms), blobs.c.digest)
        .limit(AT_A_TIME)
    )
    digests = connection.execute(old).scalars().all()
    now_ms = clock.wall_ms()
    gone = [Erasure(digest, POLICY, "kept for as long as the policy says", now_ms) for digest in digests]
    delete_blobs(connection, identity, clock, gone)
    return len(gone)
