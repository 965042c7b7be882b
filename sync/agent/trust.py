"""Whom a kiosk believes, and where it calls: drawn from its directory, and from what was heard before."""

from dataclasses import dataclass

from sync.agent.addresses import AddressRefused, checked_address
from sync.contract.directory import Directory


@dataclass(frozen=True)
class Way:
    """An address of the server, and the CAs that count there (PEM, or None for the system's)."""

    address: str
    cas: tuple[str | None, ...]


@dataclass(frozen=True)
class Trust:
    """`keys`: the server's public keys (32 bytes; current, next); `cas`: PEM, or None for the system's.

    `further` is tried where none of `addresses` leads to the server.
    """

    server: str
    kiosk: str
    keys: tuple[bytes, ...]
    cas: tuple[str | None, ...]
    addresses: tuple[str, ...]
    further: Way | None = None

    @classmethod
    def of(cls, directory: Directory, proven: Way | None = None) -> "Trust":
        """What `directory` says, with the announced next key, CA and addresses after the current ones.

        `proven` gave the last verified receipt: it stays a further way while the directory names another.
        """
        coming = directory.next
        keys = [directory.key, *([coming.key] if coming else [])]
        cas = [directory.ca, *([coming.ca] if coming else [])]
        listed = [*directory.addresses, *(coming.addresses if coming else ())]
        addresses = tuple(address for address in listed if _callable(address))
        named = proven is not None and proven.address in addresses and proven.cas == tuple(cas)
        return cls(
            server=directory.server,
            kiosk=directory.kiosk,
            keys=tuple(bytes.fromhex(key) for key in keys),
            cas=tuple(cas),
            addresses=addresses,
            further=None if named else proven,
        )

    @property
    def ways(self) -> tuple[Way, ...]:
        """Every way to the server, in the order in which they are tried."""
        own = tuple(Way(address, self.cas) for address in self.addresses)
        return own if self.further is None else (*own, self.further)


def _callable(address: str) -> bool:
    try:
        checked_address(address)
    except AddressRefused:
        return False
    return True
