"""Routes for everybody, where no session tells callers apart: each network is paced, and all together."""

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from sync.central.accounts.routing import Public, public
from sync.central.api.callers import Callers
from sync.central.api.pacing import Pacing
from sync.central.api.state import State
from sync.central.web.forms import Form, FormRefused, Limits, judge_origin, read_form
from sync.central.web.frame import Frame
from sync.central.web.pages import open_pages
from sync.central.web.transport import scheme_of

Show = Callable[[Request], Response]
Submit = Callable[[Request, Form], Response]

_LIMITS: Final = Limits(size=16 * 1024, fields=100)
_NOBODY: Final = Frame((), frozenset(), "", "")


class OpenDoor:
    """Makes routes that anybody may ask, as often as `Pacing` lets them; answers are made beside the loop."""

    def __init__(self, state: State, callers: Callers) -> None:
        self._state = state
        self._pages = open_pages("sync.central.accounts")
        self._pacing = Pacing(callers, state.clock.up_ms, state.settings.processes)

    def page(self, path: str, show: Show) -> Public:
        """GET `path`."""

        async def answer(request: Request) -> Response:
            if late := self._late(request):
                return late
            return await self._state.work(show, request)

        return public(path, answer)

    def form(self, path: str, submit: Submit) -> Public:
        """POST `path`: a form that a page of this server sent."""

        async def answer(request: Request) -> Response:
            if late := self._late(request):
                return late
            try:
                judge_origin(request, scheme_of(request))
                form = await read_form(request, _LIMITS)
            except FormRefused as refused:
                return self._refusal(request, refused.word, refused.status)
            return await self._state.work(submit, request, form)

        return public(path, answer, ["POST"])

    def _late(self, request: Request) -> Response | None:
        request.state.frame = _NOBODY
        wait_ms = self._pacing.wait_ms(request)
        if not wait_ms:
            return None
        response = self._refusal(request, "slow_down", 429)
        response.headers["Retry-After"] = str(-(-wait_ms // 1_000))
        return response

    def _refusal(self, request: Request, word: str, status: int) -> Response:
        return self._pages.show(request, "open_refused.html", {"word": word}, status=status)
