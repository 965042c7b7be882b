"""Time, the least of a few runs, and one line of print for each figure."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles


def seconds(call: Callable[[], object], times: int = 3) -> float:
    """The least time of some runs: what the work takes when nothing else disturbs it."""
    return min(once(call) for _ in range(times))


def report(what: str, taken: float, plain: float, than: str, lines: int = 0) -> None:
    """Print how many times the plain thing something takes, and lines a second where it handles lines."""
    pace = f"  {lines / taken:9,.0f} lines/s" if lines else f"  {taken * 1000:9.2f} ms     "
    print(f"\n{what:<44}{pace}   {taken / plain:7.2f} × {than}", end="")


@dataclass(frozen=True)
class Share:
    """How much of a plain thing's pace ours has, by pairs of runs (seconds) that took turns."""

    ours: list[float]
    plain: list[float]

    @property
    def median(self) -> float:
        """The middle one of the pairs' shares."""
        return median(self._shares)

    def report(self, what: str, than: str, lines: int) -> None:
        """Print the share with its spread, and the pace of both."""
        low, _, high = quantiles(self._shares, n=4)
        paces = (f"{lines / median(taken):9,.0f}" for taken in (self.ours, self.plain))
        print(
            f"\n{what:<44}{next(paces)} lines/s   {self.median:7.2f} of {than} "
            f"({next(paces).strip()} lines/s; n {len(self.ours)}, quartiles {low:.2f}–{high:.2f})",
            end="",
        )

    @property
    def _shares(self) -> list[float]:
        return [plain / ours for ours, plain in zip(self.ours, self.plain, strict=True)]


def once(call: Callable[[], object]) -> float:
    """The time of one run, in seconds."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
