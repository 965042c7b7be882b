"""A bounded queue: beyond it a caller is told to come later, before the body is read.

Who names an enrolled kiosk's key has a place among the kiosks, and few places for one key; all others share
a small lane of their own, so that strangers who send slowly keep no kiosk waiting.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from sync.central.api.refusal import Refused
from sync.contract.problems import Code

PLACES: Final = 64
PLACES_OF_ONE: Final = 4
"""A kiosk delivers one body at a time; those before it may still be dying on a broken line."""
STRANGERS: Final = 4

_LATER_SECONDS: Final = 5


class Admission:
    """Counts who is inside; used from the event loop's thread only."""

    def __init__(self, places: int = PLACES, strangers: int = STRANGERS) -> None:
        self._free = places
        self._strangers = strangers
        self._inside: Counter[str] = Counter()

    def check(self) -> None:
        """Refuse while every kiosk's place is taken.

        Raises:
            Refused: `busy`.
        """
        if self._free <= 0:
            raise _busy()

    def place(self, kiosk: str | None) -> AbstractContextManager[None]:
        """A place in the queue, for the kiosk whose key is named, or for a stranger (None).

        Entering it raises:
            Refused: `busy`, none is free.
        """
        return self._as_stranger() if kiosk is None else self._as_kiosk(kiosk)

    @contextmanager
    def _as_kiosk(self, kiosk: str) -> Iterator[None]:
        self.check()
        if self._inside[kiosk] >= PLACES_OF_ONE:
            raise _busy()
        self._free -= 1
        self._inside[kiosk] += 1
        try:
            yield
        finally:
            self._free += 1
            self._inside[kiosk] -= 1
            if not self._inside[kiosk]:
                del self._inside[kiosk]

    @contextmanager
    def _as_stranger(self) -> Iterator[None]:
        if self._strangers <= 0:
            raise _busy()
        self._strangers -= 1
        try:
            yield
        finally:
            self._strangers += 1


def _busy() -> Refused:
    return Refused(Code.BUSY, "many deliver at once; come later", retry_after_s=_LATER_SECONDS)
