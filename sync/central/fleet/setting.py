"""Setting one kiosk from afar: what may be set is in `OwnSettings`, and nothing there could bend a rating."""

import msgspec
from sqlalchemy import Connection, select, update

from sync.central.alarms.listing import person
from sync.central.api.site import Site
from sync.central.database.tables import kiosks
from sync.central.directory.one_kiosk import OwnSettings
from sync.central.directory.publish import publish
from sync.central.fleet.adding import KioskRefused
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger


def set_kiosk(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    kiosk: str,
    wanted: OwnSettings,
    by: str,
) -> bool:
    """Let these settings, all of them, hold for a kiosk; whether it gets a new directory.

    Raises:
        KioskRefused: no such kiosk, or it is out of use.
    """
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one_or_none()
    if row is None or row.state not in {"awaited", "enrolled"}:
        raise KioskRefused(f"{kiosk}: no kiosk in use has this id", "refused_out_of_use")
    document = msgspec.json.encode(wanted).decode()
    kept = None if wanted == OwnSettings() else document
    if kept == row.settings:
        return False
    connection.execute(update(kiosks).where(kiosks.c.kiosk == kiosk).values(settings=kept))
    told = {"kiosk": kiosk, "settings": msgspec.to_builtins(wanted), "by": person(by)}
    append(connection, identity, clock, "kiosk.set", told)
    return publish(connection, identity, clock, site, kiosk, moving=True)


def read_settings(given: dict[str, str]) -> OwnSettings:
    """Settings as a form or a command names them: `sound` on|off, `brightness`, `keep_days`; '' is unset.

    Raises:
        KioskRefused: another name, or a value that does not fit.
    """
    typed: dict[str, object] = {}
    for name, text in given.items():
        if text == "":
            continue
        typed[name] = {"on": True, "off": False}.get(text, text) if name == "sound" else text
        if name != "sound" and text.isascii() and text.isdecimal() and len(text) < 6:
            typed[name] = int(text)
    try:
        return msgspec.convert(typed, OwnSettings)
    except msgspec.ValidationError as error:
        raise KioskRefused(f"settings: {error}", "refused_settings") from error
