"""Guessing codes is made slow: five failed tries a minute from one address."""

from collections import deque
from typing import Final

from sync.central.api.refusal import Refused
from sync.contract.problems import Code

TRIES: Final = 5
_WINDOW_MS: Final = 60_000
_ADDRESSES: Final = 10_000


class Throttle:
    """Remembers failed tries, of at most 10,000 addresses; used from the event loop's thread only."""

    def __init__(self, tries: int = TRIES) -> None:
        self._tries = tries
        self._failures: dict[str, deque[int]] = {}

    def check(self, address: str, up_ms: int) -> None:
        """Refuse an address that failed too often.

        Raises:
            Refused: `slow_down`, with the seconds until the next try.
        """
        failures = self._recent(address, up_ms)
        if len(failures) >= self._tries:
            wait_ms = failures[0] + _WINDOW_MS - up_ms
            raise Refused(
                Code.SLOW_DOWN, "too many wrong codes; wait a minute", retry_after_s=-(-wait_ms // 1000)
            )

    def failed(self, address: str, up_ms: int) -> None:
        """Remember a failed try."""
        failures = self._recent(address, up_ms)
        failures.append(up_ms)
        self._failures.pop(address, None)
        self._failures[address] = failures
        if len(self._failures) > _ADDRESSES:
            del self._failures[next(iter(self._failures))]

    def _recent(self, address: str, up_ms: int) -> deque[int]:
        failures = self._failures.get(address, deque(maxlen=self._tries))
        while failures and failures[0] <= up_ms - _WINDOW_MS:
            failures.popleft()
        return failures
