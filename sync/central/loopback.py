"""Until accounts exist, people's pages are for whoever sits at this machine; kiosks and phones may call."""

import ipaddress
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.central.api.refusal import Refused, problem
from sync.contract.problems import Code

_PUBLIC: Final = ("/api/", "/T/", "/t/", "/look/")
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class LoopbackOnly:
    """Lets public addresses through; the others only straight from this machine, under its own name."""

    def __init__(self, app: ASGIApp, server_id: str) -> None:
        self._app = app
        self._server_id = server_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(_PUBLIC) or _is_local(scope):
            await self._app(scope, receive, send)
            return
        refused = Refused(Code.ABSENT, "nothing here for callers from outside this machine")
        await problem(refused, self._server_id)(scope, receive, send)


def _is_local(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    if any(name in headers for name in _FORWARDED):
        return False
    client = scope.get("client")
    return client is not None and _is_loopback(client[0]) and _names_loopback(headers.get("host", ""))


def _names_loopback(host: str) -> bool:
    """Whether the browser asked for this machine by a name no other site can take (DNS rebinding)."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name == "localhost" or _is_loopback(name.strip("[]"))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
