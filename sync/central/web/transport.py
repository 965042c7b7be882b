"""How a browser called: over TLS, or in the open, which only this very machine may."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.contract.loopback import is_loopback

_STAY: Final = "max-age=31536000"


def scheme_of(request: HTTPConnection) -> str:
    """How the browser called: https, unless it named this machine and the connection is plain.

    A plain connection under another name comes from a proxy that ends TLS: nobody else may call without it.
    """
    host = request.url.hostname or ""
    return "http" if request.url.scheme == "http" and is_loopback(host) else "https"


class StayOnTls:
    """Tells whoever called over TLS never to call otherwise (RFC 6797)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scheme_of(HTTPConnection(scope)) != "https":
            await self._app(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Strict-Transport-Security"] = _STAY
            await send(message)

        await self._app(scope, receive, tell)
