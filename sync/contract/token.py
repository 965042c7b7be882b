"""The token a phone carries: minted offline, signed by the kiosk, telling neither score nor official."""

import hashlib
import re
import uuid
from collections.abc import Callable
from enum import IntEnum
from typing import Final, NamedTuple

from sync.contract.encoding import Malformed, base32, grouped, unbase32

_PREFIX: Final = b"hailong-token-1\n"
_SIGNED: Final = 49
_LENGTH: Final = 113
CODE_LETTERS: Final = 12
_BETWEEN: Final = re.compile(r"[\s\-\u2010-\u2015\u2212_.]")
"""What people and keyboards put between the letters of a code."""


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
    letters = base32(_of_rating(rating))[:CODE_LETTERS]
    return grouped(letters)


def receipt_number(rating: str) -> int:
    """The same 60 bits as a number."""
    return int.from_bytes(_of_rating(rating)[:8], "big") >> 4


def read_receipt_code(text: str) -> int:
    """The number of a code that was typed: case, dashes and blanks do not matter, nor O for 0, I and L for 1.

    Raises:
        Malformed: no receipt code.
    """
    letters = _BETWEEN.sub("", text)
    if len(letters) != CODE_LETTERS:
        raise Malformed("not a receipt code")
    return int.from_bytes(unbase32(letters + "0"), "big") >> 4


def _of_rating(rating: str) -> bytes:
    return hashlib.sha256(b"hailong-receipt-1\n" + rating.encode("ascii")).digest()
