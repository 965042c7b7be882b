"""Looking for garbage between tests, where one with a screen has left the collector off."""

import gc
from typing import Final

_UNSWEPT: Final = 50_000
"""So many new objects are worth the time that the collector takes."""


def sweep() -> None:
    """On this thread: no other may collect what a screen's tests left here."""
    if not gc.isenabled() and gc.get_count()[0] > _UNSWEPT:
        gc.collect()
