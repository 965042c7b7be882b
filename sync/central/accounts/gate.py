"""The gate: the one place that decides who may ask for a page. Every people's route is made here."""

from collections.abc import Awaitable, Callable, Mapping
from hmac import compare_digest
from http import HTTPStatus
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from sync.central.accounts.cookies import read_cookie
from sync.central.accounts.policy import Policy
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader, read_reader
from sync.central.accounts.refusals import Refusals
from sync.central.accounts.routing import Guarded, Half, Public, own_path, see, to_sign_in
from sync.central.accounts.sessions import Session, Stage, Visitor, find_session, mark_seen, token_of
from sync.central.accounts.vault import Vault
from sync.central.api.callers import Callers
from sync.central.api.pace import Pace
from sync.central.api.state import State
from sync.central.database.engine import reading, writing
from sync.central.web.forms import Form, FormRefused, Limits, judge_origin, read_form
from sync.central.web.frame import TOKEN_FIELD, Frame, Section
from sync.central.web.pages import open_pages
from sync.central.web.transport import scheme_of

Show = Callable[[Request, Reader], Response]
Submit = Callable[[Request, Reader, Form], Response]
HalfShow = Callable[[Request, Session], Response]
HalfSubmit = Callable[[Request, Session, Form], Response]
OpenShow = Callable[[Request], Response]
Awaited = Callable[[Request], Awaitable[Response]]
OpenSubmit = Callable[[Request, Form], Response]

_SMALL: Final = Limits()
_PAGE_MS, _FORM_MS = 100, 1_000


class _Known(NamedTuple):
    session: Session
    reader: Reader
    token: str


