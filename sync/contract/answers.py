"""Answers against the questionnaire they name: what it offers, no more."""

from collections.abc import Mapping
from typing import NamedTuple

from sync.contract.encoding import Malformed
from sync.contract.questionnaire import Questionnaire
from sync.contract.rating import DetailedRating


class Form(NamedTuple):
    """What a questionnaire offers: scores; choices by question, sealed ones left out; reasons.

    `reasons_question` is the name of the question for reasons, if there is one.
    """

    scores: frozenset[int]
    choices: Mapping[str, frozenset[str]]
    reasons_question: str | None
    reasons: frozenset[str]


def form_of(questionnaire: Questionnaire) -> Form:
    """What a good questionnaire offers."""
    first, *others = questionnaire.questions
    named = {q.question: frozenset(choice.choice for choice in q.choices) for q in others}
    asked = next((q.question for q in others if q.kind == "reasons"), None)
    return Form(
        frozenset(choice.score for choice in first.choices if choice.score is not None),
        {q.question: named[q.question] for q in others if q.kind == "choice" and not q.sealed},
        asked,
        frozenset() if asked is None else named[asked],
    )


def judge_answers(form: Form, detailed: DetailedRating) -> list[tuple[str, str]]:
    """Every (question, choice) that was answered in the open, reasons too.

    Raises:
        Malformed: a question or a choice that is not offered, or that must be sealed; the detail names it.
    """
    for question, choice in detailed.answers.items():
        if question not in form.choices:
            raise Malformed(f"{question}: no question whose answer stands in a line")
        if choice not in form.choices[question]:
            raise Malformed(f"{question}: {choice} is none of its choices")
    for reason in detailed.reasons:
        if reason not in form.reasons:
            raise Malformed(f"reasons: {reason} is none of them")
    if len(set(detailed.reasons)) != len(detailed.reasons):
        raise Malformed("reasons: one stands there twice")
    asked = form.reasons_question or ""
    return [*detailed.answers.items(), *((asked, reason) for reason in detailed.reasons)]
