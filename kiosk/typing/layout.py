"""The keyboard as data: a QML keyboard draws the rows and hands each touched key's `press` to `press()`."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from kiosk.typing.shift import Shift
from kiosk.typing.state import Plane, Typing

Kind = Literal["tone", "vowel", "letter", "mark", "action"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    `press` is what it means, `label` what it shows (nothing for `space`: the language's own word fits there;
    icons for `shift`, `backspace`, `enter` are the keyboard's), `vi` and `en` its accessible names, `width`
    in widths of a letter key. A `pressed` key shows that its state holds.
    """

    press: str
    label: str
    vi: str
    en: str
    kind: Kind = "letter"
    width: float = 1.0
    pressed: bool = False


Row = tuple[Key, ...]
Rows = tuple[Row, ...]

_TONES: Final[Row] = tuple(
    Key(press, label, vi, en, "tone", 1.6)
    for press, label, vi, en in (
        ("sắc", "á", "dấu sắc", "acute tone"),
        ("huyền", "à", "dấu huyền", "grave tone"),
        ("hỏi", "ả", "dấu hỏi", "hook tone"),
        ("ngã", "ã", "dấu ngã", "tilde tone"),
        ("nặng", "ạ", "dấu nặng", "dot tone"),
        ("ngang", "a", "không dấu", "no tone"),
    )
)
_VOWELS: Final[Row] = tuple(
    Key(letter, letter, vi, en, "vowel", 10 / 7)
    for letter, vi, en in (
        ("ă", "ă, a trăng", "a with breve"),
        ("â", "â, a mũ", "a with circumflex"),
        ("ê", "ê, e mũ", "e with circumflex"),
        ("ô", "ô, o mũ", "o with circumflex"),
        ("ơ", "ơ, o móc", "o with horn"),
        ("ư", "ư, u móc", "u with horn"),
        ("đ", "đ, đê", "d with stroke"),
    )
)
_NAMES: Final = {
    ".": ("dấu chấm", "full stop"),
    ",": ("dấu phẩy", "comma"),
    "?": ("dấu hỏi chấm", "question mark"),
    "!": ("dấu chấm than", "exclamation mark"),
    ":": ("dấu hai chấm", "colon"),
    ";": ("dấu chấm phẩy", "semicolon"),
    "-": ("gạch nối", "hyphen"),
    "/": ("gạch chéo", "slash"),
    "(": ("mở ngoặc", "opening bracket"),
    ")": ("đóng ngoặc", "closing bracket"),
    '"': ("ngoặc kép", "quotation mark"),
    "'": ("nháy đơn", "apostrophe"),
    "@": ("a còng", "at sign"),
    "&": ("dấu và", "ampersand"),
    "%": ("phần trăm", "per cent"),
    "+": ("dấu cộng", "plus"),
    "=": ("dấu bằng", "equals"),
    "#": ("dấu thăng", "number sign"),
    "*": ("dấu sao", "asterisk"),
    "_": ("gạch dưới", "underscore"),
    "₫": ("đồng", "dong sign"),
    "…": ("dấu ba chấm", "ellipsis"),
}


def _letters(row: str) -> Row:
    return tuple(Key(letter, letter, letter, letter) for letter in row)


def _marks(row: str) -> Row:
    return tuple(Key(mark, mark, *_NAMES.get(mark, (mark, mark)), "mark") for mark in row)


def _action(press: str, label: str, vi: str, en: str, width: float) -> Key:
    return Key(press, label, vi, en, "action", width)


_SHIFT: Final = _action("shift", "⇧", "viết hoa", "shift", 1.5)
_BACKSPACE: Final = _action("backspace", "⌫", "xóa lùi", "backspace", 1.5)
_SPACE: Final = _action("space", "", "dấu cách", "space", 3.5)
_ENTER: Final = _action("enter", "⏎", "xuống dòng", "new line", 1.5)
_NUMBERS: Final = _action("numbers", "123", "số và dấu câu", "numbers and punctuation", 1.5)
_ABC: Final = _action("letters", "ABC", "chữ cái", "letters", 1.5)

PLANES: Final[dict[Plane, Rows]] = {
    "letters": (
        _TONES,
        _VOWELS,
        _letters("qwertyuiop"),
        _letters("asdfghjkl"),
        (_SHIFT, *_letters("zxcvbnm"), _BACKSPACE),
        (_NUMBERS, *_marks(","), _SPACE, *_marks(".?"), _ENTER),
    ),
    "numbers": (
        _marks("1234567890"),
        _marks("-/:;()&@%₫"),
        (*_marks("\"'+=#*_…!"),),
        (_ABC, *_marks(","), _SPACE, *_marks("."), _ENTER, _BACKSPACE),
    ),
}


def rows(typing: Typing) -> Rows:
    """The keys to show now: letters as large as they will be written, shift pressed while it holds.

    The same object as long as nothing changes.
    """
    return _rows(typing.plane, typing.shift)


@cache
def _rows(plane: Plane, shift: Shift) -> Rows:
    return tuple(tuple(_shown(key, shift) for key in row) for row in PLANES[plane])


def _shown(key: Key, shift: Shift) -> Key:
    if key.press == "shift":
        locked = shift is Shift.LOCK
        return replace(key, pressed=shift is not Shift.OFF, label="⇪" if locked else key.label)
    capital = shift is not Shift.OFF and key.kind in {"letter", "vowel", "tone"}
    return replace(key, label=key.label.upper()) if capital else key
