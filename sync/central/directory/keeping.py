"""How long comments are kept, as kiosks tell whoever is about to write one."""

from typing import Final

from sqlalchemy import Connection, select

from sync.central.database.tables import retention

COMMENTS: Final = "comments"
"""The policy's name."""


def comment_days(connection: Connection) -> int | None:
    """In days; None: for as long as nobody sets it."""
    kept = select(retention.c.days).where(retention.c.policy == COMMENTS)
    return connection.execute(kept).scalar_one_or_none()
