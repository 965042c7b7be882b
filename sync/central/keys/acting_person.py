"""Whose act a line of the own ledger tells of: a mark that this server alone can tie to a name.

The own ledger travels to the server above as it stands, and nothing can be taken out of it later. So names of
people stay in the audit log; a line holds the same mark for the same name.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

from sync.central.keys.identity import Identity
from sync.contract.encoding import base32

NAMED: Final = ("by", "proposed_by", "released_by", "approved_by")
_BYTES: Final = 16


def mark_of(identity: Identity, name: str) -> str:
    """The mark of a name: 26 letters of base-32, HMAC-SHA256 under a key made from this server's seal key."""
    secret = hashlib.sha256(b"hailong-person-1\n" + identity.seal_private.private_bytes_raw()).digest()
    return base32(hmac.digest(secret, name.encode(), "sha256")[:_BYTES])


def unnamed(identity: Identity, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a line with marks in the place of names."""
    marks = {key: mark_of(identity, body[key]) for key in NAMED if isinstance(body.get(key), str)}
    return {**body, **marks}
