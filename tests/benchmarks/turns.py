"""Two things that take turns, so that whatever else the machine does hinders both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.figure import Sample
from tests.benchmarks.measuring import once


@dataclass(frozen=True)
class Turns:
    """Seconds of each turn, of ours and of the plain thing."""

    ours: list[float]
    plain: list[float]

    def times(self, told: str = "") -> Sample:
        """How many times as long ours takes."""
        return Sample([ours / plain for ours, plain in self._pairs()], told)

    def share(self, told: str = "") -> Sample:
        """How much of the plain thing's pace ours has."""
        return Sample([plain / ours for ours, plain in self._pairs()], told)

    def paces(self, number: int, of: str) -> str:
        """What both come to a second, where a turn has so many."""
        ours, plain = (number / median(taken) for taken in (self.ours, self.plain))
        return f"{ours:,.0f} against {plain:,.0f} {of}/s"

    def lengths(self) -> str:
        """How long both take."""
        ours, plain = (median(taken) * 1000 for taken in (self.ours, self.plain))
        return f"{ours:,.3g} against {plain:,.3g} ms"

    def _pairs(self) -> "zip[tuple[float, float]]":
        return zip(self.ours, self.plain, strict=True)


def take_turns(
    ours: Callable[[], object], plain: Callable[[], object], times: int, warming: int = 1
) -> Turns:
    """Run both so many times, one after the other; the first turns are not counted."""
    turns = Turns([], [])
    for turn in range(warming + times):
        taken = once(ours), once(plain)
        if turn >= warming:
            turns.ours.append(taken[0])
            turns.plain.append(taken[1])
    return turns


def percentile(values: list[float], part: float) -> float:
    """The value that this part of them stays at or below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]
