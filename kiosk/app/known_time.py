"""The time of day, where it is known: the server's, or a wall clock that could be right."""

from typing import Final, Protocol

from sync.agent.kiosk_time import KioskTime
from sync.contract.desk_time import DAY_MS

SLOW_MS: Final = DAY_MS
LONGEST_MS: Final = 10 * 366 * DAY_MS
"""A wall clock that says a day before the directory was made, or ten years after it, is wrong."""


class BootClock(Protocol):
    """Which start of the machine this is."""

    def boot(self) -> str:
        """A lower-case UUID per start of the machine."""


class KnownTime:
    """Corrected time, or None where nothing tells it: a dead battery and no network."""

    def __init__(self, time: KioskTime, clock: BootClock, published_ms: int) -> None:
        self._time = time
        self._clock = clock
        self.published_ms = published_ms
        """When the directory was made; moves with it."""

    def up_ms(self) -> int:
        """Ms since the machine started."""
        return self._time.up_ms()

    def boot(self) -> str:
        """Which start of the machine this is."""
        return self._clock.boot()

    def now_ms(self) -> int | None:
        """Ms since 1970 UTC."""
        anchored, now_ms = self._time.offset_ms() is not None, self._time.now_ms()
        likely = self.published_ms - SLOW_MS <= now_ms < self.published_ms + LONGEST_MS
        return now_ms if anchored or likely else None
