"""Where kiosks are asked that do not call."""

from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, select, update

from sync.central.api.signatures import Sender
from sync.central.database.tables import kiosks
from sync.central.fleet.adding import KioskRefused


class Pulled(NamedTuple):
    """A kiosk that is asked at `address`."""

    sender: Sender
    address: str


def set_pull_address(connection: Connection, kiosk: str, address: str | None) -> None:
    """Ask a kiosk at `address` (https://host:port) from now on, or, with None, no more.

    Raises:
        KioskRefused: no such kiosk, or no such address.
    """
    known = connection.execute(select(kiosks.c.kiosk).where(kiosks.c.kiosk == kiosk)).one_or_none()
    if known is None:
        raise KioskRefused(f"{kiosk}: no kiosk has this id")
    if address is not None and not _is_address(address):
        raise KioskRefused(f"{address}: expected https://<host>:<port>")
    connection.execute(update(kiosks).where(kiosks.c.kiosk == kiosk).values(pull_address=address))


def pulled_kiosks(connection: Connection, kiosk: str | None = None) -> list[Pulled]:
    """The enrolled kiosks that are asked, or that one of them.

    Raises:
        KioskRefused: that one is not asked, or not enrolled.
    """
    which = (kiosks.c.pull_address.is_not(None), kiosks.c.public_key.is_not(None))
    rows = connection.execute(select(kiosks).where(*which).order_by(kiosks.c.kiosk)).all()
    every = [
        Pulled(Sender(row.kiosk, row.unit, bytes.fromhex(row.public_key)), row.pull_address) for row in rows
    ]
    if kiosk is None:
        return every
    if found := [one for one in every if one.sender.kiosk == kiosk]:
        return found
    raise KioskRefused(f"{kiosk}: no enrolled kiosk of this id has an address; see kiosk pull-address")


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    return parts.scheme == "https" and bool(parts.hostname) and port is not None and bare
