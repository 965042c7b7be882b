"""How alerts stand: which targets there are, and when each was told last or will be tried again."""

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.alerts.targets import Target
from sync.central.database.tables import alert_tries, notices

ALARM: Final = "alarm "
"""How notices of alarms begin; their numbers follow."""
SINCE: Final = "fleet"
"""The notice that says since when a target is told of the fleet: what was over before is no news."""


class TargetLine(msgspec.Struct, frozen=True, kw_only=True):
    """A target by its name, for its address may hold a password; times in ms UTC.

    `failed`: how often in a row its server took no alarm, until `next_ms`.
    """

    target: str
    about: str
    unit: str | None
    language: str
    kinds: tuple[str, ...]
    told_ms: int | None
    failed: int
    next_ms: int | None


def list_targets(connection: Connection, targets: Sequence[Target]) -> list[TargetLine]:
    """Every target, in the order of the file."""
    return [_line(connection, target) for target in targets]


def _line(connection: Connection, target: Target) -> TargetLine:
    mine = (
        notices.c.target == target.name,
        notices.c.about.startswith(ALARM) == (target.about == "fleet"),
    )
    last = select(func.max(notices.c.sent_ms)).where(*mine, notices.c.about != SINCE)
    tries = connection.execute(select(alert_tries).where(alert_tries.c.target == target.name)).one_or_none()
    away = tries if target.about == "fleet" else None
    return TargetLine(
        target=target.name,
        about=target.about,
        unit=target.unit,
        language=target.language,
        kinds=target.kinds,
        told_ms=connection.execute(last).scalar(),
        failed=away.failed if away else 0,
        next_ms=away.next_ms if away else None,
    )
