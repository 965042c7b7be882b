"""What a resting page tells in turn, a notice at a time: rights, conduct, results."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ui.scene import Scene, in_language

NOTICE_MS = 12_000
KINDS = ("conduct", "rights", "published")
"""Lists of words in the directory's texts, in the order they are told."""
BUILT_IN = ("privacy", "rights")
"""Kinds that the pages have words for, where the directory has none."""
EVENLY = 1.15
"""A sentence told in pieces is cut where none is longer than so many times their mean, if it can be."""
GOES_ON = "…"
Fits = Callable[[str], bool]


@dataclass(frozen=True)
class Notice:
    """One notice: its kind, which has a heading, and its words; without words, the page's own."""

    kind: str
    text: str = ""


def notices_of(scene: Scene, language: str, fits: Fits) -> tuple[Notice, ...]:
    """All notices in turn, each short enough to fit; what is too long is told in several."""
    told = [
        Notice(kind, piece)
        for kind in KINDS
        for words in scene.notices.get(kind, ())
        for piece in pieces(in_language(words, language), fits)
    ]
    kinds = {notice.kind for notice in told}
    own = [Notice(kind) for kind in BUILT_IN if kind not in kinds]
    return (*own, *told)


def notice_now(notices: tuple[Notice, ...], now_ms: int) -> Notice:
    """The notice whose turn it is."""
    return notices[now_ms // NOTICE_MS % len(notices)]


def pieces(text: str, fits: Fits) -> tuple[str, ...]:
    """`text` cut between sentences, else between words, into pieces that fit; a word where it must be."""
    told: list[str] = []
    for sentence in re.split(r"(?<=[.!?]) +", text.strip()):
        joined = f"{told[-1]} {sentence}" if told else sentence
        if told and fits(joined):
            told[-1] = joined
        else:
            told += _by_words(sentence, fits)
    return tuple(piece for piece in told if piece)


def wrapped(text: str, width_of: Callable[[str], float], width: float) -> tuple[str, ...]:
    """The lines of `text` where words wrap at `width`; a wider word, such as an address, goes on below."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        lines[-1:] = [longer] if width_of(longer) <= width else [*filter(None, lines[-1:]), word]
        while len(lines[-1]) > 1 and width_of(lines[-1]) > width:
            fits = next(
                (end for end in range(len(lines[-1]), 1, -1) if width_of(lines[-1][:end]) <= width), 1
            )
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return tuple(lines)


def _by_words(sentence: str, fits: Fits) -> list[str]:
    words = sentence.split()
    if fits(sentence):
        return [sentence]

    def marked(text: str) -> bool:
        return fits(f"{GOES_ON}{text}{GOES_ON}")

    words = [part for word in words for part in _cut(word, marked)]
    parts = _filled(words, marked)
    even = _filled(words, lambda text: marked(text) and len(text) * len(parts) <= EVENLY * len(sentence))
    told = even if len(even) == len(parts) else parts
    last = len(told) - 1
    return [
        (GOES_ON if place else "") + part + (GOES_ON if place < last else "")
        for place, part in enumerate(told)
    ]


def _cut(word: str, fits: Fits) -> list[str]:
    parts = [word]
    while len(parts[-1]) > 1 and not fits(parts[-1]):
        end = next((end for end in range(len(parts[-1]) - 1, 1, -1) if fits(parts[-1][:end])), 1)
        parts[-1:] = [parts[-1][:end], parts[-1][end:]]
    return parts


def _filled(words: list[str], fits: Fits) -> list[str]:
    parts = [""]
    for word in words:
        longer = f"{parts[-1]} {word}" if parts[-1] else word
        if parts[-1] and not fits(longer):
            parts.append(word)
        else:
            parts[-1] = longer
    return parts
