"""Which releases a kiosk is told to take: by its ring, and within a ring by lot."""

import hashlib
from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from sync.central.database.tables import program_releases
from sync.contract.release import Offer

MOST: Final = 8
"""Releases in one directory: a kiosk takes the highest that it may, and others where keys changed between."""


class Ring(IntEnum):
    """Who gets a release when: each ring after those before it."""

    PILOT = 0
    EARLY = 1
    ALL = 2


def offers_of(connection: Connection, kiosk: Row[*tuple[Any, ...]]) -> tuple[Offer, ...]:
    """What a kiosk (a row of the table) is told to take, the newest first."""
    staged = connection.execute(
        select(program_releases)
        .where(program_releases.c.ring.is_not(None), program_releases.c.withdrawn_ms.is_(None))
        .order_by(program_releases.c.number.desc(), program_releases.c.release)
    )
    reached = [row for row in staged if reaches(row.release, row.ring, row.share, kiosk)]
    return tuple(Offer(row.release, row.number, row.system) for row in reached[:MOST])


def reaches(release: str, ring: int | None, share: int, kiosk: Row[*tuple[Any, ...]]) -> bool:
    """Whether a release staged so reaches a kiosk; a larger share reaches all that a smaller one did."""
    if ring is None:
        return False
    own = Ring.ALL if kiosk.ring is None else kiosk.ring
    return own < ring or (own == ring and _lot(release, kiosk.kiosk) < share)


def _lot(release: str, kiosk: str) -> int:
    """0 to 99, another for each release: no kiosk is always the first."""
    return int.from_bytes(hashlib.sha256(f"{release} {kiosk}".encode()).digest()[:4]) % 100
