"""Who may deliver now, told before a body is read: nobody's flood keeps a live rating or a kiosk waiting.

What is small is live and has a lane of its own, apart from backlogs. Both are for those who name an enrolled
kiosk's key, with few places for one key; all others share a few places, so that strangers who send slowly
keep no kiosk waiting.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sync.central.api.pace import part_of
from sync.central.ingest.lane import LEAST_WAIT_MS, Lane

LIVE_BYTES: Final = 4 * 1024
"""A kiosk's live lines are fewer; a backlog's last, small segment passes for live, and is as quick."""


@dataclass(frozen=True)
class Limits:
    """How many may be inside at once. `of_one`: broken connections of a kiosk may still be dying."""

    backlog: int = 64
    live: int = 64
    strangers: int = 4
    of_one: int = 4

    def shared_by(self, processes: int) -> "Limits":
        """The part of one of several processes that serve the same kiosks."""
        return Limits(
            part_of(self.backlog, processes),
            part_of(self.live, processes),
            part_of(self.strangers, processes),
            self.of_one,
        )


@dataclass(frozen=True)
class Later:
    """No place now: come again in `wait_ms`."""

    wait_ms: int


@dataclass(frozen=True)
class Place:
    """A place that is taken until it is given back; `lane` and `kiosk` are None for a stranger."""

    kiosk: str | None
    lane: Lane | None


class Admission:
    """Gives places; used from one thread only. `now_ms` never falls."""

    def __init__(self, now_ms: Callable[[], int], limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._live = Lane(self._limits.live, now_ms)
        self._backlog = Lane(self._limits.backlog, now_ms)
        self._strangers = 0
        self._places_of: Counter[str] = Counter()

    @property
    def lanes(self) -> dict[str, Lane]:
        """The lanes, by name."""
        return {"live": self._live, "backlog": self._backlog}

    @property
    def strangers(self) -> int:
        """How many are inside that named no enrolled kiosk."""
        return self._strangers

    def enter(self, kiosk: str | None, size: int | None) -> Place | Later:
        """A place for the kiosk whose key is named (None: nobody's); `size` in bytes if it was told."""
        if kiosk is None:
            if self._strangers >= self._limits.strangers:
                return Later(LEAST_WAIT_MS)
            self._strangers += 1
            return Place(None, None)
        if self._places_of[kiosk] >= self._limits.of_one:
            return Later(LEAST_WAIT_MS)
        lane = self._live if size is not None and size <= LIVE_BYTES else self._backlog
        wait_ms = lane.enter(kiosk)
        if wait_ms:
            return Later(wait_ms)
        self._places_of[kiosk] += 1
        return Place(kiosk, lane)

    def leave(self, place: Place) -> None:
        """Take a place back."""
        if place.kiosk is None or place.lane is None:
            self._strangers -= 1
            return
        place.lane.leave()
        self._places_of[place.kiosk] -= 1
        if not self._places_of[place.kiosk]:
            del self._places_of[place.kiosk]

    def is_backlog(self, place: Place) -> bool:
        """Whether it is a place for a backlog."""
        return place.lane is self._backlog

    def next_ms(self, place: Place) -> int:
        """When who has this place may deliver again, in ms; 0: at once."""
        if place.kiosk is None or not self.is_backlog(place):
            return 0
        return self._backlog.next_ms(place.kiosk)
