"""From one step of signing in to the next, and at last to the page that was asked for."""

from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from sync.central.accounts.cookies import give_cookie
from sync.central.accounts.routing import own_path, see
from sync.central.accounts.sessions import Stage
from sync.central.accounts.signing_in import Passed
from sync.central.web.forms import Form

_NEXT: Final = {Stage.CODE: "/sign-in/code", Stage.SETUP: "/sign-in/setup"}


def go_on(request: Request, came: Passed, back: str) -> Response:
    """The next page, with the session's cookie."""
    where = _NEXT.get(came.stage)
    response = see(back if where is None else f"{where}{_query(back)}")
    give_cookie(request, response, came.secret)
    return response


def back_of(request: Request, form: Form) -> str:
    """The page that was asked for before signing in."""
    return own_path(form.text("next") or request.query_params.get("next", ""))


def _query(back: str) -> str:
    return "" if back == "/" else f"?next={quote(back, safe='')}"
