"""Forms of words, as `moments.toml` writes them, made into patterns. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

_DIGITS: Final = {
    "n": r"\d{1,2}",
    "dd": r"(?:0?[1-9]|[12]\d|3[01])",
    "mm": r"(?:0?[1-9]|1[0-2])",
    "hh": r"(?:[01]?\d|2[0-4])",
    "yy": r"\d{2}(?:\d{2})?",
    "small": r"\d{1,4}(?:[.,]\d{1,2}|\s*[-–]\s*\d{1,2})?",
    "sum": r"[1-9]\d{0,2}(?:[.,]\d{3})?[.,]000",
}
_PART: Final = re.compile(r"\{(\w+)\}|(=?[^\W\d_]+)|(\d+)|(.)")
_BLANKS: Final = {" ": r"\s+", "~": r"\s*", "(": "(?:", ")": ")?"}


class Form(NamedTuple):
    """A form as it is written, and where any word of it may have lost its marks."""

    marked: re.Pattern[str]
    unmarked: re.Pattern[str]


class Moments(NamedTuple):
    """Forms by what they find; `guessed` are less sure, and what lies wholly in one of `left` is none."""

    found: Mapping[str, Sequence[Form]]
    guessed: Mapping[str, Sequence[Form]]
    left: Sequence[Form]
    number: Form


def without_marks(text: str) -> str:
    """Small letters without marks; as many as there were, if the text is composed."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def moments() -> Moments:
    """What `moments.toml` says."""
    table = tomllib.loads((resources.files(__package__) / "moments.toml").read_text("utf-8"))
    words = table["words"]

    def read(forms: Iterable[str]) -> list[Form]:
        return [Form(*(_pattern(form, words, loosely=one) for one in (False, True))) for form in forms]

    return Moments(
        {kind: read(forms) for kind, forms in table["found"].items()},
        {kind: read(forms) for kind, forms in table["guessed"].items()},
        read(form for forms in table["left"].values() for form in forms),
        Form(*(_number_said(words, loosely=one) for one in (False, True))),
    )


def _pattern(form: str, words: Mapping[str, list[str]], *, loosely: bool) -> re.Pattern[str]:
    whole = _expand(form, words, loosely=loosely)
    return re.compile(rf"(?<!\w)(?<!\d[.,/-]){whole}(?!\w|[.,/]\d)", re.IGNORECASE)


def _number_said(words: Mapping[str, list[str]], *, loosely: bool) -> re.Pattern[str]:
    """Six digits or more, each a word."""
    digit = _expand("{digit}", words, loosely=loosely)
    return re.compile(rf"\b(?:{digit}[\s,.-]+){{5,}}{digit}\b", re.IGNORECASE)


def _expand(form: str, words: Mapping[str, list[str]], *, loosely: bool) -> str:
    return "".join(_part(match, words, loosely=loosely) for match in _PART.finditer(form))


def _part(match: re.Match[str], words: Mapping[str, list[str]], *, loosely: bool) -> str:
    name, word, number, other = match.groups()
    if name in _DIGITS:
        return _DIGITS[name]
    if name:
        return "(?:" + "|".join(_expand(one, words, loosely=loosely) for one in words[name]) + ")"
    if word and loosely and not word.startswith("="):
        return f"(?:{word}|{without_marks(word)})"
    return (
        (word or "").removeprefix("=")
        + (number or "")
        + (_BLANKS.get(other, re.escape(other)) if other else "")
    )
