"""What every made-up network of the tests is: a listener on a free port, a thread for each connection."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class Listener:
    """Accepts while it is entered; `serve` meets each connection on a thread of its own."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        shown = f"[{host}]" if ":" in host else host
        self.authority = f"{shown}:{self._listener.getsockname()[1]}"
        self.address = f"http://{self.authority}"
        self._open = True
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        self._thread.join()
        self._listener.close()

    def serve(self, near: socket.socket) -> None:
        """Meet one connection, and close it."""
        raise NotImplementedError

    def _accept(self) -> None:
        self._listener.settimeout(0.05)
        while self._open:
            with contextlib.suppress(OSError):
                near, _ = self._listener.accept()
                threading.Thread(target=self.serve, args=(near,), daemon=True).start()
