"""What is asked after the score, as far as a visit must know it: names, choices, conditions; no words."""

from dataclasses import dataclass
from typing import Literal

from kiosk.visit.pages import Page

ROWS = 5
"""So many questions with two choices stand on one page."""

Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: asked if each question in `when` was answered by one of the choices beside it.

    `alone`: choices that exclude the others.
    """

    question: str
    kind: Literal["choice", "reasons", "comment"]
    choices: tuple[str, ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    alone: tuple[str, ...] = ()

    @property
    def page(self) -> Page:
        """The page it stands on."""
        return {"choice": Page.CRITERIA, "reasons": Page.REASONS, "comment": Page.COMMENT}[self.kind]

    def fits(self, answers: Answers) -> bool:
        """Whether it is to be asked after these answers."""
        given = dict(answers)
        return all(given.get(name) in choices for name, choices in self.when)


@dataclass(frozen=True, slots=True)
class Form:
    """The scores that can be touched, and the questions after them."""

    levels: tuple[int, ...] = (1, 2, 3, 4, 5)
    asked: tuple[Asked, ...] = ()

    def steps(self, answers: Answers) -> tuple[tuple[Asked, ...], ...]:
        """The questions to ask after `answers`, page by page."""
        steps: list[tuple[Asked, ...]] = []
        for question in self.asked:
            if not question.fits(answers):
                continue
            if steps and _joins(steps[-1], question):
                steps[-1] = (*steps[-1], question)
            else:
                steps.append((question,))
        return tuple(steps)


def answered(answers: Answers, question: str, choice: str) -> Answers:
    """`answers` with `choice`, or without it if it was chosen already."""
    others = tuple(pair for pair in answers if pair[0] != question)
    return others if (question, choice) in answers else (*others, (question, choice))


def toggled(reasons: tuple[str, ...], reason: str, alone: tuple[str, ...]) -> tuple[str, ...]:
    """`reasons` with `reason` or without it; one that stands alone removes the others, and they it."""
    if reason in reasons:
        return tuple(kept for kept in reasons if kept != reason)
    return (reason,) if reason in alone else (*(kept for kept in reasons if kept not in alone), reason)


def _joins(step: tuple[Asked, ...], question: Asked) -> bool:
    pair = all(asked.kind == "choice" and len(asked.choices) == 2 for asked in (*step, question))
    return pair and len(step) < ROWS and not question.when
