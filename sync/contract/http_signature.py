"""Requests signed by the kiosk's key: RFC 9421, one signature over method, path, query and content digest.

The caller judges `created` against a clock of its own; the contract has none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
)
from http_message_signatures.algorithms import ED25519

from sync.contract.keys import public_bytes

COMPONENTS: Final = ("@method", "@path", "@query", "content-digest")
LABEL: Final = "hailong"
SKEW_SECONDS: Final = 600

_KEYID: Final = re.compile(r';keyid="([0-9a-f]{64})"')


class BadSignature(Exception):
    """A request without a signature of ours over all it must cover."""


class SignedBy(NamedTuple):
    """The key (32 bytes) that signed a request, and when it says so (seconds since 1970)."""

    public: bytes
    created: int


@dataclass
class _Message:
    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, private: Ed25519PrivateKey | None = None) -> None:
        self._private = private

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        if self._private is None:
            raise KeyError(key_id)
        return self._private

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key_id))


class _TimelessVerifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Leave time to the caller."""


def headers_for(
    private: Ed25519PrivateKey, method: str, url: str, body: bytes, created: int
) -> dict[str, str]:
    """The three headers that sign a request to the absolute `url`; `created` in seconds."""
    message = _Message(method, url)
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Keys(private))
    signer.sign(
        message,
        key_id=public_bytes(private).hex(),
        created=datetime.fromtimestamp(created, UTC),
        label=LABEL,
        covered_component_ids=COMPONENTS,
        body=body,
    )
    return message.headers


def claimed_key(headers: Mapping[str, str]) -> bytes | None:
    """The key (32 bytes) that a request says it was signed by; proves nothing, and costs nothing to read."""
    found = _KEYID.search(headers.get("signature-input", ""))
    return None if found is None else bytes.fromhex(found[1])


def verify_request(method: str, url: str, headers: Mapping[str, str], body: bytes) -> SignedBy:
    """Who signed this request, and when.

    Raises:
        BadSignature: none, more than one, or one that does not cover all of it.
    """
    verifier = _TimelessVerifier(signature_algorithm=ED25519, key_resolver=_Keys())
    try:
        (result,) = verifier.verify(
            _Message(method, url, dict(headers)), max_age=None, require_components=COMPONENTS, body=body
        )
    except (HTTPMessageSignaturesException, ValueError) as error:
        raise BadSignature(str(error)) from error
    if result.label != LABEL:
        raise BadSignature(f"label {result.label}")
    if "created" not in result.parameters:
        raise BadSignature("it does not say when it was created")
    key, created = result.parameters["keyid"], result.parameters["created"]
    return SignedBy(bytes.fromhex(str(key)), int(created))
