"""A wire between kiosk and central server that can be cut, or lose the answers that come back."""

import contextlib
import select
import socket
import threading
from enum import Enum, auto
from types import TracebackType


class State(Enum):
    """What the wire does to new connections."""

    WHOLE = auto()
    CUT = auto()
    LOSES_REPLIES = auto()


class Wire:
    """Listens on a free loopback port and passes bytes on to `port` on this machine, once that is known."""

    def __init__(self) -> None:
        self.state = State.WHOLE
        self.port: int | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open = True
        self._thread = threading.Thread(target=self._accept, name="wire", daemon=True)

    def __enter__(self) -> "Wire":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        self._thread.join()
        self._listener.close()

    def _accept(self) -> None:
        self._listener.settimeout(0.05)
        while self._open:
            with contextlib.suppress(OSError):
                near, _ = self._listener.accept()
                near.settimeout(None)
                if self.state is State.CUT or self.port is None:
                    near.close()
                else:
                    relay = (near, self.port, self.state is State.LOSES_REPLIES)
                    threading.Thread(target=_relay, args=relay, daemon=True).start()


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
