"""Addresses of the central server: https everywhere, http only to this very machine."""

from urllib.parse import urlsplit

from sync.contract.loopback import is_loopback


class AddressRefused(ValueError):
    """An address this kiosk will not call; the message says why."""


def checked_address(address: str) -> str:
    """`address` without a trailing slash.

    Raises:
        AddressRefused: not http(s), no host, with user name, query or fragment, or plain http to elsewhere.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused(f"{address}: {error}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise AddressRefused(f"{address}: expected https://<host>[:port]")
    if parts.query or parts.fragment or parts.username is not None:
        raise AddressRefused(f"{address}: an address has no query, fragment or user name")
    if parts.scheme == "http" and not is_loopback(host):
        raise AddressRefused(f"{address}: plain http is allowed to this machine only; use https://")
    return address.rstrip("/")
