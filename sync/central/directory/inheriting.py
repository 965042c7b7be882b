"""Texts and policies come down the tree: the nearest unit that says something of a thing is heard."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.tables import province, unit_settings
from sync.central.database.unit_tree import units_above

SettingsName = Literal["texts", "policies"]


class Heard(NamedTuple):
    """What holds, and which unit says so; None: the whole province does."""

    value: Any
    unit: str | None


def own_settings(connection: Connection, unit: str | None, name: SettingsName) -> dict[str, Any]:
    """What the unit itself says; None: what the province says."""
    if unit is None:
        found = connection.execute(select(province.c.document).where(province.c.name == name))
    else:
        found = connection.execute(
            select(unit_settings.c.document).where(unit_settings.c.unit == unit, unit_settings.c.name == name)
        )
    document = found.scalar_one_or_none()
    return {} if document is None else msgspec.json.decode(document, type=dict[str, Any])


def heard_settings(connection: Connection, unit: str, name: SettingsName) -> dict[str, Heard]:
    """What holds in the unit, each thing with the unit that says so."""
    said: dict[str, Heard] = {}
    for above, document in _from_the_top(connection, unit, name):
        said |= {key: Heard(value, above) for key, value in document.items()}
    return said


def settings_of(connection: Connection, unit: str, name: SettingsName) -> dict[str, Any]:
    """What holds in the unit."""
    return {key: heard.value for key, heard in heard_settings(connection, unit, name).items()}


def _from_the_top(
    connection: Connection, unit: str, name: SettingsName
) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    yield None, own_settings(connection, None, name)
    for above in reversed(units_above(connection, unit)):
        yield above, own_settings(connection, above, name)
