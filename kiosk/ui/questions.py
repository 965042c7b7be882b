"""What is asked, as the pages show it: levels of the score, questions, choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from kiosk.ui.scene import QuestionCard, Words, in_language
from kiosk.visit import Visit

UNEVEN = 1.6
"""A level's first line may be so many times as long as its second."""


@dataclass(frozen=True)
class Level:
    """A face: its score and its words, which hold their line break."""

    score: int
    words: str


@dataclass(frozen=True)
class Row:
    """A question beside its two choices."""

    words: str


@dataclass(frozen=True)
class Choice:
    """An answer to touch; `spoken` is what a screen reader says of it, since it hears no page."""

    question: str
    choice: str
    words: str
    spoken: str
    picked: bool


def levels_of(levels: Mapping[int, Words], language: str, *, broken: bool) -> tuple[Level, ...]:
    """The faces from the worst to the best, their words in two lines if `broken`."""
    texts = {score: in_language(words, language) for score, words in sorted(levels.items())}
    return tuple(Level(score, in_two_lines(text) if broken else text) for score, text in texts.items())


def in_two_lines(text: str) -> str:
    """`text` with a line break before the last two syllables; where that is too uneven, in the middle."""
    syllables = text.split()
    if len(syllables) < 2:
        return text
    breaks = [(" ".join(syllables[:at]), " ".join(syllables[at:])) for at in range(1, len(syllables))]
    usual = breaks[max(0, len(breaks) - 2)]
    fits = len(usual[0]) <= UNEVEN * len(usual[1])
    return "\n".join(usual if fits else min(breaks, key=lambda lines: max(map(len, lines))))


def rows_of(questions: tuple[QuestionCard, ...], language: str) -> tuple[Row, ...]:
    """The questions that stand on one page; none where one has the page to itself."""
    return tuple(Row(in_language(q.text, language)) for q in questions) if len(questions) > 1 else ()


def least_lines(questions: int, choices: int) -> int:
    """How many lines of answers a full page needs: three choices, or two rows, beside each other."""
    return ceil(questions / 2) if questions > 1 else ceil(choices / 3)


def choices_of(questions: tuple[QuestionCard, ...], visit: Visit, language: str) -> tuple[Choice, ...]:
    """All choices of the questions, in order; in rows, each is told with its question."""
    rows = len(questions) > 1
    given = dict(visit.answers)

    def choice(card: QuestionCard, name: str, text: str) -> Choice:
        picked = name in visit.reasons if card.kind == "reasons" else given.get(card.question) == name
        spoken = f"{in_language(card.text, language)} {text}" if rows else text
        return Choice(card.question, name, text, spoken, picked)

    return tuple(
        choice(card, name, in_language(words, language)) for card in questions for name, words in card.choices
    )
