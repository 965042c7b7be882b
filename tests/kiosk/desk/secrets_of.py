"""Fresh secrets, as the central server makes them."""

import secrets

from sync.contract.badge import SECRET_BYTES, Badge
from sync.contract.call_token import token_digest
from sync.contract.encoding import base32


def new_token() -> tuple[str, str]:
    """A counter's token, and its digest."""
    token = secrets.token_urlsafe(32)
    return token, token_digest(token)


def new_badge(official: str) -> Badge:
    """A badge of the official with this lower-case UUID."""
    return Badge(official, base32(secrets.token_bytes(SECRET_BYTES)))
