"""Questions as versioned data."""

from typing import Annotated, Literal

import msgspec

from sync.contract.encoding import Id, Malformed
from sync.contract.rating import Score

Words = dict[str, str]


class Choice(msgspec.Struct, frozen=True):
    """An answer to touch: `score` for a score question, otherwise only its words."""

    choice: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9_]{1,32}\Z")]
    text: Words
    score: Score | None = None


class Question(msgspec.Struct, frozen=True):
    """One question; the first of a questionnaire is the score."""

    question: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9_]{1,32}\Z")]
    kind: Literal["score", "choice", "reasons"]
    text: Words
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=2, max_length=12)]


class Questionnaire(msgspec.Struct, frozen=True):
    """A questionnaire; a rating names the id and version it answered."""

    id: Id
    version: Annotated[int, msgspec.Meta(ge=1)]
    questions: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1)]


LEVELS = ({2, 4, 5}, {1, 2, 4, 5}, {1, 2, 3, 4, 5})


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
    for question in questionnaire.questions:
        if len({choice.choice for choice in question.choices}) != len(question.choices):
            raise Malformed(f"{question.question}: two choices with one name")
        for text in (question.text, *(choice.text for choice in question.choices)):
            if not text.get("vi"):
                raise Malformed(f"{question.question}: Vietnamese words are missing")
