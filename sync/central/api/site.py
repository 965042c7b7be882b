"""Where kiosks and phones find this server."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select, update

from sync.central.api.callers import Network
from sync.central.database.tables import server


class Addresses(Protocol):
    """What the settings say; addresses have no `/` at their end."""

    @property
    def data(self) -> Path:
        """The folder of the keys."""
        ...

    @property
    def address(self) -> str | None:
        """Where kiosks call, if it is not where the server listens."""
        ...

    @property
    def public_address(self) -> str | None:
        """Where phones call, if that is another."""
        ...

    @property
    def proxy(self) -> tuple[Network, ...]:
        """The proxies whose word on who calls is believed."""
        ...

    @property
    def processes(self) -> int:
        """How many such servers share what one would allow."""
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
    """The addresses: as set, otherwise as the server last served; a command beside it moves no kiosk."""
    served = connection.execute(select(server.c.address, server.c.public_address, server.c.ca)).one()
    address = settings.address or served.address or settings.listening
    public_address = settings.public_address or served.public_address or address
    return Site(address, public_address, settings.ca or served.ca)


def remember_site(connection: Connection, settings: Addresses, listening: str) -> None:
    """Keep how the server serves, listening at this address, for itself and commands that run beside it."""
    connection.execute(
        update(server).values(
            address=settings.address or listening, public_address=settings.public_address, ca=settings.ca
        )
    )
