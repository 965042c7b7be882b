"""The counter's door: listens for calls in threads of its own, hands each to the kiosk, ends cleanly.

It speaks in the clear: a token overheard on the desk's own network can show a visit's first page, no more.
"""

import logging
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from kiosk.desk.call_answers import Code, Refused, refusal, written
from kiosk.desk.call_request import CallRequest
from kiosk.desk.calls import Call, Pace, Tokens

MAX_CONNECTIONS: Final = 16
MAX_CONNECTIONS_A_CALLER: Final = 4
DEADLINE_SECONDS: Final = 5.0
POLL_SECONDS: Final = 0.1
FAREWELL_SECONDS: Final = 1.0
FAREWELL_BYTES: Final = 64 * 1024
BUSY: Final = written(refusal(Refused(Code.BUSY, "too many connections"), ("Retry-After", "5")))

log = logging.getLogger(__name__)

Take = Callable[[Call], Refused | None]
"""Told of one call at a time, in a thread of the door; why it was not taken, None if it was."""


@dataclass(frozen=True, slots=True)
class NotListening:
    """The address cannot be had; the kiosk works without calls."""

    detail: str


class Door(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """A bounded number of connections, each in a thread; see `open_door`."""

    daemon_threads = True
    request_queue_size = MAX_CONNECTIONS
    allow_reuse_address = sys.platform != "win32"  # on Windows it would let another program listen, too

    def __init__(
        self, host: str, port: int, tokens: Tokens, take: Take, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        """Raises OSError where the address cannot be had."""
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.tokens = tokens
        self.deadline_seconds = deadline_seconds
        self._take = take
        self._taking = threading.Lock()
        self._pace = Pace()
        self._closing = False
        self._changed = threading.Condition()
        self._inside: dict[socket.socket, str] = {}
        super().__init__((host, port), CallRequest)
        self.port = int(self.socket.getsockname()[1])
        threading.Thread(target=self.serve_forever, args=[POLL_SECONDS], name="calls", daemon=True).start()

    def allows(self, counter: str) -> bool:
        """Whether this counter does not call too often."""
        with self._changed:
            return self._pace.allows(counter, time.monotonic())

    def hand_over(self, call: Call) -> Refused | None:
        """Why the kiosk did not take `call`; none is handed over once the door closes."""
        with self._taking:
            return Refused(Code.BUSY, "the kiosk is closing") if self._closing else self._take(call)

    def close(self) -> None:
        """Listen no more, end every connection; waits at most 2 s for a call that is being taken."""
        self._closing = True
        self.shutdown()
        self.server_close()
        with self._changed:
            for connection in self._inside:
                _shut(connection, socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._inside, timeout=2)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Let a connection in where there is room, for it and for others beside its caller."""
        caller = str(client_address[0])
        with self._changed:
            callers = list(self._inside.values())
            if len(callers) < MAX_CONNECTIONS and callers.count(caller) < MAX_CONNECTIONS_A_CALLER:
                self._inside[request] = caller
                return True
        with suppress(OSError):
            request.setblocking(False)
            request.send(BUSY)
        return False

    def shutdown_request(self, request: Any) -> None:
        """End a connection; one cut off while it still sends would never see our answer."""
        if request in self._inside:
            _shut(request, socket.SHUT_WR)
            _drain(request)
        self.close_request(request)
        with self._changed:
            self._inside.pop(request, None)
            self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nothing to tell; anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            log.exception("a call could not be answered")


def open_door(host: str, port: int, digests: Mapping[str, str], take: Take) -> Door | NotListening:
    """Listen on `host`:`port` (0: any free one) for calls of the counters in `digests` (see `Tokens`).

    Raises:
        ValueError: `digests` is not what `Tokens` takes.
    """
    tokens = Tokens(digests)
    try:
        return Door(host, port, tokens, take)
    except (OSError, OverflowError) as error:
        return NotListening(str(error))


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
