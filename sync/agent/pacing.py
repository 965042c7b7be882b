"""When to contact the server next. Pure: times are `up` in ms, randomness comes in as `chance` in [0, 1)."""

from dataclasses import dataclass, replace

from sync.agent.outcome import Busy, Delivered, Idle, Outcome, Unreachable


@dataclass(frozen=True)
class Pacing:
    """The protocol's intervals in ms. Live lines wait, so that their arrival does not tell who rated.

    `asked_spread_ms`: Retry-After names whole seconds, and many kiosks are told the same one.
    """

    live_ms: tuple[int, int] = (30_000, 90_000)
    first_spread_ms: int = 60_000
    failure_ms: tuple[int, int] = (5_000, 900_000)
    believed_ms: int = 3_600_000
    asked_spread_ms: int = 1_000
    heartbeat_ms: int = 300_000


@dataclass(frozen=True)
class Pace:
    """Nothing goes before `earliest_ms`; a line waits `live_wait_ms`; a heartbeat is due at `beat_ms`.

    `asked_ms`: the server asked for nothing before it. `hurried`: somebody wants to see a contact now.
    """

    earliest_ms: int
    live_wait_ms: int
    beat_ms: int
    failures: int = 0
    backlog: bool = False
    asked_ms: int = 0
    hurried: bool = False


def begin(pacing: Pacing, now_ms: int, chance: float) -> Pace:
    """The pace after a start: a whole province that regains power does not call in one second."""
    earliest_ms = now_ms + int(pacing.first_spread_ms * chance)
    return Pace(earliest_ms, _between(pacing.live_ms, chance), beat_ms=earliest_ms)


def after(pace: Pace, outcome: Outcome | None, pacing: Pacing, now_ms: int, chance: float) -> Pace:
    """The pace after a contact; None is an unexpected error, paced as any failure."""
    if isinstance(outcome, Idle):
        return replace(pace, backlog=False, hurried=False)
    if isinstance(outcome, Delivered):
        earliest_ms = now_ms + min(outcome.receipt.next_ms, pacing.believed_ms)
        return Pace(
            earliest_ms=earliest_ms,
            live_wait_ms=_between(pacing.live_ms, chance),
            beat_ms=pace.beat_ms,
            backlog=outcome.more,
            asked_ms=earliest_ms,
        )
    asked_ms = outcome.retry_ms if isinstance(outcome, Busy | Unreachable) else None
    wait_ms = backoff_ms(pacing, pace.failures, chance)
    if asked_ms is not None:
        spread_ms = asked_ms + int(pacing.asked_spread_ms * chance)
        wait_ms = max(pacing.failure_ms[0], min(spread_ms, pacing.believed_ms))
    return replace(
        pace,
        earliest_ms=now_ms + wait_ms,
        failures=pace.failures + 1,
        asked_ms=pace.asked_ms if asked_ms is None else now_ms + wait_ms,
        hurried=False,
    )


def hurried(pace: Pace, now_ms: int) -> Pace:
    """The pace once somebody wants a contact: at once, but never before the server's own word."""
    earliest_ms = max(now_ms, pace.asked_ms)
    return replace(pace, earliest_ms=earliest_ms, beat_ms=min(pace.beat_ms, earliest_ms), hurried=True)


def beaten(pace: Pace, pacing: Pacing, now_ms: int, chance: float) -> Pace:
    """The pace after a heartbeat arrived: the next within 80 to 120 % of its interval."""
    return replace(pace, beat_ms=now_ms + int(pacing.heartbeat_ms * (0.8 + 0.4 * chance)))


def backoff_ms(pacing: Pacing, failures: int, chance: float) -> int:
    """Full jitter: anywhere between the least wait and a ceiling that doubles with each failure before."""
    least, most = pacing.failure_ms
    return _between((least, min(most, least * 2 ** min(failures + 1, 32))), chance)


def delivery_due_ms(pace: Pace, oldest_pending_up_ms: int | None, now_ms: int) -> int | None:
    """When to deliver; None: nothing is pending. An `up` ahead of ours is of an earlier boot: backlog."""
    if oldest_pending_up_ms is None:
        return None
    if pace.backlog or pace.hurried or oldest_pending_up_ms > now_ms:
        return pace.earliest_ms
    return max(pace.earliest_ms, oldest_pending_up_ms + pace.live_wait_ms)


def heartbeat_due_ms(pace: Pace) -> int:
    """When to send the next heartbeat."""
    return max(pace.earliest_ms, pace.beat_ms)


def _between(bounds: tuple[int, int], chance: float) -> int:
    return bounds[0] + int((bounds[1] - bounds[0]) * chance)
