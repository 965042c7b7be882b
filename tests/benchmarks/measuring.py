"""Time, the least of a few runs, and one line of print for each figure."""

import time
from collections.abc import Callable


def seconds(call: Callable[[], object], times: int = 3) -> float:
    """The least time of some runs: what the work takes when nothing else disturbs it."""
    return min(once(call) for _ in range(times))


def report(what: str, taken: float, plain: float, than: str, lines: int = 0) -> None:
    """Print how many times the plain thing something takes, and lines a second where it handles lines."""
    pace = f"  {lines / taken:9,.0f} lines/s" if lines else f"  {taken * 1000:9.2f} ms     "
    print(f"\n{what:<44}{pace}   {taken / plain:7.2f} × {than}", end="")


def once(call: Callable[[], object]) -> float:
    """The time of one run, in seconds."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
