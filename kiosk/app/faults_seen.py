"""The last errors that this program logged, by where and what they were; never what they said."""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MOST: Final = 32


class FaultsSeen(logging.Handler):
    """Remembers codes only: a message may hold a path, an address, a word of somebody's."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: deque[str] = deque(maxlen=MOST)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        kind = record.exc_info[0] if record.exc_info else None
        what = record.levelname if kind is None else kind.__name__
        self._seen.append(f"{record.name}:{record.lineno} {what}"[:96])

    def last(self) -> tuple[str, ...]:
        """Oldest first."""
        return tuple(self._seen)


@contextmanager
def watch_faults() -> Iterator[FaultsSeen]:
    """Listen to every logger meanwhile."""
    seen = FaultsSeen()
    logging.getLogger().addHandler(seen)
    try:
        yield seen
    finally:
        logging.getLogger().removeHandler(seen)
