"""One request at the counter's door: read with limits and a deadline, judged, answered, done.

The standard library's parser, since the kiosk carries no web framework and needs one route. What it lacks
is here: its own limits are 64 KiB a line and a time-out per read, so a trickle would hold a thread for ever.
"""

import io
import logging
import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Final

from kiosk.desk.call_answers import Answer, Code, Refused, refusal, written
from kiosk.desk.calls import read_call

if TYPE_CHECKING:
    from kiosk.desk.call_door import Door

PATH: Final = "/v1/calls"
MAX_HEAD_BYTES: Final = 8 * 1024
MAX_BODY_BYTES: Final = 4 * 1024
ANSWER_SECONDS: Final = 1.0
TOO_SLOW: Final = "the request did not arrive in time"

log = logging.getLogger(__name__)


class Unfit(Exception):
    """A request that is answered before it is read whole."""

    def __init__(self, code: Code, title: str, *headers: tuple[str, str]) -> None:
        super().__init__(title)
        self.answer = refusal(Refused(code, title), *headers)


class Incoming(io.RawIOBase):
    """A connection's bytes: at most what is allowed, until a moment that no trickle moves."""

    def __init__(self, connection: socket.socket, until_s: float) -> None:
        super().__init__()
        self._connection = connection
        self._until_s = until_s
        self.allowed_bytes = MAX_HEAD_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Into `buffer` what there is, as soon as there is any.

        Raises:
            Unfit: too much, or too late.
        """
        left_s = self._until_s - time.monotonic()
        if self.allowed_bytes == 0:
            raise Unfit(Code.HEAD_TOO_LARGE, f"at most {MAX_HEAD_BYTES} bytes of headers")
        if left_s <= 0:
            raise Unfit(Code.TOO_SLOW, TOO_SLOW)
        try:
            self._connection.settimeout(left_s)
            count = self._connection.recv_into(memoryview(buffer)[: self.allowed_bytes])
        except TimeoutError:
            raise Unfit(Code.TOO_SLOW, TOO_SLOW) from None
        self.allowed_bytes -= count
        return count


class CallRequest(BaseHTTPRequestHandler):
    """Reads one request; http.server makes an object of it per connection and calls `handle`."""

    server: "Door"
    protocol_version = "HTTP/1.1"
    command = ""

    def setup(self) -> None:
        """The connection, its bytes counted and timed."""
        super().setup()
        self.rfile.close()
        self._incoming = Incoming(self.connection, time.monotonic() + self.server.deadline_seconds)
        self.rfile = io.BufferedReader(self._incoming, 1024)

    def handle(self) -> None:
        """One request, one answer; the connection then ends."""
        try:
            self.handle_one_request()
        except Unfit as unfit:
            self._answer(unfit.answer)

    def do_POST(self) -> None:
        """Judge the request."""
        self._answer(self._judged())

    do_DELETE = do_GET = do_HEAD = do_OPTIONS = do_PATCH = do_PUT = do_POST  # noqa: N815 (http.server's names)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server itself refuses, said as we say it."""
        if code == 501:
            self._answer(refusal(Refused(Code.METHOD, "POST only"), ("Allow", "POST")))
        elif code in (414, 431):
            self._answer(refusal(Refused(Code.HEAD_TOO_LARGE, "headers too long or too many")))
        else:
            self._answer(refusal(Refused(Code.FRAMING, "not an HTTP/1.1 request")))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (http.server's name)
        """Nothing: who calls when is nobody's business."""

    def _judged(self) -> Answer:
        counter = self._counter()
        read = read_call(self._body())
        if isinstance(read, Refused):
            return refusal(read)
        call, warnings = read
        if call.counter != counter:
            return refusal(Refused(Code.OTHER_COUNTER, "the token is another counter's"))
        try:
            refused = self.server.hand_over(call)
        except Exception:
            log.exception("the kiosk could not take a call")
            return refusal(Refused(Code.FAULT, "the kiosk could not take the call"))
        if refused is not None:
            return refusal(refused)
        return Answer(202, {"warnings": warnings})

    def _counter(self) -> str:
        if self.path != PATH:
            raise Unfit(Code.ABSENT, f"there is {PATH} only")
        if self.command != "POST":
            raise Unfit(Code.METHOD, "POST only", ("Allow", "POST"))
        counter = self.server.tokens.counter_of(self.headers.get("Authorization", ""))
        if counter is None:
            raise Unfit(Code.TOKEN, "a counter's token is needed", ("WWW-Authenticate", "Bearer"))
        if not self.server.allows(counter):
            raise Unfit(Code.SLOW_DOWN, "too many calls in a minute", ("Retry-After", "60"))
        if self.headers.get_content_type() != "application/json":
            raise Unfit(Code.MEDIA_TYPE, "application/json only")
        return counter

    def _body(self) -> bytes:
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or len(lengths) != 1:
            raise Unfit(Code.LENGTH, "one Content-Length is needed, and no Transfer-Encoding")
        if not (lengths[0].isascii() and lengths[0].isdigit()):
            raise Unfit(Code.FRAMING, "Content-Length is no number")
        length = lengths[0].lstrip("0") or "0"
        if len(length) > 9 or int(length) > MAX_BODY_BYTES:
            raise Unfit(Code.TOO_LARGE, f"at most {MAX_BODY_BYTES} bytes")
        self._incoming.allowed_bytes = int(length) + 1  # what was read ahead of the head's end is part of it
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Unfit(Code.FRAMING, "the body ended early")
        return body

    def _answer(self, answer: Answer) -> None:
        self.close_connection = True
        self.connection.settimeout(ANSWER_SECONDS)
        self.wfile.write(written(answer, with_body=self.command != "HEAD"))
