"""Asking another server, each time in a thread of its own: it is waited for so long and no longer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

T = TypeVar("T")

DEADLINE_SECONDS: Final = 10.0
"""Whoever has not answered in full by then is not waited for, however slowly the answer comes in."""


class Unanswered(Exception):
    """The server has not answered in time, or is asked often enough already; the message is for the log."""


class Asking:
    """Asks a server at most so many times at once.

    A server that never ends its answer keeps the thread that asked it, which holds up nothing, not even the
    end of the process; until then that counts as being asked.
    """

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    async def answer(self, ask: Callable[[], T]) -> T:
        """What `ask` returns or raises.

        Raises:
            Unanswered: nothing, for now.
        """
        if not self._free.acquire(blocking=False):
            raise Unanswered("is asked often enough just now")
        awaited: Future[T] = Future()
        awaited.set_running_or_notify_cancel()
        threading.Thread(target=self._ask, args=(ask, awaited), name="asking", daemon=True).start()
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                return await asyncio.wrap_future(awaited)
        except TimeoutError as error:
            raise Unanswered(f"has not answered within {DEADLINE_SECONDS:g} s") from error

    def _ask(self, ask: Callable[[], T], awaited: "Future[T]") -> None:
        try:
            answer = ask()
        except Exception as error:  # noqa: BLE001 - the asker's
            self._free.release()
            awaited.set_exception(error)
        else:
            self._free.release()
            awaited.set_result(answer)
