"""Routes for everybody, where no session tells callers apart: each network is paced, and all together."""

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from sync.central.accounts.routing import Public, public
from sync.central.api.callers import Callers
from sync.central.api.pacing import Pacing
from sync.central.api.state import State
from sync.central.web.forms import Form, FormRefused, Limits, read_form
from sync.central.web.frame import Frame
from sync.central.web.pages import open_pages

Show = Callable[[Request], Response]
Submit = Callable[[Request, Form], Response]

_LIMITS: Final = Limits(size=16 * 1024, fields=100)
_NOBODY: Final = Frame((), "", "")


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
            return _untraced(await self._state.work(show, request))

        return public(path, answer)

    def form(self, path: str, submit: Submit) -> Public:
        """POST `path`: a form, in nobody's name, whose address is all that it may do.

        So no origin has to prove it: an old browser names none for a page without referrer.
        """

        async def answer(request: Request) -> Response:
            if late := self._late(request):
                return late
            try:
                if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                    raise FormRefused("refused_origin", 403)
                form = await read_form(request, _LIMITS)
            except FormRefused as refused:
                return self._refusal(request, refused.word, refused.status)
            return _untraced(await self._state.work(submit, request, form))

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
        return _untraced(self._pages.show(request, "open_refused.html", {"word": word}, status=status))


def _untraced(response: Response) -> Response:
    """Name the page to nobody, not even to this server's own log: its address may hold a token."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
