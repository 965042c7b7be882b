"""Which kiosks work with a directory that does not name a key yet."""

import msgspec
from sqlalchemy import Connection, and_, select

from sync.central.database.tables import directories, kiosks


class _Keys(msgspec.Struct, frozen=True):
    key: str


class _Named(_Keys, frozen=True):
    next: _Keys | None = None


def kiosks_behind(connection: Connection, key: str) -> list[str]:
    """The enrolled kiosks that would not believe what is signed with `key` (hex), by what they last told."""
    heard = and_(directories.c.kiosk == kiosks.c.kiosk, directories.c.version == kiosks.c.directory_version)
    rows = connection.execute(
        select(kiosks.c.kiosk, directories.c.raw)
        .join(directories, heard, isouter=True)
        .where(kiosks.c.state == "enrolled")
        .order_by(kiosks.c.kiosk)
    )
    return [row.kiosk for row in rows if row.raw is None or key not in _named(bytes(row.raw))]


def _named(raw: bytes) -> set[str]:
    told = msgspec.json.decode(raw.partition(b"\n")[0], type=_Named)
    return {told.key, *([told.next.key] if told.next else [])}
