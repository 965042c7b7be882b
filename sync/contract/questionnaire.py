"""Questions as versioned data."""

from typing import Annotated, Final, Literal

import msgspec

from sync.contract.encoding import Id, Malformed
from sync.contract.rating import Name, Score

Words = dict[str, str]


class Choice(msgspec.Struct, frozen=True):
    """An answer to touch: `score` for a score question; `alone` excludes the other reasons."""

    choice: Name
    text: Words
    score: Score | None = None
    alone: bool = False


class Question(msgspec.Struct, frozen=True):
    """One question; the first of a questionnaire is the score, a comment is the last.

    `when`: asked only if each earlier question named there was answered by one of the choices named.
    `sealed`: its answer stands in no line, but in a blob for the supervisors.
    """

    question: Name
    kind: Literal["score", "choice", "reasons", "comment"]
    text: Words
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(max_length=12)] = ()
    when: dict[str, tuple[str, ...]] = {}
    sealed: bool = False


class Questionnaire(msgspec.Struct, frozen=True):
    """A questionnaire; a rating names the id and version it answered."""

    id: Id
    version: Annotated[int, msgspec.Meta(ge=1)]
    questions: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1, max_length=32)]


LEVELS: Final = ({2, 4, 5}, {1, 2, 4, 5}, {1, 2, 3, 4, 5})


def judge_questionnaire(questionnaire: Questionnaire) -> None:
    """Refuse what a kiosk could not show or a reader not count.

    Raises:
        Malformed: the detail names the question.
    """
    first, *others = questionnaire.questions
    if first.kind != "score" or any(question.kind == "score" for question in others):
        raise Malformed("the first question, and only it, is the score")
    scores = [choice.score for choice in first.choices]
    if len(set(scores)) != len(scores) or set(scores) not in LEVELS:
        raise Malformed(f"{first.question}: levels are 2,4,5 or 1,2,4,5 or 1,2,3,4,5")
    names = [question.question for question in questionnaire.questions]
    if len(set(names)) != len(names):
        raise Malformed("two questions with one name")
    for kind in ("reasons", "comment"):
        if sum(question.kind == kind for question in others) > 1:
            raise Malformed(f"more than one question of the kind {kind}")
    if any(question.kind == "comment" for question in others[:-1]):
        raise Malformed("a comment is the last question")
    for question in questionnaire.questions:
        _judge_question(question)
    _judge_conditions(others)


def _judge_question(question: Question) -> None:
    if question.kind == "comment":
        if question.choices:
            raise Malformed(f"{question.question}: a comment has no choices")
    elif len(question.choices) < 2:
        raise Malformed(f"{question.question}: at least two choices")
    if question.sealed and question.kind != "choice":
        raise Malformed(f"{question.question}: only a choice can be sealed")
    if len({choice.choice for choice in question.choices}) != len(question.choices):
        raise Malformed(f"{question.question}: two choices with one name")
    for choice in question.choices:
        if (choice.score is not None) != (question.kind == "score"):
            raise Malformed(f"{question.question}: the score's choices, and only they, have a score")
        if choice.alone and question.kind != "reasons":
            raise Malformed(f"{question.question}: only a reason can stand alone")
    for text in (question.text, *(choice.text for choice in question.choices)):
        if not text.get("vi"):
            raise Malformed(f"{question.question}: Vietnamese words are missing")


def _judge_conditions(asked: list[Question]) -> None:
    earlier: dict[str, set[str]] = {}
    for question in asked:
        for name, choices in question.when.items():
            if not set(choices) <= earlier.get(name, set()) or not choices:
                raise Malformed(
                    f"{question.question}: depends on {name}, which is no earlier choice with these answers; "
                    "nothing may depend on the score"
                )
        if question.kind == "choice":
            earlier[question.question] = {choice.choice for choice in question.choices}
