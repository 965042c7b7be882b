"""How long a visit waits, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """Durations in milliseconds."""

    repeat_guard_ms: int = 400
    """After a touch or a new page: a hand that shakes touches twice."""
    page_ms: int = 45_000
    """On a page, before asking whether somebody is still there."""
    still_there_ms: int = 20_000
    """The visible countdown of that question."""
    thanks_ms: int = 20_000
    """Long enough for a phone to scan the receipt."""
    commit_ms: int = 2_000
    """A store slower than this is shown as a pause, not as a frozen screen."""
    call_ms: int = 60_000
    """A counter's call nobody answers lapses."""
    notice_ms: int = 5_000
    """What an official who signed on or off reads, and how long a badge read again changes nothing."""
    practice_ms: int = 600_000
    """Practice ends by itself."""
    staff_ms: int = 120_000
    """The staff page closes by itself."""
    corner_ms: int = 3_000
    """Within it, the corner is to be touched so often:"""
    corner_touches: int = 5


TIMINGS = Timings()
