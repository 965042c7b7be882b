"""Texts made comparable: composed, without marks, without what only looks different."""

import re
import unicodedata
from typing import Final

_BRACKETED: Final = re.compile(r"\([^()]*\)")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def composed(text: str) -> str:
    """The text in NFC, on one line, without control characters and needless blanks."""
    plain = unicodedata.normalize("NFC", text)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())


def folded(text: str) -> str:
    """Lower-case letters a to z and digits, words apart by one blank: "Họ và tên" → "ho va ten"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(part for part in parts if not unicodedata.combining(part)).replace("đ", "d")
    return _NO_WORD.sub(" ", bare).strip()


def headline(text: str) -> str:
    """A header cell folded, without what stands in brackets."""
    return folded(_BRACKETED.sub(" ", text)) or folded(text)
