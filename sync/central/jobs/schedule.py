"""When a job is due: pure, in ms UTC of the database's clock."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from sync.contract.desk_time import DAY_MS, DESK_MS

_RETRY_MS: Final = 900_000
_AFTER_A_CUT_MS: Final = 60_000
"""A job that takes its process down does not do so at once again."""


@dataclass(frozen=True)
class Every:
    """Again so many seconds after it began."""

    seconds: int

    def last_due(self, now_ms: int, began_ms: int) -> bool:
        """Whether its time has come since it last began and ended well."""
        return now_ms - began_ms >= self.seconds * 1_000

    @property
    def retry_ms(self) -> int:
        """How long after a failure it is tried again."""
        return min(self.seconds * 1_000, _RETRY_MS)


@dataclass(frozen=True)
class Daily:
    """Once a day, from this minute in UTC+7 on; a day that was missed is made up for once."""

    hour: int
    minute: int = 0

    def last_due(self, now_ms: int, began_ms: int) -> bool:
        """Whether its time has come since it last began and ended well."""
        shift = DESK_MS - (self.hour * 60 + self.minute) * 60_000
        return (now_ms + shift) // DAY_MS > (began_ms + shift) // DAY_MS

    @property
    def retry_ms(self) -> int:
        """How long after a failure it is tried again."""
        return _RETRY_MS


Schedule: TypeAlias = Every | Daily


@dataclass(frozen=True)
class Last:
    """How a job last went: when it began, and whether it ended (`done`, `failed`; None: it was cut off)."""

    began_ms: int
    outcome: str | None


def is_due(schedule: Schedule, last: Last | None, now_ms: int) -> bool:
    """Whether the job is to run now; one that never ran is, and one from the future (a clock put back)."""
    if last is None or last.began_ms > now_ms:
        return True
    if last.outcome == "done":
        return schedule.last_due(now_ms, last.began_ms)
    waited_ms = schedule.retry_ms if last.outcome == "failed" else _AFTER_A_CUT_MS
    return now_ms - last.began_ms >= waited_ms
