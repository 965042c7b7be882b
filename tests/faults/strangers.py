"""A TCP server that answers as told, byte for byte, and what real networks put in our server's way."""

import contextlib
import socket
import threading
from collections.abc import Callable

from tests.listener import Listener

Act = Callable[[socket.socket], None]


class Stranger(Listener):
    """Listens on a free port of this machine; `act` meets each connection once its request's head is read."""

    def __init__(self, act: Act, host: str = "127.0.0.1") -> None:
        super().__init__(host)
        self._act = act
        self.heads: list[bytes] = []

    def serve(self, near: socket.socket) -> None:
        """Read one request's head, and act."""
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
