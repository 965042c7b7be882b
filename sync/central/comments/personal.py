"""What in a text would tell who wrote it, or whom it is about: found by form, masked. Pure.

It rather finds too much: whoever reads the text next puts into other words what had to go. What no form can
tell (a story that only one family has) stays; so a person reads every text before a unit does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise, takewhile
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    EMAIL = "email"
    LINK = "link"
    DOSSIER = "dossier"
    PLATE = "plate"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"


MASKS: Final = {
    Kind.NAME: "[tên]",
    Kind.PHONE: "[số điện thoại]",
    Kind.IDENTITY: "[số giấy tờ]",
    Kind.EMAIL: "[thư điện tử]",
    Kind.LINK: "[đường dẫn]",
    Kind.DOSSIER: "[mã hồ sơ]",
    Kind.PLATE: "[biển số]",
    Kind.NUMBER: "[dãy số]",
    Kind.DAY: "[ngày]",
    Kind.TIME: "[giờ]",
}


class Found(NamedTuple):
    """One place in a plain text: letters `start` to `end`, not included."""

    start: int
    end: int
    kind: Kind


_DIGIT_WORD: Final = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mươi|linh|lẻ"
_MONEY: Final = r"(?!\s*(?:đồng|đ\b|vnđ|vnd|nghìn|ngàn|triệu|tỷ|k\b|tr\b))"
_HALF: Final = r"(?:\s*(?:rưỡi|sáng|trưa|chiều|tối))*\b"
_WEEKDAY: Final = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_YEAR: Final = r"(?:\s*(?:năm|[/.-])\s*\d{2,4})?"
_FORMS: Final = [
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        (Kind.EMAIL, r"[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\s*\.\s*[\w-]+)+"),
        (Kind.LINK, r"(?:https?://|www\.|fb\.com|facebook\.com|zalo\.me)\S*"),
        (Kind.DOSSIER, r"\b[A-Z0-9]{1,4}(?:\.[A-Z0-9]{1,4}){0,6}\s*-\s*(?:\d{6}|\d{8})\s*-\s*\d{3,14}\b"),
        (Kind.PLATE, r"\b\d{2}\s?-?\s?[A-Z][A-Z0-9]?\s?[-.]?\s?\d{3}\.?\d{1,2}\b"),
        (Kind.DAY, r"\b(?:ngày|hôm|mùng|mồng)\s+\d{1,2}(?:\s*(?:tháng|[/.-])\s*\d{1,2})?" + _YEAR + r"\b"),
        (Kind.DAY, r"\b\d{1,2}\s*[/.-]\s*\d{1,2}" + _YEAR + r"\b(?!\s*(?:giờ|phút|lần|người))"),
        (Kind.DAY, _WEEKDAY + r"\b(?:\s+(?:tuần\s+(?:trước|này|vừa\s+rồi|qua)|vừa\s+rồi))?"),
        (Kind.DAY, r"\b(?:hôm\s+(?:nay|qua|kia)|(?:sáng|trưa|chiều)\s+nay|(?:vừa|lúc)\s+nãy)\b"),
        (Kind.TIME, r"\b\d{1,2}\s*(?:giờ|h|:)\s*(?:\d{1,2}|rưỡi|kém\s+\d{1,2})?(?:\s*(?:phút|p))?" + _HALF),
        (Kind.TIME, rf"\b(?:{_DIGIT_WORD}|mười)(?:\s+(?:{_DIGIT_WORD}))?\s+giờ(?!\s+(?:đồng|liền)){_HALF}"),
        (Kind.NUMBER, rf"\b(?:(?:{_DIGIT_WORD})[\s,.-]+){{5,}}(?:{_DIGIT_WORD})\b"),
        (Kind.NUMBER, rf"\+?\(?\d(?:[\s().,-]{{0,2}}\d){{5,}}(?!\d){_MONEY}"),
    )
]
_CALLED: Final = re.compile(
    r"\b(?i:ông|bà|anh|chị|cô|chú|bác|em|cháu|cụ|thầy|dì|cậu|mợ|thím|đ/c|đồng chí)\s+"
    r"((?:[A-ZĐ][^\W\d_]*\s*){1,4})"
)
_SAID: Final = re.compile(
    r"\b(?:tôi tên|tên tôi|tên là|họ tên)(?:\s+là|:)?\s+((?:[^\W\d_]+\s*){1,4})", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESSES: Final = frozenset({"ong", "ba", "anh", "chi", "co", "chu", "bac", "em", "chau", "cu", "thay"})
_MIDDLE: Final = ("thi", "van")
_WORDS_TOO: Final = ("la", "to", "ban")
"""Surnames that are words of every day, too: they begin a name only where it is written as one."""


def plain(text: str) -> str:
    """The text as it is searched and masked: composed, digits and blanks as usual, nothing unseen in it."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if unicodedata.category(letter) not in ("Cf", "Co", "Cn"))


