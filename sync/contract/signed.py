"""Signed documents: a line of JSON, then a line with its signature; each kind signs under its own name."""

from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.contract.encoding import write_json
from sync.contract.keys import sign, verified

MEDIA_TYPE: Final = "application/vnd.hailong.signed"


class Unsigned(Exception):
    """Bytes that are no document of this kind signed by a key we trust."""


def sign_document(kind: str, document: object, private: Ed25519PrivateKey) -> bytes:
    """The two lines of a document of `kind` (`receipt`, `time`, `directory`, …)."""
    return sign_line(kind, write_json(document), private)


def sign_line(kind: str, raw: bytes, private: Ed25519PrivateKey) -> bytes:
    """The two lines of a document of `kind` whose JSON stands as it is."""
    return raw + b"\n" + sign(private, _message(kind, raw)).encode("ascii") + b"\n"


def open_document(kind: str, raw: bytes, keys: Sequence[bytes]) -> bytes:
    """The JSON line of a document signed by one of the trusted `keys` (32 bytes each).

    Raises:
        Unsigned: not two lines, another kind, or another key.
    """
    pieces = raw.split(b"\n")
    if len(pieces) != 3 or pieces[2]:
        raise Unsigned("not a signed document")
    signature = pieces[1].decode("ascii", errors="replace")
    if not any(verified(key, signature, _message(kind, pieces[0])) for key in keys):
        raise Unsigned(f"no trusted key signed this {kind}")
    return pieces[0]


def _message(kind: str, raw: bytes) -> bytes:
    return f"hailong-{kind}-1\n".encode("ascii") + raw
