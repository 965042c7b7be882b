"""The gate: the one place that decides who may ask for a page. Every people's route is made here."""

from collections.abc import Callable, Sequence
from hmac import compare_digest
from typing import Final, NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sync.central.accounts.cookies import read_cookie, scheme_of
from sync.central.accounts.policy import Policy
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader, read_reader
from sync.central.accounts.sessions import Stage, find_session, mark_seen, token_of
from sync.central.api.callers import Callers
from sync.central.api.state import State
from sync.central.database.engine import reading, writing
from sync.central.web.forms import Form, FormRefused, Limits, judge_origin, read_form
from sync.central.web.frame import TOKEN_FIELD, Frame, Section
from sync.central.web.pages import Pages, open_pages
from sync.central.web.security import protect

Show = Callable[[Request, Reader], Response]
Submit = Callable[[Request, Reader, Form], Response]
_SMALL: Final = Limits()


class Guarded(Route):
    """A route for signed-in people who have `power`."""

    power: Power


class Public(Route):
    """A route for everybody."""


class Unguarded(Exception):
    """A route that names neither a power nor that it is public must not be mounted."""


class _Known(NamedTuple):
    reader: Reader
    token: str


class Gate:
    """Makes the routes of every room; knows who is signed in."""

    def __init__(self, state: State, callers: Callers, policy: Policy) -> None:
        self.state = state
        self.callers = callers
        self.policy = policy
        self.pages: Pages = open_pages(__package__)
        self._sections: list[tuple[Section, Power]] = []

    def page(
        self, path: str, power: Power, show: Show, *, section: str | None = None, name: str | None = None
    ) -> Guarded:
        """GET `path` for whoever has `power`; with `section` (a shared word) it stands in the header.

        `show` runs beside the event loop; its reader's scope is that of `power`.
        """
        if section is not None:
            self._sections.append((Section(path, section), power))

        async def answer(request: Request) -> Response:
            known = await self.state.work(self._known, request)
            if known is None:
                return to_sign_in(request)
            return await self.state.work(self._shown, request, known, power, show)

        return self._guarded(path, answer, power, ["GET"], name)

    def form(self, path: str, power: Power, submit: Submit, *, limits: Limits = _SMALL) -> Guarded:
        """POST `path` for whoever has `power`: a form that a page of ours sent, with the session's token."""

        async def answer(request: Request) -> Response:
            known = await self.state.work(self._known, request)
            if known is None:
                return to_sign_in(request)
            self._frame(request, known)
            try:
                judge_origin(request, scheme_of(request))
                form = await read_form(request, limits)
                if not compare_digest(form.secret(TOKEN_FIELD).encode(), known.token.encode()):
                    raise FormRefused("refused_token", 403)
            except FormRefused as refused:
                return self.refusal(request, refused.word, refused.status)

            def show(request: Request, reader: Reader) -> Response:
                return submit(request, reader, form)

            return await self.state.work(self._shown, request, known, power, show)

        return self._guarded(path, answer, power, ["POST"], None)

    def refusal(self, request: Request, word: str, status: int) -> Response:
        """A page that says in `word` why not."""
        return self.pages.show(request, "refused.html", {"word": word}, status=status)

    def _shown(self, request: Request, known: _Known, power: Power, show: Show) -> Response:
        self._frame(request, known)
        if not known.reader.may(power):
            return self.refusal(request, "refused_power", 403)
        try:
            return show(request, known.reader.asking(power))
        except Absent:
            return self.refusal(request, "absent", 404)

    def _known(self, request: Request) -> _Known | None:
        secret = read_cookie(request)
        if not secret:
            return None
        now_ms = self.state.clock.wall_ms()
        with reading(self.state.engine) as connection:
            session = find_session(connection, secret, self.policy, now_ms)
            if session is None or session.stage is not Stage.FULL:
                return None
            reader = read_reader(connection, session.account, self.policy.roles, session.digest)
        if session.due:
            with writing(self.state.engine) as connection:
                mark_seen(connection, session, now_ms)
        return None if reader is None else _Known(reader, token_of(secret))

    def _frame(self, request: Request, known: _Known) -> None:
        reader = known.reader
        sections = tuple(section for section, power in self._sections if reader.may(power))
        request.state.frame = Frame(sections, reader.name, known.token, reader.language)

    def _guarded(
        self,
        path: str,
        answer: Callable[[Request], object],
        power: Power,
        methods: list[str],
        name: str | None,
    ) -> Guarded:
        route = Guarded(path, answer, methods=methods, name=name)
        route.power = power
        return route


def public(path: str, endpoint: Callable[[Request], object], methods: Sequence[str] = ("GET",)) -> Public:
    """A route that anybody may ask, signed in or not."""
    return Public(path, endpoint, methods=list(methods))


def only_guarded(routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """These routes, if each says who may ask; the one door through which the application mounts pages.

    Raises:
        Unguarded: one does not.
    """
    for route in routes:
        if not isinstance(route, Guarded | Public):
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
    back = f"?next={quote(asked, safe='')}" if request.method == "GET" and asked != "/" else ""
    return protect(RedirectResponse(f"/sign-in{back}", 303))
