"""When lines happened, as a fold over the ledger: anchors date their run, neighbours bound the others.

A run is a stretch of lines of one boot whose `up` does not fall. A line of an anchored run is dated by the
last anchor at or before it, else by the first after. Runs without one wait; each begins no earlier than the
run before it ended and, once an anchor comes, ends no later than the next one began; inside it, lines are
apart as its clock says, within 200 ppm.

Two anchors of one run that contradict each other, beyond their round trips, 2 s and a drift of 200 ppm, mean
that the server's clock was wrong at one of them, and nobody knows at which: every line of that run then lies
somewhere between what either of them says, and a neighbour's bound is the looser one.

A waiting run is bounded by applied receipts, too: the line that applies one came after the server signed it,
the lines that it names as held came before. Both bounds are loosened by 2 s and 200 ppm.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from sync.central.figures.time import UNKNOWN, Anchor, Interval, Receipted

_SLACK_MS: Final = 2_000
_DRIFT_PPM: Final = 200


class Run(msgspec.Struct):
    """Lines `first_seq` … `last_seq` of one boot; `lower` (ms UTC) bounds the first of them.

    So do, by applied receipts, `since` and `until`.
    """

    boot: str
    first_seq: int
    first_up: int
    last_seq: int
    last_up: int
    lower: int | None = None
    since: int | None = None
    until: int | None = None

    def receipted(self, receipt: Receipted) -> None:
        """Take the word of a receipt that a line of this run, the last yet, or a later run applied."""
        if receipt.held < self.first_seq:
            return
        up = self.last_up if receipt.held >= self.last_seq else receipt.up
        apart = 0 if up is None else up - self.first_up
        bound = receipt.time - apart + _slack(apart)
        self.until = bound if self.until is None else min(self.until, bound)

    def applied(self, receipt: Receipted) -> None:
        """Take the word of a receipt that the last line applied."""
        apart = self.last_up - self.first_up
        bound = receipt.time - apart - _slack(apart)
        self.since = bound if self.since is None else max(self.since, bound)


class Dated(NamedTuple):
    """A run with what is known of it: its first line is not before `lower`, its last not after `upper`.

    `exact`: the bounds hold for every line as they do for these; else the machine's clock may have drifted.
    """

    run: Run
    lower: int | None
    upper: int | None
    exact: bool = False

    def interval(self, up: int) -> Interval:
        """When the run's line with this `up` happened."""
        run, apart, rest = self.run, up - self.run.first_up, self.run.last_up - up
        earliest, latest = [], []
        if self.lower is not None:
            earliest.append(self.lower + apart - (0 if self.exact else _drift(apart)))
        if run.since is not None:
            earliest.append(run.since + apart - _drift(apart))
        if self.upper is not None:
            latest.append(self.upper - rest + (0 if self.exact else _drift(rest)))
        if run.until is not None:
            latest.append(run.until + apart + _drift(apart))
        return Interval(max(earliest, default=None), min(latest, default=None))


class Doubt(msgspec.Struct, frozen=True):
    """Anchors of one run that contradict each other: the one that says the earliest, and the latest time."""

    early: Anchor
    late: Anchor

    def dated(self, run: Run) -> Dated:
        """The run, somewhere between what both say."""
        slack = _slack(run.last_up - run.first_up)
        lower, upper = self.early.earliest(run.first_up) - slack, self.late.latest(run.last_up) + slack
        return Dated(run, lower, upper, exact=True)

    def holds(self, anchor: Anchor, run: Run) -> bool:
        """Whether the run's lines are dated loosely enough for this anchor, too."""
        slack = _slack(run.last_up - run.first_up)
        return (
            self.early.earliest(0) - slack <= anchor.earliest(0)
            and anchor.latest(0) <= self.late.latest(0) + slack
        )


