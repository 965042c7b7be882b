"""What the central server signs: receipts, heads, time, provisioning, salvage answers."""

from typing import Final, Literal

import msgspec

from sync.contract.encoding import Count, Hash, Id, Millis, Nonce
from sync.contract.ledger import Head

SALVAGE_NAME: Final = 16
"""So many digits of a salvage's digest name it in a receipt."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The server holds this ledger up to `held`; times in ms; `directory` is a version as text.

    `others`: up to which line it holds each other ledger of this kiosk; `salvages`: those it keeps of it,
    each named by the first digits of its digest. Both None: it does not say.
    """

    server: Id
    ledger: Id
    held: Count
    head: Hash
    state: Literal["held", "quarantined"]
    server_time: Millis
    nonce: Nonce | None
    directory: str | None
    next_ms: Millis = 0
    others: dict[Id, Count] | None = None
    salvages: tuple[str, ...] | None = None

    @property
    def held_head(self) -> Head:
        """The head the server holds."""
        return Head(self.held, bytes.fromhex(self.head))


class HeadDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The server's head of a ledger at line `seq`."""

    server: Id
    ledger: Id
    seq: Count
    head: Hash
    nonce: Nonce


class TimeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The server's time, ms UTC."""

    server: Id
    nonce: Nonce
    time: Millis


class Provisioning(msgspec.Struct, frozen=True, kw_only=True):
    """What a kiosk learns before its first trusted connection; `ca` is PEM, `key` the server's public key."""

    server: Id
    key: Hash
    ca: str | None
    nonce: Nonce
    time: Millis


class SalvageDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The server keeps the salvage with this digest."""

    server: Id
    ledger: Id
    digest: Hash
    server_time: Millis
    nonce: Nonce | None
