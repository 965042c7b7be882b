"""A small door: takes a bounded number of connections, each in a thread with a deadline, and ends cleanly."""

import logging
import socket
import socketserver
import ssl
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sync.wire.request import OneRequest

POLL_SECONDS: Final = 0.1
FAREWELL_SECONDS: Final = 1.0
FAREWELL_BYTES: Final = 1024 * 1024

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NotListening:
    """The address cannot be had; what was to be heard there is not, and all else goes on."""

    detail: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most connections at once, in all and from one caller; `deadline_seconds` for a whole request."""

    connections: int
    connections_a_caller: int
    deadline_seconds: float


class Door(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Listens from its making until `close`; `name` is that of its thread.

    Whoever finds no room is sent `busy`, if there is no TLS (`context`) to speak first.
    """

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # on Windows it would let another program listen, too

    def __init__(
        self,
        host: str,
        port: int,
        request: "type[OneRequest]",
        bounds: Bounds,
        *,
        name: str,
        busy: bytes = b"",
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Raises OSError where the address cannot be had."""
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.request_queue_size = bounds.connections
        self.bounds = bounds
        self.closing = False
        self._busy = busy
        self._context = context
        self._changed = threading.Condition()
        self._inside: dict[socket.socket, str] = {}
        super().__init__((host, port), request)
        self.port = int(self.socket.getsockname()[1])
        threading.Thread(target=self.serve_forever, args=[POLL_SECONDS], name=name, daemon=True).start()

    def close(self) -> None:
        """Listen no more, end every connection; waits at most 2 s for one that is being answered."""
        self.closing = True
        self.shutdown()
        self.server_close()
        with self._changed:
            for connection in self._inside:
                _shut(connection, socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._inside, timeout=2)

    def get_request(self) -> tuple[socket.socket, Any]:
        """The next connection; its TLS begins in its own thread."""
        connection, caller = super().get_request()
        if self._context is None:
            return connection, caller
        return self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), caller

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Let a connection in where there is room, for it and for others beside its caller."""
        caller = str(client_address[0])
        with self._changed:
            callers = list(self._inside.values())
            alone = callers.count(caller) < self.bounds.connections_a_caller
            if len(callers) < self.bounds.connections and alone:
                self._inside[request] = caller
                return True
        if self._context is None:
            with suppress(OSError):
                request.setblocking(False)
                request.send(self._busy)
        return False

    def shutdown_request(self, request: Any) -> None:
        """End a connection; one cut off while it still sends would never see our answer.

        TLS knows no end of one direction alone: to a caller that still sends it would be a fault.
        """
        if request in self._inside:
            if not _speaks_tls(request):
                _shut(request, socket.SHUT_WR)
            _drain(request)
        self.close_request(request)
        with self._changed:
            self._inside.pop(request, None)
            self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nothing to tell; anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            log.exception("a request could not be answered")


def _speaks_tls(connection: socket.socket) -> bool:
    return isinstance(connection, ssl.SSLSocket) and connection.version() is not None


def _shut(connection: socket.socket, how: int) -> None:
    with suppress(OSError):
        connection.shutdown(how)


def _drain(connection: socket.socket) -> None:
    until_s, left_bytes = time.monotonic() + FAREWELL_SECONDS, FAREWELL_BYTES
    with suppress(OSError):
        while left_bytes > 0 and (left_s := until_s - time.monotonic()) > 0:
            connection.settimeout(left_s)
            count = len(connection.recv(4096))
            left_bytes = left_bytes - count if count else 0
