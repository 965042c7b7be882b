"""Names of what a grant is over: units and officials."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from sync.central.accounts.managing import AccountRefused
from sync.central.database.tables import kiosks, officials, units
from sync.central.web.collation import vietnamese_order


def names_of(connection: Connection, ids: Collection[str]) -> dict[str, Mapping[str, str]]:
    """{id: {language: name}} of the units and officials among these ids."""
    found: dict[str, Mapping[str, str]] = {}
    for row in connection.execute(select(units).where(units.c.unit.in_(ids))):
        found[row.unit] = {"vi": row.name_vi, "en": row.name_en}
    for row in connection.execute(select(officials).where(officials.c.official.in_(ids))):
        found[row.official] = {"vi": row.name}
    return found


def kiosks_named(connection: Connection, ids: Collection[str]) -> dict[str, Mapping[str, str]]:
    """{id: {language: unit and name}} of the kiosks among these ids."""
    placed = kiosks.join(units, units.c.unit == kiosks.c.unit)
    wanted = select(kiosks.c.kiosk, kiosks.c.name, units.c.name_vi, units.c.name_en).select_from(placed)
    return {
        row.kiosk: {"vi": f"{row.name_vi} · {row.name}", "en": f"{row.name_en} · {row.name}"}
        for row in connection.execute(wanted.where(kiosks.c.kiosk.in_(ids)))
    }


def all_units(connection: Connection) -> list[tuple[str, Mapping[str, str]]]:
    """Every unit in use, by name."""
    rows = connection.execute(select(units).where(units.c.active == 1)).all()
    rows = sorted(rows, key=lambda row: (vietnamese_order(row.name_vi), row.unit))
    return [(row.unit, {"vi": row.name_vi, "en": row.name_en}) for row in rows]


def official_called(connection: Connection, text: str) -> str:
    """The id of the one official with this id or name.

    Raises:
        AccountRefused: none has it, or several.
    """
    same = (officials.c.official == text) | (officials.c.name == text)
    found = connection.execute(select(officials.c.official).where(same, officials.c.active == 1)).all()
    if not found:
        raise AccountRefused("official_unknown", f"{text!r}: no such official")
    if len(found) > 1:
        raise AccountRefused("official_several", f"{text!r}: several officials; give the id of one")
    return str(found[0].official)
