"""What the form for a questionnaire says: a block for each question, a row for each choice."""

import re
from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec

from sync.central.directory.importing.folding import composed, folded
from sync.central.directory.pages.fields import line
from sync.central.web.forms import Form
from sync.contract.questionnaire import Choice, Question

KINDS: Final = ("choice", "reasons", "comment")
SPARE: Final = 2
"""Blank rows for more choices."""
MAX_QUESTIONS: Final = 32
MAX_CHOICES: Final = 12
_NO_NAME: Final = re.compile(r"[^a-z0-9]+")


def typed_questions(form: Form, before: Sequence[Question]) -> tuple[Question, ...]:
    """The questions in the order of their numbers; names that ratings hold stay what they are."""
    known = {question.question: question for question in before}
    taken = set(known)
    found: list[tuple[int, int, Question]] = []
    for place, name in enumerate(form.all("question")[: MAX_QUESTIONS + 1]):
        vi = composed(form.text(f"vi_{place}"))
        if form.text(f"remove_{place}") == "1" or not (name or vi):
            continue
        old = known.get(name)
        question = _typed(form, place, old or Question(_named(vi, taken), "choice", {}))
        taken.add(question.question)
        order = form.text(f"order_{place}", str(place + 1))
        found.append(
            (int(order) if order.isascii() and order.isdigit() and len(order) < 4 else 999, place, question)
        )
    return tuple(question for _order, _place, question in sorted(found, key=lambda one: one[:2]))


def condition_of(question: Question) -> str:
    """The condition as the form's choice has it: "question:choice", "" for none, "kept" for more than one."""
    if not question.when:
        return ""
    (name, choices), *others = question.when.items()
    return "kept" if others or len(choices) != 1 else f"{name}:{choices[0]}"


def _typed(form: Form, place: int, old: Question) -> Question:
    vi, en = line(form, f"vi_{place}"), line(form, f"en_{place}", needed=False)
    kind: Any = old.kind if old.kind == "score" else form.text(f"kind_{place}", old.kind)
    if kind not in ("score", *KINDS):
        kind = "choice"
    return Question(
        old.question,
        kind,
        old.text | {"vi": vi, "en": en or vi},
        () if kind == "comment" else _choices(form, place, old, kind),
        _when(form.text(f"when_{place}"), old),
        kind == "choice" and form.text(f"sealed_{place}") == "1",
    )


def _choices(
    form: Form, place: int, old: Question, kind: Literal["score", "choice", "reasons"]
) -> tuple[Choice, ...]:
    known = {choice.choice: choice for choice in old.choices}
    taken, found = set(known), []
    for at, name in enumerate(form.all(f"choice_{place}")[:MAX_CHOICES]):
        vi = composed(form.text(f"vi_{place}_{at}"))
        if not vi:
            continue
        line(form, f"vi_{place}_{at}")
        en = line(form, f"en_{place}_{at}", needed=False)
        before = known.get(name) or Choice(_named(vi, taken), {})
        taken.add(before.choice)
        alone = kind == "reasons" and form.text(f"alone_{place}_{at}") == "1"
        score = before.score if kind == "score" else None
        words = before.text | {"vi": vi, "en": en or vi}
        found.append(msgspec.structs.replace(before, text=words, alone=alone, score=score))
    return tuple(found)


def _when(typed: str, old: Question) -> dict[str, tuple[str, ...]]:
    if typed == "kept":
        return old.when
    name, _, choice = typed.partition(":")
    return {name: (choice,)} if name and choice else {}


def _named(words: str, taken: set[str]) -> str:
    """A name that nobody has yet, made of the Vietnamese words."""
    name = _NO_NAME.sub("_", folded(words)).strip("_")[:28] or "x"
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found
