"""Until accounts exist, people's pages are for whoever sits at this machine; kiosks and phones may call.

Where others are meant to call the server, directly or through a proxy, people's pages have a socket of their
own that only this machine reaches: nothing in a request can prove that no proxy brought it.
"""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.central.api.refusal import Refused, problem
from sync.contract.loopback import is_loopback
from sync.contract.problems import Code

_PUBLIC: Final = ("/api/", "/T/", "/t/", "/look/", "/healthz", "/readyz", "/metrics")
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class LoopbackOnly:
    """Lets public addresses through; the others only to the socket `results`, from and as this machine."""

    def __init__(self, app: ASGIApp, server_id: str, results: tuple[str, int]) -> None:
        self._app = app
        self._server_id = server_id
        self._results = results

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(_PUBLIC) or self._is_local(scope):
            await self._app(scope, receive, send)
            return
        refused = Refused(Code.ABSENT, "nothing here for callers from outside this machine")
        await problem(refused, self._server_id)(scope, receive, send)

    def _is_local(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        client, socket = scope.get("client"), scope.get("server")
        if client is None or socket is None or any(name in headers for name in _FORWARDED):
            return False
        return (
            tuple(socket) == self._results
            and is_loopback(client[0])
            and _names_loopback(headers.get("host", ""))
        )


def _names_loopback(host: str) -> bool:
    """Whether the browser asked for this machine by a name no other site can take (DNS rebinding)."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return is_loopback(name.strip("[]"))
