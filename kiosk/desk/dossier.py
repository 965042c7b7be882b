"""What was held to the scanner: a dossier's code, a badge, or nothing we can read (a value, never an error).

A code is agency, date received, number: `H15.50.05.13-261008-0975`. Its parts are not judged: real agencies
and numbers hold oddities, and people may bring another unit's dossier. A text may hold a code: an address,
JSON, a printed sentence. It may say the stage (`received`, `supplement`, `refused` or `returned`) after `?`,
`&` or `;`, as in `https://dvc.example/hs?ma=H15.50.05.13-261008-0975&stage=returned` or, shorter,
`H15.50.05.13-261008-0975;stage=returned`.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

from sync.contract.badge import MARK, Badge, read_badge
from sync.contract.rating import Stage

MAX_CHARACTERS: Final = 1024

_CODE: Final = r"[A-Za-z0-9]{1,4}(?:\.[A-Za-z0-9]{1,4}){0,6}-(?:[0-9]{6}|[0-9]{8})-[0-9]{3,14}"
_WHOLE: Final = re.compile(_CODE)
_WITHIN: Final = re.compile(rf"(?<![\w.-]){_CODE}(?![\w-])")
_SPACED_HYPHEN: Final = re.compile(r"\s*-\s*")
_STAGE: Final = re.compile(
    r"[?&;]stage=(received|supplement|refused|returned)(?![\w-])", re.ASCII | re.IGNORECASE
)
_STAGES: Final[dict[str, Stage]] = {
    "received": "received",
    "supplement": "supplement",
    "refused": "refused",
    "returned": "returned",
}


class Why(StrEnum):
    """Why a text could not be read."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_CODE = "no_code"
    SEVERAL = "several"
    BADGE = "badge"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier's code as it is kept, not shown in logs, since it leads to a person; its stage, if told."""

    code: str = field(repr=False)
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A scan to warn about, and go on without."""

    why: Why


def read_scan(text: str) -> Dossier | Badge | Unreadable:
    """What a scanner read. Never raises."""
    if len(text) > MAX_CHARACTERS:
        return Unreadable(Why.TOO_LONG)
    compact = "".join(text.split())
    if compact[: len(MARK)].upper() == MARK:
        return read_badge(compact) or Unreadable(Why.BADGE)
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
    return Dossier(codes.pop(), _stage_in(plain)) if codes else Unreadable(Why.NO_CODE)


def _codes_in(text: str) -> set[str]:
    return {found.upper() for found in _WITHIN.findall(text)}


def _stage_in(text: str) -> Stage | None:
    told = {_STAGES[found.lower()] for found in _STAGE.findall(text)}
    return told.pop() if len(told) == 1 else None
