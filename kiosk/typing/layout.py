"""The keyboard as data: a QML keyboard draws the rows and hands each touched key's `press` to `press()`.

Three shapes for three panels. `wide`: five rows, tones beside the letters with marks. `tall`: six rows,
ten keys at most. `narrow`: four rows of nine keys at most, where tones and letters with marks are a
plane of their own and the p stands below the l.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final, Literal

from kiosk.typing.caps import (
    BACKSPACE,
    ENTER,
    LETTERS_AGAIN,
    LOCKED,
    NUMBERS,
    SHIFT,
    SIGNS,
    SPACE,
    TONES,
    VOWELS,
    Key,
    Row,
    letters,
    marks,
)
from kiosk.typing.shift import Shift
from kiosk.typing.state import Plane, Typing

Rows = tuple[Row, ...]
Shape = Literal["wide", "tall", "narrow"]

COLUMNS: Final[Mapping[Shape, int]] = {"wide": 10, "tall": 10, "narrow": 9}
"""No row is wider than so many letter keys."""


def _wide(key: Key, width: float) -> Key:
    return replace(key, width=width)


def _shared(row: Row, columns: int) -> Row:
    """The keys of `row` as wide as all `columns` allow."""
    return tuple(_wide(key, columns / len(row)) for key in row)


_BOTTOM: Final = (_wide(NUMBERS, 1.5), *marks(","), _wide(SPACE, 4), *marks(".?"), _wide(ENTER, 1.5))
_LETTERS: Final = (
    letters("qwertyuiop"),
    letters("asdfghjkl"),
    (_wide(SHIFT, 1.5), *letters("zxcvbnm"), _wide(BACKSPACE, 1.5)),
    _BOTTOM,
)
_NUMBERS: Final = (
    marks("1234567890"),
    marks("-/:;()&@%₫"),
    marks("\"'+=#*_…!"),
    (
        _wide(LETTERS_AGAIN, 1.5),
        *marks(","),
        _wide(SPACE, 3.5),
        *marks("."),
        _wide(ENTER, 1.5),
        _wide(BACKSPACE, 1.5),
    ),
)

PLANES: Final[Mapping[Shape, Mapping[Plane, Rows]]] = {
    "wide": {"letters": (_shared(VOWELS + TONES, 10), *_LETTERS), "numbers": _NUMBERS},
    "tall": {"letters": (_shared(TONES, 10), _shared(VOWELS, 10), *_LETTERS), "numbers": _NUMBERS},
    "narrow": {
        "letters": (
            letters("qwertyuio"),
            letters("asdfghjkl"),
            (*letters("zxcvbnmp"), BACKSPACE),
            (SHIFT, NUMBERS, SIGNS, *marks(","), _wide(SPACE, 3), *marks("."), ENTER),
        ),
        "signs": (
            _shared(TONES, 9),
            _shared(VOWELS, 9),
            (*letters("aeiouy"), _wide(BACKSPACE, 1.5)),
            (SHIFT, NUMBERS, LETTERS_AGAIN, *marks(","), _wide(SPACE, 3), *marks("."), ENTER),
        ),
        "numbers": (
            marks("123456789"),
            marks("0-/:;()&@"),
            (*marks("%₫\"'+=#*"), BACKSPACE),
            (LETTERS_AGAIN, *marks(",?!"), _wide(SPACE, 2), *marks("._"), ENTER),
        ),
    },
}


def rows(typing: Typing, shape: Shape = "tall") -> Rows:
    """The keys to show now: letters as large as they will be written, shift pressed while it holds.

    The same object as long as nothing changes.
    """
    plane = typing.plane if typing.plane in PLANES[shape] else "letters"
    return _rows(shape, plane, typing.shift)


@cache
def _rows(shape: Shape, plane: Plane, shift: Shift) -> Rows:
    return tuple(tuple(_shown(key, shift) for key in row) for row in PLANES[shape][plane])


def _shown(key: Key, shift: Shift) -> Key:
    if key.press == "shift":
        locked = shift is Shift.LOCK
        return replace(key, pressed=shift is not Shift.OFF, label=LOCKED if locked else key.label)
    capital = shift is not Shift.OFF and key.kind in {"letter", "vowel", "tone"}
    return replace(key, label=key.label.upper()) if capital else key
