"""The public pages: /T/{token} (QR codes are upper case), /t/{token}, /r, and the look of every page."""

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.routing import public
from sync.central.api.callers import Callers
from sync.central.api.state import State
from sync.central.public.answers import AnswersOf, no_answers
from sync.central.public.pacing import Pacing
from sync.central.public.phone import Phone
from sync.central.web.forms import Form, FormRefused, Limits, judge_origin, read_form
from sync.central.web.frame import Frame
from sync.central.web.look import PLACE, load_look
from sync.central.web.pages import open_pages
from sync.central.web.transport import scheme_of

_PACKAGE: Final = "sync.central.public"
_LIMITS: Final = Limits(size=16 * 1024, fields=100)

Show = Callable[[Request], Response]
Submit = Callable[[Request, Form], Response]


def routes(
    state: State, callers: Callers, processes: int = 1, answers_of: AnswersOf = no_answers
) -> list[Route]:
    """Return the routes that anyone may ask; `callers` tells who does, `answers_of` what was answered."""
    pages = open_pages(_PACKAGE)
    pacing = Pacing(callers, state.clock.up_ms, processes)
    phone = Phone(state, pages, answers_of)

    def later(request: Request) -> Response | None:
        request.state.frame = Frame((), "", "")
        wait_ms = pacing.wait_ms(request)
        if not wait_ms:
            return None
        response = pages.show(request, "slow_down.html", {}, status=429)
        response.headers["Retry-After"] = str(-(-wait_ms // 1_000))
        return response

    def page(path: str, show: Show) -> Route:
        async def answer(request: Request) -> Response:
            if late := later(request):
                return late
            return await state.work(show, request)

        return public(path, answer)

    def form(path: str, submit: Submit) -> Route:
        async def answer(request: Request) -> Response:
            if late := later(request):
                return late
            try:
                judge_origin(request, scheme_of(request))
                sent = await read_form(request, _LIMITS)
            except FormRefused as refused:
                return pages.show(request, "refused.html", {"word": refused.word}, status=refused.status)
            return await state.work(submit, request, sent)

        return public(path, answer, ["POST"])

    tokens = ("/T/{token}", "/t/{token}")
    return [
        *(page(path, phone.show) for path in tokens),
        *(form(path, phone.take) for path in tokens),
        page("/r", phone.ask_code),
        form("/r", phone.show_coded),
        public(PLACE, load_look().serve),
    ]
