"""Sealed blobs: what may have to be erased, readable only to whom it is sealed (HPKE, RFC 9180)."""

import hashlib
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sync.contract.encoding import Malformed

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_PADDING: Final = 256


def key_id(public: bytes) -> bytes:
    """The 8 bytes that name an X25519 public key of 32 bytes."""
    return hashlib.sha256(public).digest()[:8]


def seal(name: str, ledger: str, rating: str, plaintext: bytes, public: bytes) -> bytes:
    """`plaintext` (UTF-8) for the key `public`, padded so that its length tells nothing."""
    padded = plaintext + b" " * (-len(plaintext) % _PADDING)
    return seal_for(public, padded, _info(name, ledger, rating))


def unseal(blob: bytes, private: X25519PrivateKey, name: str, ledger: str, rating: str) -> bytes:
    """The plaintext, without padding.

    Raises:
        Malformed: sealed to another key, for another rating, or broken.
    """
    return unseal_with(private, blob, _info(name, ledger, rating)).rstrip(b" ")


def seal_for(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """Any bytes, as they are, for the key `public`; `info` must be the same to open them."""
    return key_id(public) + _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info=info)


def unseal_with(private: X25519PrivateKey, blob: bytes, info: bytes) -> bytes:
    """What `seal_for` sealed.

    Raises:
        Malformed: sealed to another key, with another `info`, or broken.
    """
    if blob[:8] != key_id(private.public_key().public_bytes_raw()):
        raise Malformed("sealed to another key")
    try:
        return _SUITE.decrypt(blob[8:], private, info=info)
    except (InvalidTag, ValueError) as error:
        raise Malformed("does not open") from error


def _info(name: str, ledger: str, rating: str) -> bytes:
    return f"hailong-{name}-1\n{ledger}{rating}".encode("ascii")
