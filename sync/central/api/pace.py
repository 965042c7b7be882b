"""A pace for each caller: so many requests at once, then one now and then; the memory for it is bounded."""

from typing import Final

ADDRESSES: Final = 10_000


def part_of(limit: int, processes: int) -> int:
    """What one of several processes may allow of a limit; at least 1."""
    return max(1, limit // processes)


class Pace:
    """`burst` requests of one address, and one more each `refill_ms`; used from one thread only."""

    def __init__(self, burst: int, refill_ms: int) -> None:
        self._burst = burst
        self._refill_ms = refill_ms
        self._full_at: dict[str, int] = {}

    def wait_ms(self, address: str, now_ms: int) -> int:
        """0, and the request counts; or how long to wait until one more may come."""
        early_ms = self.early_ms(address, now_ms)
        self._keep(address, now_ms, 0 if early_ms else self._refill_ms)
        return early_ms

    def early_ms(self, address: str, now_ms: int) -> int:
        """The same, and nothing counts."""
        full_at = max(self._full_at.get(address, now_ms), now_ms)
        return max(full_at + self._refill_ms - now_ms - self._burst * self._refill_ms, 0)

    def count(self, address: str, now_ms: int) -> None:
        """One came, early or not."""
        self._keep(address, now_ms, self._refill_ms)

    def _keep(self, address: str, now_ms: int, more_ms: int) -> None:
        self._full_at[address] = max(self._full_at.pop(address, now_ms), now_ms) + more_ms
        if len(self._full_at) > ADDRESSES:
            del self._full_at[next(iter(self._full_at))]
