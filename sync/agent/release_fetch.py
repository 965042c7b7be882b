"""A release comes down in ranges, so small that a bad link brings one whole; what it is, its hash tells."""

from typing import Final

from sync.agent.answers import Document, Problematic, read_answer
from sync.agent.carrier import OCTETS, Ask, Carrier, Reply
from sync.agent.outcome import Unanswered, Untrusted
from sync.agent.trust import Trust

USUAL: Final = 64 * 1024
LEAST: Final = 2 * 1024
MOST: Final = 256 * 1024


def fetch_range(
    carrier: Carrier, trust: Trust, release: str, piece: str | None, first: int, count: int
) -> bytes | Unanswered:
    """At most `count` bytes from `first` on: of a piece, or of the release's document; fewer at its end."""
    path = f"/api/v1/releases/{release}" + ("" if piece is None else f"/pieces/{piece}")
    reply = carrier.ask(Ask("GET", path, f"first={first}&count={count}", limit=count))
    if isinstance(reply, Reply) and reply.status == 200 and reply.media_type == OCTETS:
        return reply.body
    answer = read_answer(reply, "piece", trust)
    if isinstance(answer, Problematic):
        return answer.outcome()
    return Untrusted("not a piece") if isinstance(answer, Document) else answer


def next_count(count: int, *, came: bool) -> int:
    """How much to ask for next: more where it came, less where it was cut off."""
    return min(MOST, count * 2) if came else max(LEAST, count // 2)
