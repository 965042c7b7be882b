"""Where kiosks and phones find this server."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, select, update

from sync.central.database.tables import server


class Addresses(Protocol):
    """What the settings say; addresses have no `/` at their end."""

    @property
    def address(self) -> str | None:
        """Where kiosks call, if it is not where the server listens."""
        ...

    @property
    def public_address(self) -> str | None:
        """Where phones call, if that is another."""
        ...

    @property
    def listening(self) -> str:
        """Where the server would listen."""
        ...

    @property
    def ca(self) -> str | None:
        """The certificate authority kiosks shall trust, PEM."""
        ...


@dataclass(frozen=True)
class Site:
    """Addresses as a directory tells them."""

    address: str
    public_address: str
    ca: str | None


def site_of(connection: Connection, settings: Addresses) -> Site:
    """The addresses: as set, otherwise where the server last listened."""
    stored = connection.execute(select(server.c.address)).scalar_one_or_none()
    address = settings.address or stored or settings.listening
    return Site(address, settings.public_address or address, settings.ca)


def remember_address(connection: Connection, address: str) -> None:
    """Keep where the server listens, for commands that run beside it."""
    connection.execute(update(server).values(address=address))
