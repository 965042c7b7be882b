"""A wire between kiosk and central server that can be cut, or lose the answers that come back."""

import contextlib
import select
import socket
from enum import Enum, auto

from tests.listener import Listener


class State(Enum):
    """What the wire does to new connections."""

    WHOLE = auto()
    CUT = auto()
    LOSES_REPLIES = auto()


class Wire(Listener):
    """Listens on a free loopback port and passes bytes on to `port` on this machine, once that is known."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.WHOLE
        self.port: int | None = None

    def serve(self, near: socket.socket) -> None:
        """Pass one connection on, as the wire's state has it."""
        near.settimeout(None)
        if self.state is State.CUT or self.port is None:
            near.close()
        else:
            _relay(near, self.port, self.state is State.LOSES_REPLIES)


def _relay(near: socket.socket, port: int, lossy: bool) -> None:
    with near, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as far:
        while True:
            ready, _, _ = select.select([near, far], [], [], 30)
            if not ready:
                return
            for end in ready:
                piece = end.recv(65_536)
                if not piece or (end is far and lossy):
                    return
                (far if end is near else near).sendall(piece)
