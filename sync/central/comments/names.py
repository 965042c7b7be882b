"""Names in a text: by surnames, by what stands before them, and by whoever is known to serve there. Pure."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import takewhile
from typing import Final, NamedTuple

from sync.central.comments.grammar import without_marks

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MIDDLE: Final = ("thi", "van")
_WORDS_TOO: Final = ("la", "to", "ban")
"""Surnames that are words of every day, too: they begin a name only where it is written as one."""
_MOST: Final = 4
"""Words of a name after what leads to it."""


class Named(NamedTuple):
    """A name: letters `start` to `end` of a text, not included; one that is not `sure` is a guess."""

    start: int
    end: int
    sure: bool = True


class _Word(NamedTuple):
    """A word, small and without its marks, too, and what stands between it and the word before."""

    start: int
    end: int
    small: str
    bare: str
    is_capital: bool
    gap: str

    @property
    def is_joined(self) -> bool:
        return self.gap.isspace() or self.gap.strip() == "-"

    def says(self, word: str) -> bool:
        """Whether it is that word, or has lost its marks; with = before it, that word as it is written."""
        if word.startswith("="):
            return self.small == word[1:]
        return self.small == word or (self.small == self.bare == without_marks(word))


Phrases = Mapping[str, Sequence[list[str]]]


class _Lists(NamedTuple):
    """`names.toml`: phrases by their first word without marks."""

    addresses: Phrases
    introductions: Phrases
    ends: Phrases
    relations: Phrases
    called: Phrases
    titles: Phrases
    beginnings: Phrases
    given: Phrases
    unmistaken: Phrases
    bodies: Phrases
    places: Phrases
    governed: Phrases
    offices: Phrases
    ordinary: Phrases


def find_names(text: str, serving: Iterable[str]) -> Iterator[Named]:
    """Names in a plain text; `serving` are people who serve there."""
    words, lists = _words(text), _lists()
    places, offices = list(_places(words, lists)), _spans(words, lists.offices)
    ordinary = _spans(words, lists.ordinary)
    found = [*_by_surname(words, lists), *_by_what_leads(words, lists), *_by_beginning(words, lists)]
    for name in serving:
        found += _known(words, lists, [without_marks(part) for part in name.split()])
    for one in found:
        left = places + offices + ([] if one.sure else ordinary)
        if not any(start <= one.start and one.end <= end for start, end in left):
            yield one


def _words(text: str) -> list[_Word]:
    found, before, tells = [], 0, not text.isupper()
    for one in _WORD.finditer(text):
        capital = tells and one[0][0].isupper()
        gap, before = text[before : one.start()], one.end()
        found.append(_Word(one.start(), one.end(), one[0].lower(), without_marks(one[0]), capital, gap))
    return found


def _by_surname(words: Sequence[_Word], lists: _Lists) -> Iterator[Named]:
    """A surname and capitals, or a surname, a middle name and one word more."""
    for place, first in enumerate(words):
        if first.bare not in _surnames() or _length(words, place, lists.offices):
            continue
        together = _together(words[place : place + 5])
        capitals = list(takewhile(lambda word: word.is_capital, together))
        last = capitals[-1] if len(capitals) > 1 else None
        if first.bare not in _WORDS_TOO and len(together) > 2 and together[1].bare in _MIDDLE:
            last = max(together[2], last or first)
        if last:
            yield Named(first.start, last.end)


def _by_what_leads(words: Sequence[_Word], lists: _Lists) -> Iterator[Named]:
    for place in range(len(words)):
        if told := _length(words, place, lists.introductions):
            yield from _told(words, place + told, lists)
        if led := _length(words, place, lists.relations):
            yield from _capitals(words, place + led, sure=False)
        if called := _length(words, place, lists.called):
            yield from _called(words, place, place + called, lists)
        if titled := _length(words, place, lists.titles):
            yield from _titled(words, place + titled, lists)
        if addressed := _length(words, place, lists.addresses):
            yield from _capitals(words, place + addressed, sure=True)
            given = _length(words, place + addressed, lists.given)
            if given and words[place + addressed].is_joined:
                yield Named(words[place + addressed].start, words[place + addressed].end, sure=False)


def _told(words: Sequence[_Word], place: int, lists: _Lists) -> Iterator[Named]:
    some = _together(words[place : place + _MOST])
    if some and some[0].is_capital:
        yield from _capitals(words, place, sure=True, after=" :")
        return
    ends = (at for at in range(len(some)) if _length(some, at, lists.ends))
    if some[: (end := next(ends, len(some)))] and not words[place].gap.strip(" :"):
        yield Named(some[0].start, some[end - 1].end, sure=False)


def _called(words: Sequence[_Word], place: int, after: int, lists: _Lists) -> Iterator[Named]:
    """What follows "tên": capitals, surely if a known name begins them, or given names written small."""
    if _is_other(words, after, lists) or words[after].gap.strip(" :"):
        return
    first, is_marked = words[after], words[place].small != words[place].bare
    if first.is_capital:
        is_known = first.bare in _surnames() or bool(_length(words, after, lists.given))
        if is_known or not words[place].is_capital:
            yield from _capitals(words, after, sure=is_known, after=" :")
        return
    some = _together(words[after : after + _MOST])
    given = list(takewhile(lambda at: _is_small_name(words, after + at, is_marked, lists), range(len(some))))
    if given:
        yield Named(first.start, some[given[-1]].end, sure=False)


def _is_small_name(words: Sequence[_Word], place: int, is_marked: bool, lists: _Lists) -> bool:
    if _is_other(words, place, lists):
        return False
    as_written = [words[place].small] in lists.given.get(words[place].bare, ())
    return (is_marked and as_written) or bool(_length(words, place, lists.unmistaken))


def _titled(words: Sequence[_Word], place: int, lists: _Lists) -> Iterator[Named]:
    """What follows an office: a given name alone. Two capitals there are a place's as often as somebody's."""
    if _is_other(words, place, lists) or words[place].gap.strip(" "):
        return
    first, *others = _together(words[place : place + 2])
    if first.is_capital:
        if _length(words, place, lists.given) and not any(word.is_capital for word in others):
            yield Named(first.start, first.end)
    elif _length(words, place, lists.unmistaken):
        yield Named(first.start, first.end, sure=False)


def _is_other(words: Sequence[_Word], place: int, lists: _Lists) -> bool:
    """Whether nothing is there, or something begins that is no name: an office, a place, an address."""
    known = (lists.bodies, lists.offices, lists.governed, lists.places, lists.ordinary, lists.addresses)
    return place >= len(words) or any(_length(words, place, phrases) for phrases in known)


def _by_beginning(words: Sequence[_Word], lists: _Lists) -> Iterator[Named]:
    for place, word in enumerate(words):
        some = list(takewhile(lambda one: one.is_capital, _together(words[place : place + _MOST])))
        begins = len(some) > 1 and _length(words, place, lists.beginnings)
        if some and (begins or word.small.startswith(("h'", "k'", "h’", "k’"))):
            yield Named(word.start, some[-1].end)


def _capitals(words: Sequence[_Word], place: int, *, sure: bool, after: str = " ") -> Iterator[Named]:
    some = list(takewhile(lambda word: word.is_capital, _together(words[place : place + _MOST])))
    if some and not some[0].gap.strip(after):
        yield Named(some[0].start, some[-1].end, sure)


def _places(words: Sequence[_Word], lists: _Lists) -> Iterator[tuple[int, int]]:
    for place, word in enumerate(words):
        addressed = place > 0 and _length(words, place - 1, lists.addresses)
        if not addressed and (length := _length(words, place, lists.places)):
            yield word.start, words[place + length - 1].end
        if length := _length(words, place, lists.governed):
            for one in _capitals(words, place + length, sure=True):
                yield word.start, one.end


def _spans(words: Sequence[_Word], phrases: Phrases) -> list[tuple[int, int]]:
    lengths = ((place, _length(words, place, phrases)) for place in range(len(words)))
    return [(words[place].start, words[place + length - 1].end) for place, length in lengths if length]


def _known(words: Sequence[_Word], lists: _Lists, parts: Sequence[str]) -> Iterator[Named]:
    """Somebody who serves there, by two names or more, or by the given name as one calls it."""
    for length in range(2, len(parts) + 1):
        for place in range(len(words) - length + 1):
            some = words[place : place + length]
            if [word.bare for word in some] == list(parts[-length:]):
                yield Named(some[0].start, some[-1].end)
    for place, word in enumerate(words):
        addressed = place > 0 and _length(words, place - 1, lists.addresses)
        if [word.bare] == list(parts[-1:]) and (word.is_capital or addressed):
            yield Named(word.start, word.end)


def _together(words: Sequence[_Word]) -> list[_Word]:
    """The first of these and all that follow it with blanks between."""
    return [*words[:1], *takewhile(lambda word: word.is_joined, words[1:])]


def _length(words: Sequence[_Word], place: int, phrases: Phrases) -> int:
    """Of how many words the longest of these phrases is that stands there; 0: none does."""
    if place >= len(words):
        return 0
    fitting = (
        len(phrase)
        for phrase in phrases.get(words[place].bare, ())
        if len(together := _together(words[place : place + len(phrase)])) == len(phrase)
        and all(word.says(said) for word, said in zip(together, phrase, strict=True))
    )
    return max(fitting, default=0)


@cache
def _lists() -> _Lists:
    table = tomllib.loads((resources.files(__package__) / "names.toml").read_text("utf-8"))
    return _Lists(**{name: _phrases(said) for name, said in table.items()})


def _phrases(said: Iterable[str]) -> Phrases:
    found: dict[str, list[list[str]]] = {}
    for phrase in said:
        first = phrase.split()[0].removeprefix("=")
        found.setdefault(without_marks(first), []).append(phrase.split())
    return found


@cache
def _surnames() -> frozenset[str]:
    return frozenset((resources.files(__package__) / "surnames.txt").read_text("ascii").split())
