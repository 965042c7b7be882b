"""Ed25519 signatures in the protocol's text forms."""

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.contract.encoding import base32, grouped

FINGERPRINT_LETTERS: Final = 26


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    """The 32 raw bytes of the public key."""
    return private.public_key().public_bytes_raw()


def sign(private: Ed25519PrivateKey, message: bytes) -> str:
    """The signature over `message`, base64."""
    return base64.b64encode(private.sign(message)).decode("ascii")


def verified(public: bytes, signature: str, message: bytes) -> bool:
    """Whether the base64 `signature` over `message` is of the key with these 32 bytes."""
    try:
        raw = base64.b64decode(signature.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return False
    return verified_raw(public, raw, message)


def verified_raw(public: bytes, signature: bytes, message: bytes) -> bool:
    """As `verified`, of the 64 raw bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """The first 26 base-32 letters of the key's SHA-256: what an enrolment link carries."""
    return base32(hashlib.sha256(public).digest())[:FINGERPRINT_LETTERS]


def key_name(public: bytes) -> str:
    """What people compare keys by, wherever one is named: its fingerprint in groups of four letters."""
    return grouped(fingerprint(public))
