"""Publishing what people wrote: what would change for whom, doing it, and who did it when."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.api.site import Site
from sync.central.database.tables import kiosks, publications, units
from sync.central.database.unit_tree import units_below
from sync.central.directory.differences import Difference, differences_between
from sync.central.directory.moving import follow_moves
from sync.central.directory.parts import published_parts, written_parts
from sync.central.directory.publish import Published, publish_all
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.contract.desk_time import desk_day


class UnitChange(msgspec.Struct, frozen=True):
    """What would change in a unit, and for how many kiosks."""

    unit: str
    name: Mapping[str, str]
    kiosks: int
    differences: tuple[Difference, ...]


class Publication(NamedTuple):
    """Who published what when; `unit` None: to all kiosks."""

    publication: int
    person: str
    unit: str | None
    published_ms: int
    kiosks: int
    changes: tuple[UnitChange, ...]


def pending_changes(connection: Connection, day: str, unit: str | None = None) -> list[UnitChange]:
    """What waits to be published to the kiosks of that unit and below, or to all."""
    standing = (
        select(units.c.unit, units.c.name_vi, units.c.name_en, func.count().label("n"))
        .join(kiosks, kiosks.c.unit == units.c.unit)
        .where(kiosks.c.state.in_(("awaited", "enrolled")))
        .group_by(units.c.unit, units.c.name_vi, units.c.name_en)
        .order_by(units.c.name_vi, units.c.unit)
    )
    if unit is not None:
        standing = standing.where(units.c.unit.in_(units_below(unit)))
    found = []
    for row in connection.execute(standing).all():
        told, written = published_parts(connection, row.unit), written_parts(connection, row.unit, day)
        if told is not None and (differences := differences_between(told.from_day(day), written)):
            name = {"vi": row.name_vi, "en": row.name_en}
            found.append(UnitChange(row.unit, name, row.n, differences))
    return found


def publish_edits(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    person: str,
    *,
    unit: str | None = None,
    moving: bool = False,
) -> Published:
    """Publish what people wrote, and keep who said so.

    Raises:
        WouldMoveKiosks: enrolled kiosks call another address, and `moving` is not asked for.
    """
    now_ms = clock.wall_ms()
    follow_moves(connection, desk_day(now_ms))
    changes = pending_changes(connection, desk_day(now_ms), unit)
    told = publish_all(connection, identity, clock, site, moving=moving, unit=unit)
    if told.published:
        connection.execute(
            publications.insert().values(
                person=person,
                unit=unit,
                published_ms=now_ms,
                kiosks=len(told.published),
                changes=msgspec.json.encode(changes).decode(),
            )
        )
    return told


def begin_day(connection: Connection, identity: Identity, clock: Clock, site: Site) -> Published:
    """Let moves and leaves that begin or end today take effect; what nobody published stays unpublished."""
    follow_moves(connection, desk_day(clock.wall_ms()))
    return publish_all(connection, identity, clock, site, edits=False)


def list_publications(connection: Connection, most: int = 100) -> list[Publication]:
    """The last publications, newest first."""
    rows = connection.execute(select(publications).order_by(publications.c.publication_no.desc()).limit(most))
    return [
        Publication(
            row.publication_no,
            row.person,
            row.unit,
            row.published_ms,
            row.kiosks,
            msgspec.json.decode(row.changes, type=tuple[UnitChange, ...]),
        )
        for row in rows
    ]
