"""What holds for one kiosk: its own settings before the province's, and what it shall do once."""

from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection, Row, select

from sync.central.database.tables import commands
from sync.contract.commands import MOST, Command
from sync.contract.directory import DIMMEST, Policies


class OwnSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All that may be set from afar; what is None is as the province has it, or as the desk set it."""

    sound: bool | None = None
    brightness: Annotated[int, msgspec.Meta(ge=DIMMEST, le=100)] | None = None
    keep_days: Annotated[int, msgspec.Meta(ge=30, le=3650)] | None = None


def settings_of(kiosk: Row[*tuple[Any, ...]]) -> OwnSettings:
    """What was set for a kiosk (a row of the table)."""
    return OwnSettings() if kiosk.settings is None else msgspec.json.decode(kiosk.settings, type=OwnSettings)


def with_own_settings(policies: Policies, kiosk: Row[*tuple[Any, ...]]) -> Policies:
    """The policies with those of one kiosk in their place."""
    given = msgspec.structs.asdict(settings_of(kiosk))
    own = {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(policies, own=tuple(own), **own)


def commands_of(connection: Connection, kiosk: str, now_ms: int) -> tuple[Command, ...]:
    """The newest commands of a kiosk that have not expired, oldest first."""
    rows = connection.execute(
        select(commands)
        .where(commands.c.kiosk == kiosk, commands.c.expires_ms > now_ms)
        .order_by(commands.c.issued_ms.desc(), commands.c.command)
        .limit(MOST)
    ).all()
    return tuple(Command(row.command, row.what, row.issued_ms, row.expires_ms) for row in reversed(rows))
