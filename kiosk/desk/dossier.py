"""What was held to the scanner: a dossier's code, a badge, or nothing we can read (a value, never an error).

A code is agency, date received, number: `H15.50.05.13-261008-0975`. Its parts are not judged: real agencies
and numbers hold oddities, and people may bring another unit's dossier. A text may hold a code: an address,
JSON, a printed sentence. A badge is `HAILONG-BADGE:<official's UUID>:<secret>`, the secret 26 base-32
characters (130 bits); whoever keeps its digest (SHA-256 of the secret, hex) can tell it from a forged one.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

MAX_CHARACTERS: Final = 1024

_CODE: Final = r"[A-Za-z0-9]{1,4}(?:\.[A-Za-z0-9]{1,4}){0,6}-(?:[0-9]{6}|[0-9]{8})-[0-9]{3,14}"
_WHOLE: Final = re.compile(_CODE)
_WITHIN: Final = re.compile(rf"(?<![\w.-]){_CODE}(?![\w-])")
_SPACED_HYPHEN: Final = re.compile(r"\s*-\s*")
_BADGE_MARK: Final = "HAILONG-BADGE:"
_BADGE: Final = re.compile(
    r"HAILONG-BADGE:([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}):([0-9A-HJKMNP-TV-Z]{26})",
    re.ASCII | re.IGNORECASE,
)
_BASE32: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Why(StrEnum):
    """Why a text could not be read."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_CODE = "no_code"
    SEVERAL = "several"
    BADGE = "badge"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier's code as it is kept; not shown in logs, since it leads to a person."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Badge:
    """An official's badge: a lower-case UUID, and a secret that is not shown in logs."""

    official: str
    secret: str = field(repr=False)

    def fits(self, digest: str) -> bool:
        """Whether `digest` is that of this badge's secret; takes as long for a wrong one."""
        return hmac.compare_digest(badge_digest(self.secret).encode(), digest.encode())


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A scan to warn about, and go on without."""

    why: Why


def read_scan(text: str) -> Dossier | Badge | Unreadable:
    """What a scanner read. Never raises."""
    if len(text) > MAX_CHARACTERS:
        return Unreadable(Why.TOO_LONG)
    compact = "".join(text.split())
    if compact[: len(_BADGE_MARK)].upper() == _BADGE_MARK:
        badge = _BADGE.fullmatch(compact)
        return Badge(badge[1].lower(), badge[2].upper()) if badge else Unreadable(Why.BADGE)
    return read_dossier(text)


def read_dossier(text: str) -> Dossier | Unreadable:
    """The one dossier code that `text` is or holds, upper-case and without spaces. Never raises."""
    if len(text) > MAX_CHARACTERS:
        return Unreadable(Why.TOO_LONG)
    compact = "".join(text.split())
    if not compact:
        return Unreadable(Why.EMPTY)
    if _WHOLE.fullmatch(compact):
        return Dossier(compact.upper())
    plain = unquote(text)
    codes = _codes_in(plain) or _codes_in(_SPACED_HYPHEN.sub("-", plain))
    if len(codes) > 1:
        return Unreadable(Why.SEVERAL)
    return Dossier(codes.pop()) if codes else Unreadable(Why.NO_CODE)


def new_badge(official: str) -> Badge:
    """A fresh badge for the official with this lower-case UUID."""
    return Badge(official, "".join(secrets.choice(_BASE32) for _ in range(26)))


def badge_text(badge: Badge) -> str:
    """What a badge's QR code holds; in capitals, which take fewer modules."""
    return f"{_BADGE_MARK}{badge.official.upper()}:{badge.secret}"


def badge_digest(secret: str) -> str:
    """SHA-256, hex: 130 random bits cannot be guessed, so nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _codes_in(text: str) -> set[str]:
    return {found.upper() for found in _WITHIN.findall(text)}
