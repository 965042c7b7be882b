"""Around every request: its number, how long it took, what it was refused with; one line in the log."""

import logging
import re
import time
import uuid
from typing import Final

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central.accounts.refusals import Refusals
from sync.central.api.callers import Callers
from sync.central.api.refusal import Refused, problem
from sync.central.api.state import State
from sync.central.watch.logs import request_id
from sync.central.web.frame import Frame
from sync.central.web.pages import open_pages
from sync.contract.problems import MEDIA_TYPE, Code

HEADER: Final = "X-Request-ID"
WHILE_STOPPING: Final = ("/healthz", "/readyz", "/metrics")
_LOOK, _KIOSKS = "/look/", "/api/"
_COME_BACK_SECONDS: Final = 5
_NUMBER: Final = re.compile(r"[0-9A-Za-z-]{8,64}")

_log = logging.getLogger(__name__)


class _Coded(msgspec.Struct):
    code: str = ""


class Watched:
    """Stands around the whole application; a server that was asked to end begins nothing any more."""

    def __init__(self, app: ASGIApp, state: State, *, addresses: bool = False) -> None:
        self._app = app
        self._state = state
        self._callers = Callers(state.settings.proxy)
        self._addresses = addresses
        self._sorry = Refusals(open_pages("sync.central.accounts"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(send, self._number_of(scope))
        token, began = request_id.set(seen.number), time.monotonic()
        self._state.meters.began()
        self._state.stopping.under_way += 1
        try:
            await self._answer(scope, receive, seen.send)
        except Exception:
            if not seen.status:
                _log.exception("not answered")
                raise
        finally:
            self._tell(scope, seen, time.monotonic() - began)
            self._state.stopping.under_way -= 1
            request_id.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if self._state.stopping.asked and path not in WHILE_STOPPING and not path.startswith(_LOOK):
            response = self._come_back(Request(scope))
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _come_back(self, request: Request) -> Response:
        """A page for people's browsers, a problem document for everything else."""
        if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_KIOSKS):
            request.state.frame = Frame((), frozenset(), "", "")
            return self._sorry.later(request, _COME_BACK_SECONDS)
        later = Refused(Code.BUSY, "the server is being stopped", retry_after_s=_COME_BACK_SECONDS)
        return problem(later, self._state.server_id)

    def _number_of(self, scope: Scope) -> str:
        """The proxy's number for the request, or a new one: nobody else's word goes into the log."""
        told = Headers(scope=scope).get(HEADER, "")
        believed = self._callers.is_proxy(Request(scope)) and _NUMBER.fullmatch(told)
        return told if believed else uuid.uuid4().hex

    def _tell(self, scope: Scope, seen: "_Seen", seconds: float) -> None:
        route, method = getattr(scope.get("route"), "path", ""), scope["method"]
        self._state.meters.answered(method, route, seen.status, seconds)
        fields = {"method": method if method.isalpha() else "?", "route": route or "none"}
        told: dict[str, object] = {"status": seen.status, "ms": round(seconds * 1_000), "bytes": seen.size}
        if seen.code:
            self._state.meters.refused(seen.code)
            told["code"] = seen.code
        if self._addresses:
            told["caller"] = self._callers.of(Request(scope))
        _log.info("answered", extra={"fields": fields | told})


class _Seen:
    """What went out: `status` 0 where nothing did, `code` that of a refusal."""

    def __init__(self, send: Send, number: str) -> None:
        self._send = send
        self.number = number
        self.status = 0
        self.size = 0
        self.code = ""
        self._refuses = False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[HEADER] = self.number
            self._refuses = headers.get("content-type", "") == MEDIA_TYPE
        elif message["type"] == "http.response.body":
            body = message.get("body", b"")
            self.size += len(body)
            if self._refuses and body:
                self.code = msgspec.json.decode(body, type=_Coded).code
        await self._send(message)
