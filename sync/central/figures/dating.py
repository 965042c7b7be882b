"""When lines happened, as a fold over the ledger: anchors date their run, neighbours bound the others.

A run is a stretch of lines of one boot whose `up` does not fall. A line of an anchored run is dated by the
last anchor at or before it, else by the first after. Runs without one wait; each begins no earlier than the
run before it ended and, once an anchor comes, ends no later than the next one began.
"""

from bisect import bisect_right
from typing import NamedTuple

import msgspec

from sync.central.figures.time import UNKNOWN, Anchor, Interval


class Run(msgspec.Struct):
    """Lines `first_seq` … `last_seq` of one boot; `lower` (ms UTC) bounds the first of them."""

    boot: str
    first_seq: int
    first_up: int
    last_seq: int
    last_up: int
    lower: int | None = None


class Dated(NamedTuple):
    """A run with what is known of it: its first line is not before `lower`, its last not after `upper`."""

    run: Run
    lower: int | None
    upper: int | None

    def interval(self, up: int) -> Interval:
        """When the run's line with this `up` happened."""
        return Interval(
            None if self.lower is None else self.lower + up - self.run.first_up,
            None if self.upper is None else self.upper - (self.run.last_up - up),
        )


class Dating(msgspec.Struct):
    """Where the fold stands: the last anchor and its run, and the runs since, which wait for one."""

    anchor: Anchor | None = None
    anchored: Run | None = None
    waiting: list[Run] = []

    def extend(self, seq: int, boot: str, up: int) -> Interval:
        """Take the next readable line; return when it happened, as far as is known now."""
        run = self._current()
        if run is None or run.boot != boot or up < run.last_up:
            run = Run(boot, seq, up, seq, up, self._end())
            self.waiting.append(run)
        run.last_seq, run.last_up = seq, up
        if not self.waiting and self.anchor is not None:
            return Interval(self.anchor.earliest(up), self.anchor.latest(up))
        return Dated(run, run.lower, None).interval(up)

    def settle(self, anchor: Anchor) -> list[Dated]:
        """Take an anchor of the last line's run; return the runs that waited, dated for good, in order."""
        settled: list[Dated] = []
        if self.waiting:
            own = self.waiting[-1]
            settled.append(Dated(own, anchor.earliest(own.first_up), anchor.latest(own.last_up)))
            upper = anchor.latest(own.first_up)
            for run in reversed(self.waiting[:-1]):
                settled.append(Dated(run, run.lower, upper))
                upper -= run.last_up - run.first_up
            self.anchored, self.waiting = own, []
        self.anchor = anchor
        return settled[::-1]

    def _current(self) -> Run | None:
        return self.waiting[-1] if self.waiting else self.anchored

    def _end(self) -> int | None:
        """No later line can have happened before this."""
        if self.waiting:
            run = self.waiting[-1]
            return None if run.lower is None else run.lower + run.last_up - run.first_up
        if self.anchor is None or self.anchored is None:
            return None
        return self.anchor.earliest(self.anchored.last_up)


def within(dated: list[Dated], seq: int, up: int) -> Interval:
    """When line `seq` happened, if one of these runs, in order, holds it."""
    place = bisect_right(dated, seq, key=lambda found: found.run.first_seq) - 1
    if place < 0 or seq > dated[place].run.last_seq:
        return UNKNOWN
    return dated[place].interval(up)
