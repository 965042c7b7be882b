"""One function for every key: from a text and a key to the next text."""

import string
from dataclasses import replace
from typing import Final

from kiosk.typing.erasing import erased
from kiosk.typing.letters import LETTERS
from kiosk.typing.rows import LETTER_KEYS, TONE_KEYS, with_mark, with_tone
from kiosk.typing.shift import Shift, after_letter, at, tapped
from kiosk.typing.state import Typing
from kiosk.typing.telex import extended
from kiosk.typing.word import EMPTY, appended, ended

MARKS: Final = frozenset(string.digits + string.punctuation + "…–₫“”")
"""The characters between words that can be typed, besides space and enter."""
_NAMED: Final = {"space": " ", " ": " ", "enter": "\n", "\n": "\n"}


def press(typing: Typing, key: str) -> Typing:
    """`typing` after a key.

    A key is a character (a letter in either case; shift is applied here), one of the rows (`ă â ê ô ơ ư đ`;
    `sắc huyền hỏi ngã nặng`, `ngang` for no tone), or `backspace`, `space`, `enter`, `shift`, `letters`,
    `signs`, `numbers`. What cannot be typed and what would not fit changes nothing. Never raises.
    """
    match key:
        case "shift":
            return replace(typing, shift=tapped(typing.shift), last_key=key)
        case "letters" | "signs" | "numbers":
            return replace(typing, plane=key, last_key=key)
        case "backspace":
            return _settled(erased(typing), key)
    after = _written(typing, key)
    return typing if after is None or len(after.text) > typing.limit else _settled(after, key)


def _settled(typing: Typing, key: str) -> Typing:
    return replace(typing, shift=at(typing.text, typing.shift), last_key=key)


def _written(typing: Typing, key: str) -> Typing | None:
    if key in TONE_KEYS:
        word = with_tone(typing.word, TONE_KEYS[key], typing.style)
        return None if word == typing.word else replace(typing, word=word)
    if key in LETTERS:
        return _letter(typing, key)
    mark = _NAMED.get(key) or (key if key in MARKS else None)
    if mark is None:
        return None
    before = typing.before + ended(typing.word, typing.style) + mark
    behind = None if typing.word == EMPTY else typing.word
    return replace(typing, before=before, word=EMPTY, behind=behind)


def _letter(typing: Typing, key: str) -> Typing:
    cased = key if typing.shift is Shift.OFF else key.upper()
    if key.lower() in LETTER_KEYS:
        word = with_mark(typing.word, cased, again=typing.last_key == key, style=typing.style)
    else:
        word = (extended if typing.telex else appended)(typing.word, cased, typing.style)
    return replace(typing, word=word, shift=after_letter(typing.shift), behind=None)
