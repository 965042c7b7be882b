"""Sending messages, to all targets at once and for so long and no longer."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

from sync.central.alerts.targets import Target

DEADLINE_SECONDS: Final = 30.0
"""Whose server has not said by then that it took a message has not taken it, however it answers."""
_STEP_SECONDS: Final = 5.0

log = logging.getLogger(__name__)


class Message(NamedTuple):
    """What a target is told."""

    target: Target
    title: str
    body: str


def send_all(messages: Sequence[Message], go_on: Callable[[], None]) -> Iterator[tuple[Message, bool]]:
    """Each message, and whether its target's server took it, as they answer; `go_on` is called meanwhile.

    A server that never ends its answer keeps the thread that asked it, which holds up nothing, not even the
    end of the process; it is asked nothing more until then.
    """
    running = {thread.name for thread in threading.enumerate()}
    answers = SimpleQueue[tuple[Message, bool]]()
    until = time.monotonic() + DEADLINE_SECONDS
    left = [message for message in messages if _thread_name(message) not in running]
    for message in left:
        name = _thread_name(message)
        threading.Thread(target=_ask, args=(message, answers), name=name, daemon=True).start()
    yield from ((message, False) for message in messages if _thread_name(message) in running)
    while left and (patience := until - time.monotonic()) > 0:
        go_on()
        try:
            answered = answers.get(timeout=min(patience, _STEP_SECONDS))
        except Empty:
            continue
        left.remove(answered[0])
        yield answered
    yield from ((message, False) for message in left)


def send(target: Target, title: str, body: str) -> bool:
    """Whether the target's server took the message; it may take as long as it likes to say no."""
    from apprise import Apprise, AppriseAsset, NotifyFormat

    here = AppriseAsset(  # this thread alone: Apprise's own ones would be waited for when the process ends
        app_id="Hài Lòng", app_desc="Hài Lòng", app_url="", async_mode=False, service_timeout=0
    )
    way = Apprise(asset=here)
    return bool(way.add(target.url)) and bool(
        way.notify(title=title, body=body, body_format=NotifyFormat.TEXT)
    )


def _thread_name(message: Message) -> str:
    return f"alert {message.target.name}"


def _ask(message: Message, answers: SimpleQueue[tuple[Message, bool]]) -> None:
    took = False
    try:
        took = send(*message)
    except Exception:
        log.exception("a target could not be asked")
    finally:
        answers.put((message, took))
