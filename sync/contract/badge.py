"""An official's badge: what its QR code holds, and the digest by which a directory knows it."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Final

MARK: Final = "HAILONG-BADGE:"
SECRET_BYTES: Final = 16
"""128 random bits: 26 letters of base-32."""

_BADGE: Final = re.compile(
    MARK + r"([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}):([0-9A-HJKMNP-TV-Z]{26})",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Badge:
    """An official (a lower-case UUID), and a secret of 26 base-32 letters that is not shown in logs."""

    official: str
    secret: str = field(repr=False)

    def fits(self, digest: str) -> bool:
        """Whether `digest` is that of this badge's secret; takes as long for a wrong one."""
        return hmac.compare_digest(badge_digest(self.secret).encode(), digest.encode())


def badge_text(badge: Badge) -> str:
    """What a badge's QR code holds; in capitals, which take fewer modules."""
    return f"{MARK}{badge.official.upper()}:{badge.secret}"


def read_badge(text: str) -> Badge | None:
    """The badge that `text`, without blanks and in any case, is; None: it is none."""
    badge = _BADGE.fullmatch(text)
    return Badge(badge[1].lower(), badge[2].upper()) if badge else None


def badge_digest(secret: str) -> str:
    """SHA-256, hex: 128 random bits cannot be guessed, so nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
