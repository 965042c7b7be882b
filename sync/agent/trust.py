"""Whom a kiosk believes, and where it calls: drawn from its directory."""

from dataclasses import dataclass

from sync.agent.addresses import AddressRefused, checked_address
from sync.contract.directory import Directory


@dataclass(frozen=True)
class Trust:
    """`keys`: the server's public keys (32 bytes; current, next); `cas`: PEM, or None for the system's."""

    server: str
    kiosk: str
    keys: tuple[bytes, ...]
    cas: tuple[str | None, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, directory: Directory) -> "Trust":
        """What `directory` says, with the announced next key, CA and addresses after the current ones."""
        coming = directory.next
        keys = [directory.key, *([coming.key] if coming else [])]
        cas = [directory.ca, *([coming.ca] if coming else [])]
        addresses = [*directory.addresses, *(coming.addresses if coming else ())]
        return cls(
            server=directory.server,
            kiosk=directory.kiosk,
            keys=tuple(bytes.fromhex(key) for key in keys),
            cas=tuple(cas),
            addresses=tuple(address for address in addresses if _callable(address)),
        )


def _callable(address: str) -> bool:
    try:
        checked_address(address)
    except AddressRefused:
        return False
    return True
