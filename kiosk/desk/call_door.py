"""The counter's door: listens for calls in threads of its own, hands each to the kiosk.

It speaks in the clear: a token overheard on the desk's own network can show a visit's first page, no more.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

from kiosk.desk.call_answers import Code, Refused, refusal
from kiosk.desk.call_request import CallRequest
from kiosk.desk.calls import Call, Pace, Tokens
from sync.wire import door
from sync.wire.answer import written
from sync.wire.door import Bounds, NotListening

MAX_CONNECTIONS: Final = 16
MAX_CONNECTIONS_A_CALLER: Final = 4
DEADLINE_SECONDS: Final = 5.0
BUSY: Final = written(refusal(Refused(Code.BUSY, "too many connections"), ("Retry-After", "5")))

Take = Callable[[Call], Refused | None]
"""Told of one call at a time, in a thread of the door; why it was not taken, None if it was."""


class Door(door.Door):
    """A bounded number of connections, each in a thread; see `open_door`."""

    def __init__(
        self, host: str, port: int, tokens: Tokens, take: Take, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        """Raises OSError where the address cannot be had."""
        self.tokens = tokens
        self._take = take
        self._taking = threading.Lock()
        self._pacing = threading.Lock()
        self._pace = Pace()
        bounds = Bounds(MAX_CONNECTIONS, MAX_CONNECTIONS_A_CALLER, deadline_seconds)
        super().__init__(host, port, CallRequest, bounds, name="calls", busy=BUSY)

    def allows(self, counter: str) -> bool:
        """Whether this counter does not call too often."""
        with self._pacing:
            return self._pace.allows(counter, time.monotonic())

    def hand_over(self, call: Call) -> Refused | None:
        """Why the kiosk did not take `call`; none is handed over once the door closes."""
        with self._taking:
            return Refused(Code.BUSY, "the kiosk is closing") if self.closing else self._take(call)


def open_door(host: str, port: int, digests: Mapping[str, str], take: Take) -> Door | NotListening:
    """Listen on `host`:`port` (0: any free one) for calls of the counters in `digests` (see `Tokens`).

    Raises:
        ValueError: `digests` is not what `Tokens` takes.
    """
    tokens = Tokens(digests)
    try:
        return Door(host, port, tokens, take)
    except (OSError, OverflowError) as error:
        return NotListening(str(error))
