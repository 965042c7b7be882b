"""A question to the central server and what came back, before anybody judged it."""

import secrets
from dataclasses import dataclass
from typing import Protocol

from sync.agent.outcome import Unreachable
from sync.agent.trust import Trust, Way

DOCUMENT_LIMIT = 64 * 1024
OCTETS = "application/octet-stream"


@dataclass(frozen=True)
class Ask:
    """A request; `limit` is the most bytes its answer may have; `signed` by the kiosk's key."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    media_type: str | None = None
    limit: int = DOCUMENT_LIMIT
    signed: bool = True


@dataclass(frozen=True)
class Reply:
    """What came back over HTTP; an answer beyond the limit has neither media type nor body."""

    status: int
    media_type: str
    body: bytes
    retry_ms: int | None = None


class Carrier(Protocol):
    """Brings a question there and a reply back; judges neither."""

    def ask(self, ask: Ask) -> Reply | Unreachable:
        """One question, one reply; nothing is repeated."""

    def follow(self, trust: Trust) -> None:
        """Call where, and with which CAs, this trust says from now on."""

    @property
    def answered(self) -> Way | None:
        """The way that led to the last reply of our server's, as far as can be told without judging it."""


def new_nonce() -> str:
    """16 random bytes, hex."""
    return secrets.token_hex(16)
