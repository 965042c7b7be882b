"""A kiosk's sign of life; it carries the head even when nothing is pending."""

import msgspec

from sync.contract.encoding import Count, Hash, Id
from sync.contract.keys import verified
from sync.contract.ledger import Head, head_message


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """The kiosk's own view; `offset_ms` is corrected time minus its wall clock, if known."""

    hailong: int
    kiosk: Id
    ledger: Id
    last: Count
    head: Hash
    signature: str
    settled: Count
    room_bytes: Count
    software: str
    directory: Count
    offset_ms: int | None

    def signed_by(self, public: bytes) -> bool:
        """Whether the kiosk with this key vouches for the head."""
        head = Head(self.last, bytes.fromhex(self.head))
        return verified(public, self.signature, head_message(self.kiosk, self.ledger, head))
