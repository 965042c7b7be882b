"""Which rating a dossier had at the same stage before, within a day: remembered in this process alone.

A dossier's code is short enough to be guessed, so no digest of it is in the ledger or on the disk. Here it is
digested under a key that is drawn at the start, and what is a day old is forgotten.
"""

import hmac
import secrets
from typing import Final

FORGOTTEN_MS: Final = 86_400_000


class Repetitions:
    """Ratings by dossier and stage, and when each was given (ms of a clock that never steps)."""

    def __init__(self) -> None:
        self._key: Final = secrets.token_bytes(32)
        self._given: dict[bytes, tuple[str, int]] = {}

    def note(self, dossier: str, stage: str | None, rating: str, now_ms: int) -> str | None:
        """The rating (UUID) that the dossier had at this stage before, if any; from now on it is `rating`."""
        self._given = {
            digest: (earlier, at_ms)
            for digest, (earlier, at_ms) in self._given.items()
            if now_ms - at_ms < FORGOTTEN_MS
        }
        digest = hmac.digest(self._key, f"{stage or ''}\n{dossier}".encode(), "sha256")
        before = self._given.get(digest)
        self._given[digest] = (rating, now_ms)
        return before[0] if before else None
