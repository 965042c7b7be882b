"""A network between kiosk and central server that hands on every message whole, but for the one it bends."""

import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.listener import Listener

Forward = Callable[[bytes], bytes]
SEGMENTS: Final = b"/segments"
END: Final = b"\r\n\r\n"


@dataclass(frozen=True)
class Message:
    """A request or an answer: its head, with the blank line, and its body."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        return self.head + self.body

    def cut(self, where: str) -> bytes:
        """What comes through of it: up to the place where the line is cut."""
        in_the_body = len(self.head) + len(self.body) // 2
        places = {
            "before the headers": 0,
            "in the headers": len(self.head) // 2,
            "after the headers": len(self.head),
            "in the body": in_the_body,
            "before the last byte": len(self.whole) - 1,
            "after the body": len(self.whole),
        }
        return self.whole[: places[where]]


Bend = Callable[[socket.socket, Message, Forward], None]
"""Does with a request for the server what the network does; what it wrote to the socket is the answer."""


class Relay(Listener):
    """Listens on a free port; the next request for segments is bent by each of `bends`, others are not."""

    def __init__(self) -> None:
        super().__init__()
        self.port: int | None = None
        self.bends: list[Bend] = []

    def serve(self, near: socket.socket) -> None:
        """Bend, or hand on, one request."""
        with near, contextlib.suppress(OSError):
            near.settimeout(20)
            request = read_message(near)
            bent = SEGMENTS in request.head.partition(b"\r\n")[0] and self.bends
            bend = self.bends.pop(0) if bent else hand_on
            bend(near, request, self._forward)

    def _forward(self, request: bytes) -> bytes:
        """The server's answer to these bytes; where they are no whole request, the line is cut."""
        with socket.create_connection(("127.0.0.1", self.port or 9), 20) as far:
            far.sendall(request)
            return read_message(far).whole if is_whole(request) else b""


def read_message(peer: socket.socket) -> Message:
    """A whole message, as long as its Content-Length says; less where the line is cut."""
    data = b""
    while not is_whole(data) and (piece := peer.recv(65_536)):
        data += piece
    head, found, body = data.partition(END)
    return Message(head + found, body)


def is_whole(data: bytes) -> bool:
    """Whether these bytes are a message as long as its Content-Length says."""
    head, found, body = data.partition(END)
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(found) and len(body) >= sum(int(line.partition(b":")[2]) for line in lengths)


def hand_on(near: socket.socket, request: Message, forward: Forward) -> None:
    """No fault."""
    near.sendall(forward(request.whole))


def request_cut(where: str) -> Bend:
    """Only the first part of the request arrives; nothing comes back."""

    def bend(_near: socket.socket, request: Message, forward: Forward) -> None:
        forward(request.cut(where))

    return bend


def answer_cut(where: str) -> Bend:
    """The request arrives; only the first part of the answer comes back."""

    def bend(near: socket.socket, request: Message, forward: Forward) -> None:
        head, end, body = forward(request.whole).partition(END)
        near.sendall(Message(head + end, body).cut(where))

    return bend


def arrives_twice(near: socket.socket, request: Message, forward: Forward) -> None:
    """The request is repeated on the way; the second answer comes back."""
    forward(request.whole)
    near.sendall(forward(request.whole))


def instead(act: Callable[[socket.socket], None]) -> Bend:
    """Somebody else answers; the server hears nothing."""
    return lambda near, _request, _forward: act(near)


def on_the_way_back(act: Callable[[socket.socket], None]) -> Bend:
    """The request arrives; somebody else's answer comes back."""

    def bend(near: socket.socket, request: Message, forward: Forward) -> None:
        forward(request.whole)
        act(near)

    return bend
