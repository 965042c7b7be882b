"""The keys, one by one: what each means, shows and is called."""

from dataclasses import dataclass
from typing import Final, Literal

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

TONES: Final[Row] = tuple(
    Key(press, label, vi, en, "tone")
    for press, label, vi, en in (
        ("sắc", "á", "dấu sắc", "acute tone"),
        ("huyền", "à", "dấu huyền", "grave tone"),
        ("hỏi", "ả", "dấu hỏi", "hook tone"),
        ("ngã", "ã", "dấu ngã", "tilde tone"),
        ("nặng", "ạ", "dấu nặng", "dot tone"),
        ("ngang", "a", "không dấu", "no tone"),
    )
)
VOWELS: Final[Row] = tuple(
    Key(letter, letter, vi, en, "vowel")
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


def letters(row: str) -> Row:
    """A key for each letter."""
    return tuple(Key(letter, letter, letter, letter) for letter in row)


def marks(row: str) -> Row:
    """A key for each character between words."""
    return tuple(Key(mark, mark, *_NAMES.get(mark, (mark, mark)), "mark") for mark in row)


def _action(press: str, label: str, vi: str, en: str) -> Key:
    return Key(press, label, vi, en, "action")


SHIFT: Final = _action("shift", "⇧", "viết hoa", "shift")
LOCKED: Final = "⇪"
BACKSPACE: Final = _action("backspace", "⌫", "xóa lùi", "backspace")
SPACE: Final = _action("space", "", "dấu cách", "space")
ENTER: Final = _action("enter", "⏎", "xuống dòng", "new line")
NUMBERS: Final = _action("numbers", "123", "số và dấu câu", "numbers and punctuation")
LETTERS_AGAIN: Final = _action("letters", "ABC", "chữ cái", "letters")
SIGNS: Final = _action("signs", "ă á", "dấu thanh và chữ có dấu", "tones and letters with marks")
