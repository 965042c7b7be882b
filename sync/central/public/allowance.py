"""How much phones may send: by one token, and for one kiosk."""

from collections.abc import Callable
from threading import Lock
from typing import Final

from sync.central.api.pace import Pace, part_of
from sync.central.phone.token import Held

_FORMS, _FORM_MS = 10, 360_000
"""Of one token: a rating, its comments, a withdrawal and a few mistakes; then ten an hour.

Each process allows them all: whose forms come to one shall not wait for those that came to none.
"""
_AT_ONCE, _REFILL_MS = 100, 10_000
"""What is taken for one kiosk's tokens: all that its citizens send, and little for who stole its key."""


class Allowance:
    """What tokens may still send; used from any thread. The memory for it is `Pace`'s, which is bounded.

    A form counts for its token whatever it says, and for its kiosk only once something new of it is kept. Of
    one token that is a rating, `MOST_COMMENTS` and a withdrawal at most, ever: it takes the receipts of
    twenty visits at once to let others wait ten seconds, and each is of no more use then. Who has the kiosk's
    key makes tokens as they like, and fills the ledger no faster than its allowance, with what is under way
    at once. Networks are paced before.
    """

    def __init__(self, up_ms: Callable[[], int], processes: int) -> None:
        self._up_ms = up_ms
        self._tokens = Pace(_FORMS, _FORM_MS)
        self._kiosks = Pace(part_of(_AT_ONCE, processes), _REFILL_MS * processes)
        self._one_at_a_time: Final = Lock()

    def wait_ms(self, held: Held) -> int:
        """0, and a form of this token may be read; or how long its sender must wait."""
        with self._one_at_a_time:
            now_ms = self._up_ms()
            wait_ms = self._tokens.wait_ms(f"{held.purpose} {held.ledger} {held.id}", now_ms)
            return wait_ms or self._kiosks.early_ms(held.kiosk, now_ms)

    def took(self, held: Held) -> None:
        """Something new was kept of this token."""
        with self._one_at_a_time:
            self._kiosks.count(held.kiosk, self._up_ms())
