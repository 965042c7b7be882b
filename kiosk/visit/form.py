"""What is asked after the score, as far as a visit must know it: names, choices, conditions; no words."""

from collections.abc import Mapping
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

    def fits(self, answers: Mapping[str, str]) -> bool:
        """Whether it is to be asked after these answers."""
        return all(answers.get(name) in choices for name, choices in self.when)


@dataclass(frozen=True, slots=True)
class Form:
    """The scores that can be touched, and the questions after them."""

    levels: tuple[int, ...] = (1, 2, 3, 4, 5)
    asked: tuple[Asked, ...] = ()

    def steps(self, answers: Answers) -> tuple[tuple[Asked, ...], ...]:
        """The questions to ask after `answers`, page by page.

        An answer to a question that is not asked any more leads nowhere. No answer moves a question to
        another page.
        """
        given, heard = dict(answers), dict[str, str]()
        shown: list[tuple[Asked, ...]] = []
        for page in _pages(self.asked):
            if page[0].fits(heard):
                shown.append(page)
                heard |= {one.question: given[one.question] for one in page if one.question in given}
        return tuple(shown)


def answered(answers: Answers, question: str, choice: str) -> Answers:
    """`answers` with `choice`, or without it if it was chosen already."""
    others = tuple(pair for pair in answers if pair[0] != question)
    return others if (question, choice) in answers else (*others, (question, choice))


def toggled(reasons: tuple[str, ...], reason: str, alone: tuple[str, ...]) -> tuple[str, ...]:
    """`reasons` with `reason` or without it; one that stands alone removes the others, and they it."""
    if reason in reasons:
        return tuple(kept for kept in reasons if kept != reason)
    return (reason,) if reason in alone else (*(kept for kept in reasons if kept not in alone), reason)


def _pages(asked: tuple[Asked, ...]) -> list[tuple[Asked, ...]]:
    """All questions, page by page; one that may not be asked stands alone."""
    pages: list[tuple[Asked, ...]] = []
    for question in asked:
        if pages and _joins(pages[-1], question):
            pages[-1] = (*pages[-1], question)
        else:
            pages.append((question,))
    return pages


def _joins(page: tuple[Asked, ...], question: Asked) -> bool:
    together = (*page, question)
    pair = all(asked.kind == "choice" and len(asked.choices) == 2 for asked in together)
    return pair and len(page) < ROWS and not any(asked.when for asked in together)
