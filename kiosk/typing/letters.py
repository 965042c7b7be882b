"""The letters of Vietnamese: which tone a vowel carries, which mark a letter, and how to put them on."""

import unicodedata
from enum import IntEnum
from typing import Final


class Tone(IntEnum):
    """The six tones; the names are the Vietnamese ones, without their marks."""

    NGANG = 0
    SAC = 1
    HUYEN = 2
    HOI = 3
    NGA = 4
    NANG = 5


VOWELS: Final = "aăâeêioôơuưy"
ACCENTS: Final = {
    Tone.SAC: "\u0301",
    Tone.HUYEN: "\u0300",
    Tone.HOI: "\u0309",
    Tone.NGA: "\u0303",
    Tone.NANG: "\u0323",
}
PLAIN: Final = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
"""The letter under each mark."""


def _toned() -> dict[tuple[str, Tone], str]:
    return {
        (vowel, tone): unicodedata.normalize("NFC", vowel + accent)
        for vowel in VOWELS + VOWELS.upper()
        for tone, accent in ACCENTS.items()
    }


_TONED: Final = _toned()
_TONES: Final = {letter: tone for (_, tone), letter in _TONED.items()}
_WITHOUT_TONE: Final = str.maketrans({letter: vowel for (vowel, _), letter in _TONED.items()})
_WITHOUT_MARK: Final = str.maketrans(PLAIN)

LETTERS: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    + "".join(PLAIN)
    + "".join(PLAIN).upper()
    + "".join(_TONES)
)
"""What a word is made of; everything else stands between words."""


def toned(vowel: str, tone: Tone) -> str:
    """`vowel`, which carries no tone, with `tone`; one code point."""
    return _TONED.get((vowel, tone), vowel)


def tone_of(letter: str) -> Tone:
    """The tone that a letter carries."""
    return _TONES.get(letter, Tone.NGANG)


def without_tones(text: str) -> str:
    """The same letters and marks, each without its tone."""
    return text.translate(_WITHOUT_TONE)


def without_marks(text: str) -> str:
    """Lower-case `text` that carries no tones, with the plain letter under each mark."""
    return text.translate(_WITHOUT_MARK)


def in_case_of(model: str, letter: str) -> str:
    """`letter` as large as `model`."""
    return letter.upper() if model.isupper() else letter.lower()
