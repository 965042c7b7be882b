"""Supervisors' keys that a passphrase opened: in this process's memory, for one session, for some minutes."""

import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

OPEN_MS: Final = 10 * 60 * 1000
"""How long after the last use; however much it is used, no longer than `LONGEST_MS`."""
LONGEST_MS: Final = 60 * 60 * 1000


class _Open(NamedTuple):
    keys: tuple[X25519PrivateKey, ...]
    since_ms: int
    used_ms: int

    def is_over(self, now_ms: int) -> bool:
        return now_ms - self.used_ms >= OPEN_MS or now_ms - self.since_ms >= LONGEST_MS


class Unlocked:
    """What is open, by session; `up_ms` is a clock that nobody sets."""

    def __init__(self, up_ms: Callable[[], int]) -> None:
        self._up_ms = up_ms
        self._open: dict[str, _Open] = {}
        self._lock = threading.Lock()

    def open(self, session: str, keys: tuple[X25519PrivateKey, ...]) -> None:
        """Keep these for the session."""
        now_ms = self._up_ms()
        with self._lock:
            self._forget(now_ms)
            self._open[session] = _Open(keys, now_ms, now_ms)

    def keys(self, session: str) -> tuple[X25519PrivateKey, ...]:
        """What the session has opened; nothing once its time is over."""
        now_ms = self._up_ms()
        with self._lock:
            self._forget(now_ms)
            if (found := self._open.get(session)) is None:
                return ()
            self._open[session] = found._replace(used_ms=now_ms)
            return found.keys

    def shut(self, session: str) -> None:
        """Forget what the session has opened."""
        with self._lock:
            self._open.pop(session, None)

    def shut_all(self) -> None:
        """Forget everything: somebody's right to open was taken away."""
        with self._lock:
            self._open.clear()

    def _forget(self, now_ms: int) -> None:
        self._open = {session: one for session, one in self._open.items() if not one.is_over(now_ms)}
