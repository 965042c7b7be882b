"""Who has which directory: what was published for each kiosk, and what it last told of."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from sync.central.database.tables import directories, kiosks
from sync.central.database.unit_tree import units_below


class HasVersion(NamedTuple):
    """A kiosk's newest directory, and the one it works with; None while it told of none."""

    kiosk: str
    unit: str
    newest: int
    published_ms: int
    has: int | None

    @property
    def up_to_date(self) -> bool:
        """Whether it works with its newest."""
        return self.has is not None and self.has >= self.newest


def who_has_which(connection: Connection, unit: str | None = None) -> list[HasVersion]:
    """Every kiosk of that unit and below, or of the province, that a directory was published for."""
    newest = (
        select(
            directories.c.kiosk,
            func.max(directories.c.version).label("version"),
            func.max(directories.c.published_ms).label("published_ms"),
        )
        .group_by(directories.c.kiosk)
        .subquery()
    )
    found = (
        select(
            kiosks.c.kiosk, kiosks.c.unit, newest.c.version, newest.c.published_ms, kiosks.c.directory_version
        )
        .join(newest, newest.c.kiosk == kiosks.c.kiosk)
        .order_by(kiosks.c.kiosk)
    )
    if unit is not None:
        found = found.where(kiosks.c.unit.in_(units_below(unit)))
    return [HasVersion(*row) for row in connection.execute(found)]
