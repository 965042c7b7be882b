"""A TCP server that answers as told, byte for byte, and what real networks put in our server's way."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType

Act = Callable[[socket.socket], None]


class Stranger:
    """Listens on a free port of this machine; `act` meets each connection once its request's head is read."""

    def __init__(self, act: Act, host: str = "127.0.0.1") -> None:
        self._act = act
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        self._open = True
        self._thread = threading.Thread(target=self._accept, daemon=True)
        shown = f"[{host}]" if ":" in host else host
        self.authority = f"{shown}:{self._listener.getsockname()[1]}"
        self.address = f"http://{self.authority}"
        self.heads: list[bytes] = []

    def __enter__(self) -> "Stranger":
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
                threading.Thread(target=self._meet, args=(near,), daemon=True).start()

    def _meet(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            near.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head and (piece := near.recv(65_536)):
                head += piece
            self.heads.append(head)
            self._act(near)


def says(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> Act:
    """An answer; `length` is what it claims to be long."""
    claimed = len(body) if length is None else length
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {claimed}", "Connection: close", *headers))

    def act(near: socket.socket) -> None:
        near.sendall(head.encode() + b"\r\n\r\n" + body)

    return act


def writes(*pieces: bytes) -> Act:
    """Bytes that need be no answer at all."""

    def act(near: socket.socket) -> None:
        for piece in pieces:
            near.sendall(piece)

    return act


def drips(near: socket.socket) -> None:
    """An answer that would take forever, a byte now and then."""
    near.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    waiting = threading.Event()
    while not waiting.wait(0.02):
        near.sendall(b"x")


def hangs_up(_near: socket.socket) -> None:
    """Nothing is said."""
