"""A bounded queue: beyond it a kiosk is told to come later, before its body is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sync.central.api.refusal import Refused
from sync.contract.problems import Code

PLACES: Final = 64
_LATER_SECONDS: Final = 5


class Admission:
    """Counts who is inside; used from the event loop's thread only."""

    def __init__(self, places: int = PLACES) -> None:
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue.

        Raises:
            Refused: `busy`, none is free.
        """
        if self._free <= 0:
            raise Refused(Code.BUSY, "many kiosks deliver at once; come later", retry_after_s=_LATER_SECONDS)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