def find(text: str, names: Iterable[str] = ()) -> list[Found]:
    """What is personal in a plain text, in order, no two overlapping; `names` are people who serve there."""
    every = sorted([*_by_form(text), *_by_name(text, names)], key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in every:
        if kept and one.start < kept[-1].end:
            if one.end > kept[-1].end:
                kept[-1] = kept[-1]._replace(end=one.end)
            continue
        kept.append(one)
    return kept


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text with a word for its kind in the place of all that is personal."""
    shown = plain(text)
    for one in reversed(find(shown, names)):
        shown = shown[: one.start] + MASKS[one.kind] + shown[one.end :]
    return shown


def _by_form(text: str) -> Iterator[Found]:
    for kind, form in _FORMS:
        for match in form.finditer(text):
            yield Found(match.start(), match.end(), _numbered(match[0]) if kind is Kind.NUMBER else kind)
    for form in (_CALLED, _SAID):
        for match in form.finditer(text):
            yield Found(match.start(1), match.start(1) + len(match[1].rstrip()), Kind.NAME)


def _numbered(text: str) -> Kind:
    digits = "".join(letter for letter in text if letter.isdigit())
    if (digits.startswith("0") and len(digits) in (10, 11)) or (
        digits.startswith("84") and len(digits) in (11, 12)
    ):
        return Kind.PHONE
    return Kind.IDENTITY if len(digits) in (9, 12) else Kind.NUMBER


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    folded: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def _by_name(text: str, names: Iterable[str]) -> Iterator[Found]:
    words = [_Word(one.start(), one.end(), one[0], _folded(one[0])) for one in _WORD.finditer(text)]
    for place, word in enumerate(words):
        if last := _last_of_name(text, words[place : place + 5]):
            yield Found(word.start, last.end, Kind.NAME)
    for name in names:
        parts = [_folded(part) for part in name.split()]
        for length in range(2, len(parts) + 1):
            for place in range(len(words) - length + 1):
                some = words[place : place + length]
                if [word.folded for word in some] == parts[-length:]:
                    yield Found(some[0].start, some[-1].end, Kind.NAME)
        yield from _given_name(words, parts[-1:])


def _last_of_name(text: str, words: list[_Word]) -> _Word | None:
    """The last word of a name that begins with the first: a surname and capitals, or a middle name."""
    first = words[0]
    if first.folded not in _surnames():
        return None
    apart = (text[one.end : two.start].isspace() for one, two in pairwise(words))
    together = [first, *(word for word, _ in zip(words[1:], takewhile(bool, apart), strict=False))]
    capitals = list(takewhile(lambda word: word.is_capital, together))
    if first.folded not in _WORDS_TOO and len(together) > 2 and together[1].folded in _MIDDLE:
        return max(together[2], capitals[-1] if capitals else first)
    return capitals[-1] if len(capitals) > 1 else None


def _given_name(words: list[_Word], given: list[str]) -> Iterator[Found]:
    """Somebody who serves there, called by the given name: with a capital, or after a word of address."""
    for place, word in enumerate(words):
        addressed = place > 0 and words[place - 1].folded in _ADDRESSES
        if [word.folded] == given and (word.is_capital or addressed):
            yield Found(word.start, word.end, Kind.NAME)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _surnames() -> frozenset[str]:
    return frozenset((resources.files(__package__) / "surnames.txt").read_text("ascii").split())
