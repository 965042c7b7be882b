"""What is handed to the store to become lines."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """A line to be: the store adds seq and time. `blobs` are the sealed bytes that its body names."""

    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Parent:
    """The last good line of the ledger that a new one follows; `head` in hex."""

    ledger: str
    seq: int
    head: str

    def as_body(self) -> dict[str, Any]:
        """As it stands in `ledger.opened`."""
        return {"ledger": self.ledger, "seq": self.seq, "head": self.head}
