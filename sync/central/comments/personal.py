"""What in a text would tell who wrote it, or whom it is about: found by form, masked. Pure.

All that may be personal is masked, guesses too: whoever reads the text next puts into other words what had to
go. Only what is `sure` lets a summary be refused. What no form can tell (a story that only one family has)
stays; so a person reads every text before a unit does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from sync.central.comments.grammar import moments, without_marks
from sync.central.comments.names import find_names


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


_WHEN: Final = (Kind.DAY, Kind.TIME)


class Found(NamedTuple):
    """One place in a plain text: letters `start` to `end`, not included; what is not `sure` is a guess."""

    start: int
    end: int
    kind: Kind
    sure: bool = True


_FORMS: Final = [
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        (Kind.EMAIL, r"[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\s*\.\s*[\w-]+)+"),
        (Kind.LINK, r"(?:https?://|www\.|fb\.com|facebook\.com|zalo\.me)\S*"),
        (Kind.DOSSIER, r"\b[A-Z0-9]{1,4}(?:\.[A-Z0-9]{1,4}){0,6}\s*-\s*(?:\d{6}|\d{8})\s*-\s*\d{3,14}\b"),
        (Kind.PLATE, r"\b\d{2}\s?-?\s?[A-Z][A-Z0-9]?\s?[-.]?\s?\d{3}\.?\d{1,2}\b"),
        (Kind.NUMBER, r"\+?\(?\d(?:[\s().,-]{0,2}\d){5,}(?!\d)"),
    )
]


def plain(text: str) -> str:
    """The text as it is searched and masked: composed, digits and blanks as usual, nothing unseen in it."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if unicodedata.category(letter) not in ("Cf", "Co", "Cn"))


def find(text: str, names: Iterable[str] = ()) -> list[Found]:
    """What is personal in a plain text, in order, no two overlapping; `names` are people who serve there."""
    return _apart([*_moments(text), *_by_form(text), *_names(text, names)])


def find_who(text: str, names: Iterable[str] = ()) -> list[Found]:
    """The same but for days and hours: names and numbers, as far as they are not digits of a moment."""
    told = list(_moments(text))
    moments = {at for one in told if one.kind in _WHEN for at in range(one.start, one.end)}
    others = [one for one in told if one.kind not in _WHEN]
    return [
        one
        for one in _apart([*others, *_by_form(text), *_names(text, names)])
        if any(text[at].isalnum() and at not in moments for at in range(one.start, one.end))
    ]


def _apart(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = last._replace(end=max(one.end, last.end), sure=one.sure or last.sure)
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
    amounts = _left(text)
    for kind, form in _FORMS:
        for match in form.finditer(text):
            if kind is not Kind.NUMBER:
                yield Found(match.start(), match.end(), kind)
            elif not _is_within(match, amounts):
                yield Found(match.start(), match.end(), _numbered(match[0]))


def _moments(text: str) -> Iterator[Found]:
    """Days, hours and numbers in words: surely where no mark is missing, or none is in the whole text."""
    known, left = moments(), _left(text)
    bare = without_marks(text) == text.lower()
    told = [(kind, form, True) for kind, forms in known.found.items() for form in forms]
    told += [(kind, form, False) for kind, forms in known.guessed.items() for form in forms]
    for kind, form, sure in [*told, (Kind.NUMBER, known.number, True)]:
        marked = {match.span() for match in form.marked.finditer(text)}
        for match in form.unmarked.finditer(text):
            if not _is_within(match, left):
                yield Found(match.start(), match.end(), Kind(kind), sure and (bare or match.span() in marked))


def _left(text: str) -> list[tuple[int, int]]:
    return [match.span() for form in moments().left for match in form.unmarked.finditer(text)]


def _is_within(match: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _names(text: str, serving: Iterable[str]) -> Iterator[Found]:
    for one in find_names(text, serving):
        yield Found(one.start, one.end, Kind.NAME, one.sure)


def _numbered(text: str) -> Kind:
    digits = "".join(letter for letter in text if letter.isdigit())
    if (digits.startswith("0") and len(digits) in (10, 11)) or (
        digits.startswith("84") and len(digits) in (11, 12)
    ):
        return Kind.PHONE
    return Kind.IDENTITY if len(digits) in (9, 12) else Kind.NUMBER
