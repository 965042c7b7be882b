"""What nobody could take is kept aside, bounded for each sender, so that none pushes out another's."""

from typing import Final

from sqlalchemy import Connection, delete, select

from sync.central.database.erased import erased_among
from sync.central.database.tables import refused
from sync.central.database.text import storable
from sync.central.erasure.bodies import blobs_in
from sync.contract.problems import Code

KEPT: Final = 20
"""Bodies of one sender; all who prove no key count as one."""


def keep_aside(
    connection: Connection, sender: str, code: Code, detail: str, body: bytes, now_ms: int
) -> None:
    """Keep a refused body of `sender` (a kiosk, or '' while unproved); the oldest goes.

    Of one that would bring back what was erased, nothing but the refusal is kept.
    """
    if erased_among(connection, blobs_in(body) or ()):
        body = b""
    connection.execute(
        refused.insert().values(
            sender=sender, code=code, detail=storable(detail), body=body, received_ms=now_ms
        )
    )
    newest = (
        select(refused.c.refused_no)
        .where(refused.c.sender == sender)
        .order_by(refused.c.refused_no.desc())
        .limit(KEPT)
    )
    connection.execute(delete(refused).where(refused.c.sender == sender, refused.c.refused_no.not_in(newest)))
