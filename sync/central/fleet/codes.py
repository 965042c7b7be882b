"""Enrolment codes: shown once, kept as a digest."""

import hashlib
import secrets
from typing import Final

from sync.contract.encoding import Malformed, base32
from sync.contract.enrolment import CODE_LETTERS, canonical

VALID_MS: Final = 7 * 24 * 3600 * 1000
_BYTES: Final = 10


def mint_code() -> str:
    """A new code: 80 random bits as 16 base-32 letters."""
    return base32(secrets.token_bytes(_BYTES))


def code_digest(code: str) -> str | None:
    """What is kept of a code, however it was typed; nothing if it cannot be one."""
    try:
        letters = canonical(code, CODE_LETTERS)
    except Malformed:
        return None
    return hashlib.sha256(letters.encode("ascii")).hexdigest()
