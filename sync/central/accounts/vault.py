"""Secrets of second factors, closed with a key of the server's own: the database alone gives none away."""

import base64
import os
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.central.keys.identity import Identity

_INFO: Final = b"hailong-totp-1"
_NONCE_BYTES: Final = 12


class Vault:
    """Closes and opens with AES-256-GCM; the key comes from the identity's seal key, which never changes."""

    def __init__(self, identity: Identity) -> None:
        kept = identity.seal_private.private_bytes_raw()
        self._cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=_INFO).derive(kept))

    def close(self, secret: str, account: str) -> str:
        """What is stored of a secret; it opens for this account only."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, secret.encode(), account.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, stored: str, account: str) -> str:
        """The secret.

        Raises:
            cryptography.exceptions.InvalidTag: it was closed for another account, or by another server.
        """
        raw = base64.b64decode(stored)
        nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        return self._cipher.decrypt(nonce, sealed, account.encode()).decode()
