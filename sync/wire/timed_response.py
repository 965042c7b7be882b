"""An HTTP answer with one deadline for all of it, so that a slow drip of bytes cannot hold the kiosk."""

import http.client
import io
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class TimedReader(io.RawIOBase):
    """Reads a socket; the socket's time-out, met when this begins, is the deadline for everything read."""

    def __init__(self, sock: socket.socket, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._monotonic = monotonic
        self._seconds = sock.gettimeout()
        self._end = None if self._seconds is None else monotonic() + self._seconds
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        if self._end is not None:
            left = self._end - self._monotonic()
            if left <= 0:
                raise TimeoutError("the answer did not end in time")
            self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        self.ended = self.ended or count == 0
        return count

    def close(self) -> None:
        if not self.closed:
            self._sock.settimeout(self._seconds)
            self._raw.close()
        super().close()


class TimedResponse(http.client.HTTPResponse):
    """What http.client reads an answer with."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self._reader = TimedReader(sock)
        untimed, self.fp = self.fp, io.BufferedReader(self._reader)
        untimed.close()

    def begin(self) -> None:
        """Read the head.

        Raises:
            RemoteDisconnected: it is cut; http.client would take what came of it for all of it.
        """
        super().begin()
        if self._reader.ended:
            self.close()
            raise http.client.RemoteDisconnected("the answer ended within its head")
