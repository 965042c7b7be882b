"""Whether a dossier was rated before at the same stage, within a day: remembered in this process alone.

A dossier's code is short enough to be guessed, so no digest of it is in the ledger or on the disk. Here it is
digested under a key that is drawn at the start, beside no rating, and what is a day old is forgotten: whoever
could read this memory would learn that a code was rated here, and never how.
"""

import hmac
import secrets
from typing import Final

FORGOTTEN_MS: Final = 86_400_000


class Repetitions:
    """When each dossier was rated at a stage (ms of a clock that never steps)."""

    def __init__(self) -> None:
        self._key: Final = secrets.token_bytes(32)
        self._rated: dict[bytes, int] = {}

    def note(self, dossier: str, stage: str | None, now_ms: int) -> bool:
        """Whether the dossier was rated at this stage before; from now on it was."""
        self._rated = {
            digest: at_ms for digest, at_ms in self._rated.items() if now_ms - at_ms < FORGOTTEN_MS
        }
        digest = hmac.digest(self._key, f"{stage or ''}\n{dossier}".encode(), "sha256")
        before = digest in self._rated
        self._rated[digest] = now_ms
        return before