class Dating(msgspec.Struct):
    """Where the fold stands: the last anchor and its run, and the runs since, which wait for one.

    `before` are the runs that the anchored one bounds; `doubt` is there where its anchors contradict.
    """

    anchor: Anchor | None = None
    anchored: Run | None = None
    waiting: list[Run] = []
    before: list[Run] = []
    doubt: Doubt | None = None

    def extend(self, seq: int, boot: str, up: int) -> Interval:
        """Take the next readable line; return when it happened, as far as is known now."""
        run = self.waiting[-1] if self.waiting else self.anchored
        if run is None or run.boot != boot or up < run.last_up:
            run = Run(boot, seq, up, seq, up, self._end())
            self.waiting.append(run)
        run.last_seq, run.last_up = seq, up
        if self.waiting or self.anchor is None:
            return Dated(run, run.lower, None).interval(up)
        if self.doubt is not None:
            return self.doubt.dated(run).interval(up)
        return Interval(self.anchor.earliest(up), self.anchor.latest(up))

    def take(self, mark: Anchor | Receipted | None) -> list[Dated]:
        """Take what the last line says of time, if anything; return the runs it dates otherwise, in order."""
        if isinstance(mark, Anchor):
            return self.settle(mark)
        return [] if mark is None else self.apply(mark)

    def settle(self, anchor: Anchor) -> list[Dated]:
        """Take an anchor of the last line's run; return the runs it dates, or dates otherwise, in order."""
        last, self.anchor = self.anchor, anchor
        if self.waiting:
            *self.before, own = self.waiting
            own.since = own.until = None
            self.anchored, self.waiting, self.doubt = own, [], None
            lower, upper = anchor.earliest(own.first_up), anchor.latest(own.last_up)
            return self._bounded(Dated(own, lower, upper, exact=True))
        if self.anchored is None or last is None:
            return []
        known: tuple[Anchor, ...] = (last,)
        if self.doubt is None:
            sound = _agree(last, anchor)
        else:
            known, sound = (self.doubt.early, self.doubt.late), self.doubt.holds(anchor, self.anchored)
        if sound:
            return []
        said = (*known, anchor)
        self.doubt = Doubt(
            min(said, key=lambda one: one.earliest(0)), max(said, key=lambda one: one.latest(0))
        )
        return self._bounded(self.doubt.dated(self.anchored))

    def apply(self, receipt: Receipted) -> list[Dated]:
        """Take a receipt that the last line applied; return the runs it dates otherwise, in order.

        Anchors know better: an anchored run is not touched.
        """
        if not self.waiting:
            return []
        before = [_ends(dated) for dated in _chained(self.waiting, None)]
        self.waiting[-1].applied(receipt)
        for run in self.waiting:
            run.receipted(receipt)
        after = _chained(self.waiting, None)
        changed = (place for place, dated in enumerate(after) if _ends(dated) != before[place])
        return after[next(changed, len(after)) :]

    def _bounded(self, own: Dated) -> list[Dated]:
        """The anchored run as dated now, after the runs that it bounds."""
        return [*_chained(self.before, own.interval(own.run.first_up).latest), own]

    def _end(self) -> int | None:
        """No later line can have happened before this."""
        if self.waiting:
            run = self.waiting[-1]
            return Dated(run, run.lower, None).interval(run.last_up).earliest
        if self.anchor is None or self.anchored is None:
            return None
        if self.doubt is not None:
            return self.doubt.dated(self.anchored).interval(self.anchored.last_up).earliest
        return self.anchor.earliest(self.anchored.last_up)


def dated_from(
    dating: Dating, lines: Iterable[tuple[int, str, int, Anchor | Receipted | None]]
) -> int | None:
    """The first line that gets another date once these lines (number, boot, up, what dates) are taken."""
    told = list(lines)
    if all(mark is None for *_, mark in told):
        return None
    ahead, firsts = msgspec.convert(msgspec.to_builtins(dating), Dating), []
    for seq, boot, up, mark in told:
        ahead.extend(seq, boot, up)
        if dated := ahead.take(mark):
            firsts.append(dated[0].run.first_seq)
    return min(firsts, default=None)


def _chained(runs: list[Run], upper: int | None) -> list[Dated]:
    """Waiting runs, in order, of which each ended before the next began, and the last by `upper`."""
    dated = []
    for run in reversed(runs):
        dated.append(Dated(run, run.lower, upper))
        upper = dated[-1].interval(run.first_up).latest
    return dated[::-1]


def _ends(dated: Dated) -> tuple[Interval, Interval]:
    return dated.interval(dated.run.first_up), dated.interval(dated.run.last_up)


def _slack(apart_ms: int) -> int:
    """By how much two sound readings may differ so long after each other."""
    return _SLACK_MS + _drift(apart_ms)


def _drift(apart_ms: int) -> int:
    """By how much a machine's clock may be wrong about so long a time."""
    return abs(apart_ms) * _DRIFT_PPM // 1_000_000


def _agree(one: Anchor, other: Anchor) -> bool:
    slack = _slack(other.got - one.got)
    return one.earliest(0) <= other.latest(0) + slack and other.earliest(0) <= one.latest(0) + slack


def within(dated: list[Dated], seq: int, up: int) -> Interval:
    """When line `seq` happened, if one of these runs, in order, holds it."""
    place = bisect_right(dated, seq, key=lambda found: found.run.first_seq) - 1
    if place < 0 or seq > dated[place].run.last_seq:
        return UNKNOWN
    return dated[place].interval(up)
