"""In which order people press the keys of a syllable."""

import unicodedata
from collections.abc import Callable

from tests.kiosk.typing.syllables import Syllable

VOWELS = "aăâeêioôơuưy"
INLINE = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
LATE = {"ă": "w", "â": "a", "ê": "e", "ô": "o", "ơ": "w", "ư": "w", "đ": "d"}


def plain(letters: str) -> str:
    """Without any marks."""
    bare = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def _keys(letters: str) -> str:
    """Letters with each mark at once; the long o of xoong needs a third key."""
    doubled = letters.replace("oo", "ooo")
    return "".join(INLINE.get(letter, letter) for letter in doubled)


def _split(syllable: Syllable) -> tuple[str, str, str]:
    """Onset, vowels, final consonant."""
    rime = syllable.letters[len(syllable.onset) :]
    final = rime.lstrip(VOWELS)
    return syllable.onset, rime[: len(rime) - len(final)], final


def tone_last(syllable: Syllable) -> str:
    """toans, dduwowngf."""
    return _keys(syllable.letters) + syllable.tone


def tone_after_the_vowels(syllable: Syllable) -> str:
    """toasn, dduwowfng."""
    onset, vowels, final = _split(syllable)
    return _keys(onset) + _keys(vowels) + syllable.tone + final


def tone_after_the_first_vowel(syllable: Syllable) -> str:
    """tosan, dduwfowng."""
    onset, vowels, final = _split(syllable)
    if vowels.startswith("oo"):
        return tone_after_the_vowels(syllable)
    return _keys(onset) + _keys(vowels[0]) + syllable.tone + _keys(vowels[1:]) + final


def _late(syllable: Syllable) -> str:
    """One key for each mark, a w for both of ươ."""
    marks = "".join(LATE.get(letter, "") for letter in syllable.letters)
    return marks.replace("ww", "w")


def marks_late(syllable: Syllable) -> str:
    """tuanas, duongdwf."""
    return plain(syllable.letters).replace("oo", "ooo") + _late(syllable) + syllable.tone


def tone_before_late_marks(syllable: Syllable) -> str:
    """tuansa, duongfdw."""
    return plain(syllable.letters).replace("oo", "ooo") + syllable.tone + _late(syllable)


def lone_w(syllable: Syllable) -> str:
    """ddwowngf: ư by one key."""
    return tone_last(syllable).replace("uw", "w")


ORDERS: tuple[Callable[[Syllable], str], ...] = (
    tone_last,
    tone_after_the_vowels,
    tone_after_the_first_vowel,
    marks_late,
    tone_before_late_marks,
    lone_w,
)
