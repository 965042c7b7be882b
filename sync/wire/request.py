"""One request at a door: read with limits and a deadline, judged, answered, done.

The standard library's parser, since a kiosk carries no web framework and needs few routes. What it lacks is
here: its own limits are 64 KiB a line and a time-out per read, so a trickle would hold a thread for ever.
"""

import io
import socket
import ssl
import time
from enum import Enum
from http.server import BaseHTTPRequestHandler
from typing import Any, Final

from sync.wire.answer import Answer, written
from sync.wire.door import Door

MAX_HEAD_BYTES: Final = 8 * 1024
TOO_SLOW: Final = "the request did not arrive in time"


class Flaw(Enum):
    """Why a request is answered before it is read whole, or understood; the value is its HTTP status."""

    FRAMING = 400
    METHOD = 405
    TOO_SLOW = 408
    LENGTH = 411
    TOO_LARGE = 413
    HEAD_TOO_LARGE = 431


class Flawed(Exception):
    """A request that has a flaw; `title` says it to people."""

    def __init__(self, flaw: Flaw, title: str) -> None:
        super().__init__(title)
        self.flaw = flaw
        self.title = title


class Unfit(Exception):
    """A request that is answered before it is read whole."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


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
            Flawed: too much, or too late.
        """
        left_s = self._until_s - time.monotonic()
        if self.allowed_bytes == 0:
            raise Flawed(Flaw.HEAD_TOO_LARGE, f"at most {MAX_HEAD_BYTES} bytes of headers")
        if left_s <= 0:
            raise Flawed(Flaw.TOO_SLOW, TOO_SLOW)
        try:
            self._connection.settimeout(left_s)
            count = self._connection.recv_into(memoryview(buffer)[: self.allowed_bytes])
        except TimeoutError:
            raise Flawed(Flaw.TOO_SLOW, TOO_SLOW) from None
        self.allowed_bytes -= count
        return count


class OneRequest(BaseHTTPRequestHandler):
    """Reads one request; http.server makes an object of it per connection and calls `handle`.

    A room's own class judges it: `judged`, and `refused` for flaws. Both may raise Unfit.
    """

    server: Door
    protocol_version = "HTTP/1.1"
    command = ""
    answer_seconds = 1.0

    def judged(self) -> Answer:
        """What to answer to the request whose head was read."""
        raise NotImplementedError

    def refused(self, flawed: Flawed) -> Answer:
        """What to answer to a request with a flaw."""
        raise NotImplementedError

    def setup(self) -> None:
        """The connection, its bytes counted and timed; TLS has its part of the same time."""
        super().setup()
        until_s = time.monotonic() + self.server.bounds.deadline_seconds
        if isinstance(self.connection, ssl.SSLSocket):
            self.connection.settimeout(self.server.bounds.deadline_seconds)
            self.connection.do_handshake()
        self.rfile.close()
        self._incoming = Incoming(self.connection, until_s)
        self.rfile = io.BufferedReader(self._incoming, 1024)

    def handle(self) -> None:
        """One request, one answer; the connection then ends."""
        try:
            self.handle_one_request()
        except Unfit as unfit:
            self._answer(unfit.answer)
        except Flawed as flawed:
            self._answer(self.refused(flawed))

    def do_POST(self) -> None:
        """Judge the request."""
        self._answer(self.judged())

    do_DELETE = do_GET = do_HEAD = do_OPTIONS = do_PATCH = do_PUT = do_POST  # noqa: N815 (http.server's names)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server itself refuses, said as we say it."""
        if code == 501:
            flawed = Flawed(Flaw.METHOD, "no such method here")
        elif code in (414, 431):
            flawed = Flawed(Flaw.HEAD_TOO_LARGE, "headers too long or too many")
        else:
            flawed = Flawed(Flaw.FRAMING, "not an HTTP/1.1 request")
        self._answer(self.refused(flawed))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (http.server's name)
        """Nothing: who calls when is nobody's business."""

    def body(self, limit: int) -> bytes:
        """The request's body, at most `limit` bytes.

        Raises:
            Flawed: larger, cut short, too slow, or of a length nobody told.
        """
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or len(lengths) != 1:
            raise Flawed(Flaw.LENGTH, "one Content-Length is needed, and no Transfer-Encoding")
        if not (lengths[0].isascii() and lengths[0].isdigit()):
            raise Flawed(Flaw.FRAMING, "Content-Length is no number")
        length = lengths[0].lstrip("0") or "0"
        if len(length) > 9 or int(length) > limit:
            raise Flawed(Flaw.TOO_LARGE, f"at most {limit} bytes")
        self._incoming.allowed_bytes = int(length) + 1  # what was read ahead of the head's end is part of it
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Flawed(Flaw.FRAMING, "the body ended early")
        return body

    def _answer(self, answer: Answer) -> None:
        self.close_connection = True
        self.connection.settimeout(self.answer_seconds)
        self.wfile.write(written(answer, with_body=self.command != "HEAD"))
