"""A lane: so many places at once, and beyond them a slot of time for each kiosk that has to come later."""

from collections.abc import Callable
from typing import Final

LEAST_WAIT_MS: Final = 5_000
"""No kiosk comes sooner, whatever it is told."""
LONGEST_WAIT_MS: Final = 3_600_000
"""No kiosk believes more."""

_FIRST_WIDTH_MS: Final = 50.0
_WIDTHS_MS: Final = (1.0, 1_000.0)
_EARLY_MS: Final = 1_000
_BOOKINGS: Final = 20_000


class Lane:
    """Counts who is inside and gives out slots as wide as one delivery takes here; used from one thread only.

    Slots are handed out in the order of asking, one for each kiosk; who comes at its slot goes before
    newcomers. `now_ms` never falls.
    """

    def __init__(self, places: int, now_ms: Callable[[], int]) -> None:
        self._places = places
        self._now_ms = now_ms
        self._inside = 0
        self._left_ms = 0
        self._width_ms = _FIRST_WIDTH_MS
        self._next_slot_ms = 0.0
        self._booked: dict[str, float] = {}

    @property
    def inside(self) -> int:
        """How many are in it."""
        return self._inside

    @property
    def places(self) -> int:
        """How many may be in it."""
        return self._places

    @property
    def waiting(self) -> int:
        """How many were given a slot that is still to come."""
        now_ms = self._now_ms()
        return sum(slot_ms > now_ms for slot_ms in self._booked.values())

    def enter(self, kiosk: str) -> int:
        """0, and the kiosk is in; or how long to wait, in ms."""
        now_ms = self._now_ms()
        slot_ms = self._booked.get(kiosk)
        if self._has_room_for(slot_ms, now_ms):
            self._booked.pop(kiosk, None)
            if not self._inside:
                self._left_ms = now_ms
            self._inside += 1
            return 0
        if slot_ms is None:
            slot_ms = self._book(kiosk, now_ms + LEAST_WAIT_MS)
        return min(max(int(slot_ms) - now_ms, LEAST_WAIT_MS), LONGEST_WAIT_MS)

    def leave(self) -> None:
        """Free a place. The time between two who leave a lane that is well filled is the width of a slot."""
        now_ms = self._now_ms()
        if 2 * self._inside >= self._places:
            self._width_ms += (now_ms - self._left_ms - self._width_ms) / 16
        elif 4 * self._inside <= self._places and self._is_booked(now_ms):
            self._width_ms *= 0.98  # it runs dry though kiosks wait
        self._width_ms = min(max(self._width_ms, _WIDTHS_MS[0]), _WIDTHS_MS[1])
        self._left_ms = now_ms
        self._inside -= 1

    def next_ms(self, kiosk: str) -> int:
        """When this kiosk's next delivery may come: at once, or in a slot of its own while others wait."""
        now_ms = self._now_ms()
        if not self._is_booked(now_ms):
            return 0
        return min(int(self._book(kiosk, now_ms)) - now_ms, LONGEST_WAIT_MS)

    def _has_room_for(self, slot_ms: float | None, now_ms: int) -> bool:
        if self._inside >= self._places:
            return False
        comes_in_time = slot_ms is not None and slot_ms <= now_ms + _EARLY_MS
        return comes_in_time or not self._is_booked(now_ms) or 2 * self._inside < self._places

    def _is_booked(self, now_ms: int) -> bool:
        return self._next_slot_ms > now_ms

    def _book(self, kiosk: str, earliest_ms: int) -> float:
        slot_ms = max(self._next_slot_ms, float(earliest_ms))
        self._next_slot_ms = slot_ms + self._width_ms
        self._booked.pop(kiosk, None)
        self._booked[kiosk] = slot_ms
        if len(self._booked) > _BOOKINGS:
            del self._booked[next(iter(self._booked))]
        return slot_ms
