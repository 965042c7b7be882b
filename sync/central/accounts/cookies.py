"""Cookies: the session's, and a short one. Over TLS they are bound to this host and never sent in the open.

Without TLS only a browser on the server's own machine is answered as such.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from sync.central.web.transport import scheme_of

_SESSION: Final = "hailong"
_LEAVING: Final = "hailong-leaving"


def read_cookie(request: Request) -> str | None:
    """The session's secret, if the browser has one."""
    return request.cookies.get(_named(request, _SESSION))


def give_cookie(request: Request, response: Response, secret: str) -> None:
    """Let the browser keep the session's secret until it is closed."""
    _give(request, response, _SESSION, secret, None)


def take_cookie(request: Request, response: Response) -> None:
    """Let the browser forget it, and all that it may have kept of our pages."""
    _take(request, response, _SESSION)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def read_leaving(request: Request) -> str | None:
    """The state with which this browser left for the provider of identities."""
    return request.cookies.get(_named(request, _LEAVING))


def tie_leaving(request: Request, response: Response, state: str) -> None:
    """Tie the way back to this browser, for ten minutes."""
    _give(request, response, _LEAVING, state, 600)


def take_leaving(request: Request, response: Response) -> None:
    """It has come back."""
    _take(request, response, _LEAVING)


def _named(request: Request, name: str) -> str:
    return f"__Host-{name}" if scheme_of(request) == "https" else name


def _give(request: Request, response: Response, name: str, value: str, max_age: int | None) -> None:
    response.set_cookie(
        _named(request, name),
        value,
        max_age=max_age,
        path="/",
        secure=scheme_of(request) == "https",
        httponly=True,
        samesite="lax",
    )


def _take(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(
        _named(request, name),
        path="/",
        secure=scheme_of(request) == "https",
        httponly=True,
        samesite="lax",
    )
