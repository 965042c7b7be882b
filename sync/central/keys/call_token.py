"""The token of a counter's software: made here, kept by that software; only its digest goes further."""

import secrets
from typing import Final

from sync.contract.call_token import token_digest

TOKEN_BYTES: Final = 32


def new_token() -> tuple[str, str]:
    """A fresh token, and the digest that province.json keeps of it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, token_digest(token)
