"""Corrected time: the server's, carried on by the clock that counts since start. No OS clock is set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sync.agent.ports import Clock

ANCHOR_EVERY_MS: Final = 3_600_000
STEP_MS: Final = 2_000


@dataclass(frozen=True)
class Anchor:
    """The server's time at one moment of one boot; `up_ms` is the middle of the round trip.

    `noted`: it stands in the ledger, too, where it dates what happened.
    """

    boot: str
    up_ms: int
    server_ms: int
    noted: bool


class KioskTime:
    """The machine's clocks and what the server said of them. Written by one thread, read by any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._anchor: Anchor | None = None
        self._seen = (clock.boot(), clock.wall_ms(), clock.up_ms())

    def up_ms(self) -> int:
        """Ms since the machine started."""
        return self._clock.up_ms()

    def now_ms(self) -> int:
        """Corrected time, ms UTC; the wall clock's while there is no anchor of this boot."""
        anchor = self._current()
        return self._clock.wall_ms() if anchor is None else anchor.server_ms + self.up_ms() - anchor.up_ms

    def corrected_ms(self) -> int | None:
        """Corrected time, ms UTC; None while there is no anchor of this boot."""
        return None if self._current() is None else self.now_ms()

    def offset_ms(self) -> int | None:
        """Corrected time minus the wall clock, if known."""
        return None if self._current() is None else self.now_ms() - self._clock.wall_ms()

    def anchor_due(self) -> bool:
        """Whether to ask for the time before anything else: at first contact of a boot, then hourly."""
        anchor = self._current()
        return anchor is None or not anchor.noted or self.up_ms() - anchor.up_ms >= ANCHOR_EVERY_MS

    def anchored_at(self, server_ms: int, up_ms: int, *, noted: bool = True) -> None:
        """Believe from now on that it was `server_ms` when this boot's clock said `up_ms`."""
        self._anchor = Anchor(self._clock.boot(), up_ms, server_ms, noted)

    def step(self) -> Mapping[str, int] | None:
        """The body of `clock.stepped` if the wall clock jumped since the last look, else None."""
        boot, wall, up = self._seen
        self._seen = (self._clock.boot(), self._clock.wall_ms(), self._clock.up_ms())
        expected = wall + self._seen[2] - up
        if boot != self._seen[0] or abs(self._seen[1] - expected) <= STEP_MS:
            return None
        return {"before": expected, "after": self._seen[1]}

    def _current(self) -> Anchor | None:
        anchor = self._anchor
        return anchor if anchor is not None and anchor.boot == self._clock.boot() else None
