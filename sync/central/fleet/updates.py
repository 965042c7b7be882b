"""What kiosks' ledgers tell of releases: one began, and what came of it."""

from typing import Annotated, Literal

import msgspec
from sqlalchemy import Connection, func, select, update

from sync.central.database.rows import insert_new
from sync.central.database.tables import kiosks, program_updates
from sync.contract.encoding import Count, Hash, Malformed, convert
from sync.contract.ledger import read_line
from sync.contract.segment import Segment


class Told(msgspec.Struct, frozen=True):
    """The body of `update.begun`, and of `update.done` with its outcome."""

    release: Hash
    number: Annotated[Count, msgspec.Meta(le=2**53 - 1)]
    outcome: Literal["confirmed", "crashed", "unheard", "damaged", "superseded"] | None = None


class Update(msgspec.Struct, frozen=True):
    """One release at one kiosk; times in ms UTC, as it was heard of."""

    release: str
    number: int
    begun_ms: int | None
    done_ms: int | None
    outcome: str | None


newest_update = (
    select(func.coalesce(program_updates.c.outcome, "trying"))
    .where(program_updates.c.kiosk == kiosks.c.kiosk)
    .order_by(program_updates.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
"""Of a row of kiosks: `trying`, an outcome, or null."""


def hear_updates(connection: Connection, segment: Segment, now_ms: int) -> None:
    """Note what lines that were just accepted say of their kiosk's releases; a later trial begins anew."""
    for raw in segment.lines:
        if b'"update.' in raw:
            _hear(connection, segment.header.kiosk, raw, now_ms)


def list_updates(connection: Connection, kiosk: str, most: int = 10) -> list[Update]:
    """What a kiosk tried, the newest first."""
    newest = (
        select(program_updates)
        .where(program_updates.c.kiosk == kiosk)
        .order_by(program_updates.c.number.desc())
        .limit(most)
    )
    return [
        Update(row.release, row.number, row.begun_ms, row.done_ms, row.outcome)
        for row in connection.execute(newest)
    ]


def _hear(connection: Connection, kiosk: str, raw: bytes, now_ms: int) -> None:
    try:
        line = read_line(raw)
        told = convert(line.body, Told)
    except Malformed:
        return
    begins = line.kind == "update.begun"
    if not begins and (line.kind != "update.done" or told.outcome is None):
        return
    said: dict[str, object] = {"begun_ms": now_ms, "done_ms": None, "outcome": None}
    if not begins:
        said = {"done_ms": now_ms, "outcome": told.outcome}
    new = {"kiosk": kiosk, "release": told.release, "number": told.number}
    insert_new(connection, program_updates, [new])
    connection.execute(
        update(program_updates)
        .where(program_updates.c.kiosk == kiosk, program_updates.c.release == told.release)
        .values(number=told.number, **said)
    )
