"""Patience with machines that start, stop and update themselves."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 180.0
LOOK_SECONDS = 0.1


def until(true: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something is so."""
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, what
        time.sleep(LOOK_SECONDS)
