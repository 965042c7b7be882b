"""What a kiosk is told to do once, in its signed directory, and how it says what came of it.

Lines of the kiosk: `command.taken` before anything is done, `command.done` afterwards; whoever finds the
first without the other knows that it was interrupted, and does nothing again.
"""

from collections.abc import Set
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from sync.contract.encoding import Hash, Id, Millis

LONGEST_MS: Final = 7 * 24 * 3_600_000
"""From issue to expiry: lines that say what was taken are kept longer than that."""
MOST: Final = 16
"""Commands in one directory; a kiosk looks at no more."""
DIAGNOSTICS: Final = "diagnostics"
"""Under which a diagnostics blob is attached, and the name in its `info`."""
DIAGNOSTICS_BYTES: Final = 12 * 1024


class What(StrEnum):
    """All that can be asked for; nothing here could bend a rating."""

    DELIVER = "deliver"
    RESTART = "restart"
    DIAGNOSE = "diagnose"


class Outcome(StrEnum):
    """What came of a command."""

    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    UNKNOWN = "unknown"


class Command(msgspec.Struct, frozen=True):
    """One command; `what` may be a word of a newer version; from `expires` (ms UTC) on nobody obeys it."""

    command: Id
    what: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{1,32}\Z")]
    issued: Millis
    expires: Millis


class TakenCommand(msgspec.Struct, frozen=True):
    """The body of `command.taken`."""

    command: Id
    what: str


class DoneCommand(msgspec.Struct, frozen=True):
    """The body of `command.done`; `code` is a word for technicians, `attached` names diagnostics."""

    command: Id
    what: str
    outcome: Outcome
    code: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    attached: dict[str, Hash] = {}


class Verdict(StrEnum):
    """What a kiosk does with a command that stands in its directory."""

    TAKE = "take"
    TELL_UNKNOWN = "tell_unknown"
    WAIT = "wait"
    LEAVE = "leave"


def judge_command(command: Command, now_ms: int | None, taken: Set[str]) -> Verdict:
    """`now_ms` is corrected time, None while nobody knows it; `taken` are ids this kiosk wrote lines of."""
    if command.command in taken:
        return Verdict.LEAVE
    if now_ms is None:
        return Verdict.WAIT
    if now_ms >= min(command.expires, command.issued + LONGEST_MS):
        return Verdict.LEAVE
    return Verdict.TAKE if command.what in set(What) else Verdict.TELL_UNKNOWN