class Gate(Refusals):
    """Makes the routes of every room; knows who is signed in."""

    def __init__(self, state: State, callers: Callers, policy: Policy) -> None:
        self.state = state
        self.callers = callers
        self.policy = policy
        self.vault = Vault(state.identity)
        super().__init__(open_pages(__package__))
        self._sections: list[tuple[Section, Power]] = []
        self._pages: dict[str, Power] = {}
        self._paces = {
            "GET": Pace(policy.pages_at_once, _PAGE_MS),
            "POST": Pace(policy.forms_at_once, _FORM_MS),
        }

    def page(self, path: str, power: Power, show: Show, *, section: str | None = None) -> Guarded:
        """GET `path` for whoever has `power`; with `section` (a shared word) it stands in the header.

        `show` runs beside the event loop; its reader's scope is that of `power`.
        """
        if section is not None:
            self._sections.append((Section(path, section), power))
        self._pages[path] = power

        async def answer(request: Request) -> Response:
            known = await self._enter(request, Stage.FULL)
            if isinstance(known, Response):
                return known
            return await self.state.work(self._decide, request, known, power, show)

        return Guarded(path, answer, "GET", power)

    def form(self, path: str, power: Power, submit: Submit, *, limits: Limits = _SMALL) -> Guarded:
        """POST `path` for whoever has `power`: a form that a page of ours sent, with the session's token."""

        async def answer(request: Request) -> Response:
            known = await self._enter(request, Stage.FULL)
            if isinstance(known, Response):
                return await self._keep_typed(request, limits, known)
            if not known.reader.may(power):
                return self.refusal(request, "refused_power", HTTPStatus.FORBIDDEN)
            form = await self._read(request, limits, known.token)
            if isinstance(form, Response):
                return form

            def show(request: Request, reader: Reader) -> Response:
                return submit(request, reader, form)

            return await self.state.work(self._decide, request, known, power, show)

        return Guarded(path, answer, "POST", power)

    def half_page(self, path: str, stage: Stage, show: HalfShow) -> Half:
        """GET `path` in the middle of signing in."""

        async def answer(request: Request) -> Response:
            known = await self._enter(request, stage)
            if isinstance(known, Response):
                return known
            return await self.state.work(show, request, known.session)

        return Half(path, answer, "GET", stage)

    def half_form(self, path: str, stage: Stage, submit: HalfSubmit) -> Half:
        """POST `path` in the middle of signing in."""

        async def answer(request: Request) -> Response:
            known = await self._enter(request, stage)
            if isinstance(known, Response):
                return known
            form = await self._read(request, _SMALL, known.token)
            if isinstance(form, Response):
                return form
            return await self.state.work(submit, request, known.session, form)

        return Half(path, answer, "POST", stage)

    def open_page(self, path: str, show: OpenShow) -> Public:
        """GET `path` for anybody: a page with a form, before there is a session."""

        async def answer(request: Request) -> Response:
            if late := self._late(request, "", None):
                return late
            return await self.state.work(show, request)

        return Public(path, answer, ["GET"])

    def awaited_page(self, path: str, show: Awaited) -> Public:
        """GET `path` for anybody, where another server must be asked: `show` awaits it on the event loop."""

        async def answer(request: Request) -> Response:
            return self._late(request, "", None) or await show(request)

        return Public(path, answer, ["GET"])

    def open_form(self, path: str, submit: OpenSubmit) -> Public:
        """POST `path` for anybody, from a page of ours."""

        async def answer(request: Request) -> Response:
            if late := self._late(request, "", None):
                return late
            form = await self._read(request, _SMALL, None)
            return form if isinstance(form, Response) else await self.state.work(submit, request, form)

        return Public(path, answer, ["POST"])

    async def nowhere(
        self, request: Request, status: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        """What is no address here is absent, too: whoever is signed in stays so to the eye.

        A slash too many at its end is left out.
        """
        path = request.url.path.rstrip("/")
        if status == HTTPStatus.NOT_FOUND and path != request.url.path:
            return see(own_path(f"{path}?{request.url.query}" if request.url.query else path))
        known = await self.state.work(self._known, request, Stage.FULL) if read_cookie(request) else None
        self._frame(request, known)
        return self.absent(request, status, headers)

    def visitor(self, request: Request) -> Visitor:
        """Where a session is held."""
        return Visitor(self.callers.of(request), request.headers.get("user-agent", ""))

    def address(self, request: Request, path: str) -> str:
        """A path as an address that others can open: as this browser calls the server."""
        return f"{scheme_of(request)}://{request.url.netloc}{path}"

    def knows(self, request: Request) -> bool:
        """Whether somebody is signed in."""
        return self._known(request, Stage.FULL) is not None

    async def _enter(self, request: Request, stage: Stage) -> "_Known | Response":
        if late := self._late(request, self.callers.of(request), None):
            return late
        known = await self.state.work(self._known, request, stage)
        if known is None:
            return to_sign_in(request)
        return self._late(request, known.reader.account, known) or known

    def _late(self, request: Request, who: str, known: _Known | None) -> Response | None:
        self._frame(request, known)
        pace = self._paces["POST" if request.method == "POST" else "GET"]
        wait_ms = pace.wait_ms(who or self.callers.of(request), self.state.clock.up_ms())
        return self.wait(request, wait_ms) if wait_ms else None

    async def _read(self, request: Request, limits: Limits, token: str | None) -> Form | Response:
        try:
            judge_origin(request, scheme_of(request))
            form = await read_form(request, limits)
        except FormRefused as refused:
            return self.refusal(request, refused.word, refused.status)
        if token is not None and not compare_digest(form.secret(TOKEN_FIELD).encode(), token.encode()):
            return self.typed(request, form, "refused_token", HTTPStatus.FORBIDDEN)
        return form

    async def _keep_typed(self, request: Request, limits: Limits, led: Response) -> Response:
        """Where somebody is led whose session ended while they wrote; what they wrote is shown first."""
        if led.status_code != HTTPStatus.SEE_OTHER:
            return led
        form = await self._read(request, limits, None)
        if isinstance(form, Response):
            return form
        typed = form.typed()
        return self.typed(request, form, "signed_out", HTTPStatus.UNAUTHORIZED) if typed else led

    def _decide(self, request: Request, known: _Known, power: Power, show: Show) -> Response:
        if not known.reader.may(power):
            if request.url.path == "/":  # everybody comes here first
                return see(self._first(known.reader))
            return self.refusal(request, "refused_power", HTTPStatus.FORBIDDEN)
        try:
            return show(request, known.reader.asking(power))
        except Absent:
            return self.absent(request)

    def _first(self, reader: Reader) -> str:
        mine = (section.path for section, power in self._sections if reader.may(power))
        return next(mine, "/account")

    def _known(self, request: Request, stage: Stage) -> _Known | None:
        secret = read_cookie(request)
        if not secret:
            return None
        now_ms = self.state.clock.wall_ms()
        with reading(self.state.engine) as connection:
            session = find_session(connection, secret, self.policy, now_ms)
            if session is None or session.stage is not stage:
                return None
            reader = read_reader(connection, session.account, self.policy.roles, session.digest)
        if session.due:
            with writing(self.state.engine) as connection:
                mark_seen(connection, session, now_ms)
        return None if reader is None else _Known(session, reader, token_of(secret))

    def _frame(self, request: Request, known: _Known | None) -> None:
        if known is None:
            request.state.frame = Frame((), "", "")
            return
        reader = known.reader
        whole = known.session.stage is Stage.FULL
        sections = tuple(section for section, power in self._sections if whole and reader.may(power))
        opened = frozenset(path for path, power in self._pages.items() if whole and reader.may(power))
        name = reader.name if whole else ""
        request.state.frame = Frame(sections, name, known.token, reader.language, opened)
