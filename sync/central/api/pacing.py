"""How often phones may ask: each network, and all of them together."""

from collections.abc import Callable
from typing import Final, NamedTuple

from starlette.requests import Request

from sync.central.api.callers import Callers
from sync.central.api.pace import Pace, part_of

_ALL: Final = ""


class Limit(NamedTuple):
    """So many at once, and one more each `refill_ms`."""

    burst: int
    refill_ms: int


ONE_READS: Final = Limit(60, 1_000)
"""Many phones share one address of their network, so a whole hall of people may scan within a minute."""
ALL_READ: Final = Limit(3_000, 10)
ONE_WRITES: Final = Limit(20, 5_000)
ALL_WRITE: Final = Limit(600, 100)


class Pacing:
    """Each of so many `processes` lets callers ask for its part only; used from one thread."""

    def __init__(self, callers: Callers, up_ms: Callable[[], int], processes: int = 1) -> None:
        def pace(limit: Limit) -> Pace:
            return Pace(part_of(limit.burst, processes), limit.refill_ms * processes)

        self._callers, self._up_ms = callers, up_ms
        self._paces = {"GET": (pace(ONE_READS), pace(ALL_READ)), "POST": (pace(ONE_WRITES), pace(ALL_WRITE))}

    def wait_ms(self, request: Request) -> int:
        """0, and the request counts; or how long its sender must wait, which takes nothing from others."""
        one, everybody = self._paces["POST" if request.method == "POST" else "GET"]
        wait_ms = one.wait_ms(self._callers.of(request), self._up_ms())
        return wait_ms or everybody.wait_ms(_ALL, self._up_ms())
