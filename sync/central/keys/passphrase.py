"""What a passphrase closes: argon2id makes the key (RFC 9106), ChaCha20-Poly1305 closes (RFC 8439)."""

import os
import unicodedata
from typing import Annotated, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sync.contract.encoding import Malformed, decode, write_json

_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class WrongPassphrase(Exception):
    """It opens nothing here."""


class Cost(msgspec.Struct, frozen=True):
    """What one try costs: passes over so much memory. It stands beside what is closed, so it may grow."""

    passes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 3
    memory_kib: Annotated[int, msgspec.Meta(ge=8, le=4 * 1024 * 1024)] = 64 * 1024


class _Closed(msgspec.Struct, frozen=True):
    cost: Cost
    salt: str
    nonce: str
    sealed: str


def close(secret: bytes, passphrase: str, about: str, cost: Cost) -> str:
    """The secret as it may be stored; it opens with this passphrase, and as the secret of `about` only."""
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    sealed = _cipher(passphrase, salt, cost).encrypt(nonce, secret, about.encode())
    return write_json(_Closed(cost, salt.hex(), nonce.hex(), sealed.hex())).decode()


def open_closed(stored: str, passphrase: str, about: str) -> bytes:
    """The secret.

    Raises:
        WrongPassphrase: another one closed it, or it was closed for something else, or was changed.
    """
    try:
        closed = decode(stored.encode(), _Closed)
        cipher = _cipher(passphrase, bytes.fromhex(closed.salt), closed.cost)
        return cipher.decrypt(bytes.fromhex(closed.nonce), bytes.fromhex(closed.sealed), about.encode())
    except (InvalidTag, Malformed, ValueError) as error:
        raise WrongPassphrase from error


def _cipher(passphrase: str, salt: bytes, cost: Cost) -> ChaCha20Poly1305:
    letters = unicodedata.normalize("NFC", passphrase).encode()
    key = Argon2id(
        salt=salt, length=_KEY_BYTES, iterations=cost.passes, lanes=1, memory_cost=cost.memory_kib
    ).derive(letters)
    return ChaCha20Poly1305(key)
