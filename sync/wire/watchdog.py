"""What systemd hears of us: that we are ready, that we are alive, that we are stopping (sd_notify(3)).

A keeper of our own, where there is no systemd, hears the same at 127.0.0.1:PORT. Nothing happens, and nothing
is raised, where no NOTIFY_SOCKET is named.
"""

import os
import socket
from collections.abc import Mapping


class Watchdog:
    """Tells the service manager that `environment` names; a message it cannot take at once is dropped."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        name = environment.get("NOTIFY_SOCKET", "")
        family, self._address = _way_to(name)
        self._socket = None if family is None else socket.socket(family, socket.SOCK_DGRAM)
        if self._socket is not None:
            self._socket.setblocking(False)
        self.beat_seconds = _beat_seconds(environment)
        """How often `alive` is to be called: half of what the unit allows; None: it does not watch us."""

    def ready(self) -> None:
        """The start is over."""
        self._tell(b"READY=1")

    def alive(self) -> None:
        """The loop that matters turns; call it from there, or it proves nothing."""
        self._tell(b"WATCHDOG=1")

    def stopping(self) -> None:
        """The end is wanted."""
        self._tell(b"STOPPING=1")

    def close(self) -> None:
        """Let go of the socket; what is told afterwards is dropped."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _tell(self, message: bytes) -> None:
        if self._socket is not None:
            try:
                self._socket.sendto(message, self._address)
            except OSError:
                return  # a manager that does not listen restarts us, or does not; nothing here could help


def _way_to(name: str) -> tuple[socket.AddressFamily | None, str | tuple[str, int]]:
    host, _, port = name.partition(":")
    if host == "127.0.0.1" and port.isascii() and port.isdigit() and int(port) < 65_536:
        return socket.AF_INET, (host, int(port))
    if name.startswith(("/", "@")) and hasattr(socket, "AF_UNIX"):
        return socket.AF_UNIX, name.replace("@", "\0", 1) if name.startswith("@") else name
    return None, name


def _beat_seconds(environment: Mapping[str, str]) -> float | None:
    allowed_us = environment.get("WATCHDOG_USEC", "")
    meant_for = environment.get("WATCHDOG_PID", str(os.getpid()))
    if not (allowed_us.isascii() and allowed_us.isdigit()) or meant_for != str(os.getpid()):
        return None
    return int(allowed_us) / 2_000_000 or None
