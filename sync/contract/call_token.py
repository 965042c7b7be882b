"""The token with which a counter's software says that a transaction is over."""

import hashlib


def token_digest(token: str) -> str:
    """SHA-256, hex: a token's 256 random bits cannot be guessed, so nothing slower is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
