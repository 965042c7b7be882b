"""Who calls: the address behind a connection, or behind the proxy that a setting names."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

from starlette.requests import Request

Network: TypeAlias = IPv4Network | IPv6Network

_NOWHERE: Final = "unknown"
_HOME_BITS: Final = 64
"""Of an IPv6 address: who has one of a home's addresses has them all."""


class Callers:
    """Tells callers apart; `proxies` are the only ones whose X-Forwarded-For is believed."""

    def __init__(self, proxies: Iterable[Network] = ()) -> None:
        self._proxies = tuple(proxies)

    def of(self, request: Request) -> str:
        """Whom to count a request for: an IPv4 address, or the network of an IPv6 address."""
        peer = request.client.host if request.client else _NOWHERE
        told = ",".join(request.headers.getlist("x-forwarded-for")) if self._is_proxy(peer) else ""
        for hop in reversed(told.split(",")):
            if _read(hop) is None:
                break  # what stands before it could be anybody's invention
            peer = hop.strip()
            if not self._is_proxy(peer):
                break
        return _counted(peer)

    def is_proxy(self, request: Request) -> bool:
        """Whether a proxy that the setting names brought the request."""
        return request.client is not None and self._is_proxy(request.client.host)

    def _is_proxy(self, text: str) -> bool:
        address = _read(text)
        return address is not None and any(address in network for network in self._proxies)


def _read(text: str) -> object:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _counted(text: str) -> str:
    address = _read(text)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), _HOME_BITS), strict=False))
    return text if address is None else str(address)
