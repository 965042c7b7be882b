"""The kinds of route there are; any other is not mounted."""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sync.central.accounts.power import Power
from sync.central.accounts.sessions import Stage
from sync.central.web.security import protect

Answer = Callable[[Request], Awaitable[Response]]


class Guarded(Route):
    """A route for signed-in people who have `power`; made by the gate."""

    def __init__(self, path: str, answer: Answer, method: str, power: Power) -> None:
        super().__init__(path, answer, methods=[method])
        self.power = power


class Half(Route):
    """A route for whoever is in the middle of signing in; made by the gate."""

    def __init__(self, path: str, answer: Answer, method: str, stage: Stage) -> None:
        super().__init__(path, answer, methods=[method])
        self.stage = stage


class Public(Route):
    """A route for everybody."""

    def __init__(
        self, path: str, endpoint: Callable[[Request], object], methods: Sequence[str] = ("GET",)
    ) -> None:
        super().__init__(path, endpoint, methods=list(methods))


class Unguarded(Exception):
    """A route that names neither a power nor that it is public must not be mounted."""


def public(path: str, endpoint: Callable[[Request], object], methods: Sequence[str] = ("GET",)) -> Public:
    """A route that anybody may ask, signed in or not."""
    return Public(path, endpoint, methods)


def only_guarded(routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """These routes, if each says who may ask; the one door through which the application mounts pages.

    Raises:
        Unguarded: one does not.
    """
    for route in routes:
        if not isinstance(route, Guarded | Half | Public):
            raise Unguarded(f"{route}: make it with Gate.page, Gate.form or public")
    return list(routes)


def only_kiosks(routes: Sequence[Route]) -> list[Route]:
    """These routes, if all are at the kiosks' address, where each request is judged by its signature.

    Raises:
        Unguarded: one is a people's route.
    """
    for route in routes:
        if not route.path.startswith("/api/"):
            raise Unguarded(f"{route.path}: people's routes are made by the gate")
    return list(routes)


def to_sign_in(request: Request) -> Response:
    """Ask the browser to sign in first, and to come back to a page it asked for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = request.method in ("GET", "HEAD") and asked != "/" and not asked.startswith("/sign-in")
    return see(f"/sign-in?next={quote(asked, safe='')}" if wanted else "/sign-in")


def see(path: str) -> Response:
    """Let the browser open another page of ours."""
    return protect(RedirectResponse(path, 303))


def own_path(text: str) -> str:
    """The path if it is one of this server's, otherwise the first page: nobody is led elsewhere."""
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if plain and len(text) < 2_000 else "/"
