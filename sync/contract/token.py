"""The token a phone carries: minted offline, signed by the kiosk, telling neither score nor official."""

import hashlib
import uuid
from collections.abc import Callable
from enum import IntEnum
from typing import Final, NamedTuple

from sync.contract.encoding import Malformed, base32, unbase32

_PREFIX: Final = b"hailong-token-1\n"
_SIGNED: Final = 49
_LENGTH: Final = 113


class Purpose(IntEnum):
    """What the token's id names."""

    RATING = 1
    INVITATION = 2


class Token(NamedTuple):
    """A rating or invitation (`id`) of a kiosk's ledger."""

    purpose: Purpose
    kiosk: str
    ledger: str
    id: str

    @property
    def signed(self) -> bytes:
        """The 49 bytes that the kiosk signs, after the prefix."""
        ids = (uuid.UUID(text).bytes for text in (self.kiosk, self.ledger, self.id))
        return bytes([self.purpose]) + b"".join(ids)


def mint(token: Token, sign_raw: Callable[[bytes], bytes]) -> str:
    """The token as base-32 text; `sign_raw` gives the 64 bytes of the kiosk's signature."""
    return base32(token.signed + sign_raw(_PREFIX + token.signed))


def read_token(text: str) -> tuple[Token, bytes, bytes]:
    """The token, the message that must be signed, and the 64-byte signature.

    Raises:
        Malformed: not a token.
    """
    if len(text) > 2 * _LENGTH:
        raise Malformed("not a token")
    raw = unbase32(text)
    if len(raw) != _LENGTH or raw[0] not in (Purpose.RATING, Purpose.INVITATION):
        raise Malformed("not a token")
    kiosk, ledger, named = (str(uuid.UUID(bytes=raw[at : at + 16])) for at in (1, 17, 33))
    return Token(Purpose(raw[0]), kiosk, ledger, named), _PREFIX + raw[:_SIGNED], raw[_SIGNED:]


def receipt_code(rating: str) -> str:
    """What a citizen may write down: 60 bits of the rating's id, `XXXX-XXXX-XXXX`."""
    letters = base32(hashlib.sha256(b"hailong-receipt-1\n" + rating.encode("ascii")).digest())[:12]
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))
