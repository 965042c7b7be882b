"""The office's hours and days, told to the visit as they come."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from kiosk.app.known_time import KnownTime
from kiosk.ui.scene import Opening
from kiosk.visit import DutyLapsed, Event, HoursTold
from sync.contract.desk_time import DESK, day_number
from sync.contract.directory import Directory
from sync.contract.hours import MINUTE_MS, followed_hours, is_open, next_opening

CORRECTION_MS: Final = 60_000
"""A clock that went so much further than time did was corrected: no day went by."""


class Office:
    """Tells at the start, each minute and with a new directory whether the office is open.

    It looks at the clock as often as it is told to, and has none of its own.

    Where nobody knows the time it counts as open: rather a rating out of hours, which is marked, than none.
    When the desk's day turns, `on_duty` are on duty no more.
    """

    def __init__(
        self,
        directory: Directory,
        time: KnownTime,
        take: Callable[[Event], None],
        on_duty: Callable[[], tuple[str, ...]],
    ) -> None:
        self._time = time
        self._take = take
        self._on_duty = on_duty
        self._hours = followed_hours(directory.policies.hours)
        self._minute: int | None = None
        self._seen: tuple[int, int] | None = None

    def open(self) -> None:
        """Tell how it is now."""
        self._tell()

    def follow(self, directory: Directory) -> None:
        """Other hours may hold from now on."""
        self._hours = followed_hours(directory.policies.hours)
        self._tell()

    def look(self) -> None:
        """Look at the clock."""
        now_ms = self._time.now_ms()
        if self._is_another_day(now_ms):
            self._take(DutyLapsed(self._on_duty(), at_ms=self._time.up_ms()))
        self._seen = None if now_ms is None else (now_ms, self._time.up_ms())
        if self._minute != (None if now_ms is None else now_ms // MINUTE_MS):
            self._tell()

    def opens(self) -> Opening | None:
        """When the office opens next; None: it is open, or nobody knows."""
        now_ms = self._time.now_ms()
        if now_ms is None or self._hours is None or is_open(self._hours, now_ms):
            return None
        at_ms = next_opening(self._hours, now_ms)
        return (
            None
            if at_ms is None
            else Opening(datetime.fromtimestamp(at_ms / 1000, DESK), day_number(at_ms) - day_number(now_ms))
        )

    def _tell(self) -> None:
        now_ms = self._time.now_ms()
        self._minute = None if now_ms is None else now_ms // MINUTE_MS
        opened = now_ms is None or self._hours is None or is_open(self._hours, now_ms)
        self._take(HoursTold(opened, at_ms=self._time.up_ms()))

    def _is_another_day(self, now_ms: int | None) -> bool:
        if now_ms is None or self._seen is None or day_number(now_ms) == day_number(self._seen[0]):
            return False
        expected_ms = self._seen[0] + self._time.up_ms() - self._seen[1]
        return abs(now_ms - expected_ms) < CORRECTION_MS
