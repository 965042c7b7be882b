"""The session's cookie. Over TLS it is bound to this host and never sent in the open."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from sync.contract.loopback import is_loopback

_SECURE: Final = "__Host-hailong"
_OPEN: Final = "hailong"
"""Only for a browser on the server's own machine, where there is no TLS."""


def scheme_of(request: Request) -> str:
    """How the browser called: https, unless it named this machine and the connection is plain.

    A plain connection under another name comes from a proxy that ends TLS: nobody else may call without it.
    """
    host = request.url.hostname or ""
    return "http" if request.url.scheme == "http" and is_loopback(host) else "https"


def read_cookie(request: Request) -> str | None:
    """The session's secret, if the browser has one."""
    return request.cookies.get(_SECURE if scheme_of(request) == "https" else _OPEN)


def give_cookie(request: Request, response: Response, secret: str) -> None:
    """Let the browser keep the session's secret until it is closed."""
    secure = scheme_of(request) == "https"
    name = _SECURE if secure else _OPEN
    response.set_cookie(name, secret, path="/", secure=secure, httponly=True, samesite="lax")


def take_cookie(request: Request, response: Response) -> None:
    """Let the browser forget it, and all that it may have kept of our pages."""
    secure = scheme_of(request) == "https"
    response.delete_cookie(
        _SECURE if secure else _OPEN, path="/", secure=secure, httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
