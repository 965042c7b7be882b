"""The small central server behind a real socket, where answers can be bent byte by byte."""

import ssl
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from sync.agent.carrier import Ask, Reply
from sync.contract.http_signature import SignedBy, verify_request
from tests.agent.central import Central

Write = Callable[["Handler", Reply], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def handle_request(self) -> None:
        peer = self.server.peer
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        peer.headers.append(dict(self.headers.items()))
        if "Signature" in self.headers:
            url = f"http://{self.headers['Host']}{self.path}"
            peer.signers.append(verify_request(self.command, url, peer.headers[-1], body))
        bend = peer.bends.popleft() if peer.bends and not path.endswith("/time") else good
        bend(self, peer.central.answer(Ask(self.command, path, query, body)))

    do_GET = do_POST = do_PUT = handle_request  # noqa: N815

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, peer: "Peer") -> None:
        self.peer = peer
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up."""


class Peer:
    """Listens on a free loopback port; `bends` are taken one per request, the time's apart."""

    def __init__(self, central: Central, context: ssl.SSLContext | None = None) -> None:
        self.central = central
        self.bends: deque[Write] = deque()
        self.headers: list[dict[str, str]] = []
        self.signers: list[SignedBy] = []
        self._server = _Server(self)
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "http" if context is None else "https"
        self.address = f"{scheme}://127.0.0.1:{self._server.server_port}"
        central.address = self.address
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "Peer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def good(handler: Handler, reply: Reply) -> None:
    """The reply as it is."""
    _head(handler, reply.status, {"Content-Type": reply.media_type}, len(reply.body))
    handler.wfile.write(reply.body)


def says(status: int, body: bytes = b"", **headers: str) -> Write:
    """Something else in the reply's place; header names with `_` for `-`."""

    def write(handler: Handler, _reply: Reply) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        _head(handler, status, named, len(body))
        handler.wfile.write(body)

    return write


def replies(reply: Reply, **headers: str) -> Write:
    """Another reply in its place."""
    return says(reply.status, reply.body, Content_Type=reply.media_type, **headers)


def lost(handler: Handler, _reply: Reply) -> None:
    """The server did its work; the line was cut before it answered."""
    handler.close_connection = True


def truncated(handler: Handler, reply: Reply) -> None:
    """The line was cut within the answer."""
    _head(handler, reply.status, {"Content-Type": reply.media_type}, len(reply.body))
    handler.wfile.write(reply.body[: len(reply.body) // 2])
    handler.close_connection = True


def oversized(handler: Handler, reply: Reply) -> None:
    """A true answer followed by more than anybody asked for."""
    body = reply.body + b" " * (1 << 20)
    _head(handler, reply.status, {"Content-Type": reply.media_type}, len(body))
    handler.wfile.write(body)


def garbage(handler: Handler, _reply: Reply) -> None:
    """Not HTTP at all."""
    handler.wfile.write(b"220 mail.example ESMTP\r\n\r\n")
    handler.close_connection = True


def _head(handler: Handler, status: int, headers: dict[str, str], length: int) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
