"""Which ratings may have changed: noted in the transaction that changes them, for whoever tells it later."""

from collections.abc import Iterable

from sqlalchemy import Connection

from sync.central.database.rows import append
from sync.central.database.tables import feed_touched


def touch(connection: Connection, some: Iterable[str]) -> None:
    """Note these ratings (their ids)."""
    append(connection, feed_touched, ("rating",), [(rating,) for rating in sorted(set(some))])
