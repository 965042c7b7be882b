"""The order of names in Vietnamese: a ă â b c d đ e ê …, tones only where the letters are equal."""

import unicodedata
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE: Final = {letter: place for place, letter in enumerate(_ALPHABET, start=100)}
_TONES: Final = {
    "\N{COMBINING GRAVE ACCENT}": 1,
    "\N{COMBINING HOOK ABOVE}": 2,
    "\N{COMBINING TILDE}": 3,
    "\N{COMBINING ACUTE ACCENT}": 4,
    "\N{COMBINING DOT BELOW}": 5,
}

SortKey = tuple[tuple[int, ...], tuple[int, ...], str]


def vietnamese_order(text: str) -> SortKey:
    """Return a sort key: letters first, then tones (ngang huyền hỏi ngã sắc nặng), then the text itself."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text).casefold():
        base, tone = _without_tone(sign)
        letters.append(_PLACE.get(base, 1_000 + ord(base) if base.isalpha() else ord(base) % 100))
        tones.append(tone)
    return tuple(letters), tuple(tones), text


def given_name_order(name: str) -> tuple[SortKey, SortKey]:
    """Return a sort key for a person: the given name stands last in Vietnamese and counts first."""
    return vietnamese_order(name.rsplit(maxsplit=1)[-1] if name.split() else ""), vietnamese_order(name)


def _without_tone(sign: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", sign)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return base[:1], tone
