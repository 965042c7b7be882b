"""What a phone is asked, which is what the kiosk asks now, and what was answered to it."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.tables import directories
from sync.central.keys.supervisors import public_key
from sync.contract.encoding import Malformed
from sync.contract.questionnaire import Question, Questionnaire
from sync.contract.rating import QuestionnaireVersion

LONGEST_COMMENT = 500
"""Letters, as at the kiosk."""


class Why(StrEnum):
    """Why what somebody sent is not taken."""

    NO_FACE = "no_face"
    ALONE = "alone"
    LONG = "long"
    EMPTY = "empty"
    CHANGED = "changed"
    FULL = "full"
    WITHDRAWN = "withdrawn"


class Refused(Exception):
    """What was sent is not taken; `question` is what it is about."""

    def __init__(self, question: str, why: Why) -> None:
        super().__init__(why)
        self.question = question
        self.why = why


@dataclass(frozen=True)
class Given:
    """A rating as it was answered on the phone; `sealed` are answers for supervisors alone."""

    score: int
    questionnaire: QuestionnaireVersion
    answers: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    sealed: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def asked_at(connection: Connection, kiosk: str) -> Questionnaire | None:
    """What this kiosk was last told to ask; without supervisors' key, nothing that must be sealed."""
    mine = select(directories.c.raw).where(directories.c.kiosk == kiosk)
    raw = connection.execute(mine.order_by(directories.c.version.desc()).limit(1)).scalar()
    if raw is None:
        return None
    first = msgspec.json.decode(bytes(raw).partition(b"\n")[0], type=_Asking).questionnaires[0]
    if public_key(connection) is not None:
        return first
    kept = tuple(one for one in first.questions if not one.sealed and one.kind != "comment")
    return msgspec.structs.replace(first, questions=kept)


def read_given(asked: Questionnaire, chosen: Callable[[str], list[str]]) -> Given:
    """The rating in a form's fields; `chosen` gives what a question was answered with.

    An answer to a question that was not to be asked after those before is left out, as the kiosk leaves it.

    Raises:
        Refused: no face was chosen, a reason excludes the others, or it is longer than it may be.
        Malformed: the form is none of ours.
    """
    first, *others = asked.questions
    scores = {choice.choice: choice.score for choice in first.choices}
    (face,) = chosen(first.question)[:1] or [""]
    score = scores.get(face)
    if not face:
        raise Refused(first.question, Why.NO_FACE)
    if score is None:
        raise Malformed("no such face")
    answers: dict[str, str] = {}
    sealed: dict[str, str] = {}
    reasons: tuple[str, ...] = ()
    comment = ""
    for question in others:
        wanted = [text for text in chosen(question.question) if text]
        if question.kind == "comment":
            comment = read_comment(question.question, "".join(wanted[:1]))
        elif question.kind == "reasons":
            reasons = _reasons(question, wanted)
        elif wanted and all((answers | sealed).get(name) in some for name, some in question.when.items()):
            (sealed if question.sealed else answers)[question.question] = _one(question, wanted[0])
    version = QuestionnaireVersion(asked.id, asked.version)
    return Given(score, version, answers, reasons, sealed, comment)


def read_comment(question: str, text: str) -> str:
    """A comment, composed (NFC), without what no reader sees.

    Raises:
        Refused: longer than it may be.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    kept = "\n".join("".join(letter for letter in line if letter.isprintable()) for line in lines).strip()
    if len(kept) > LONGEST_COMMENT:
        raise Refused(question, Why.LONG)
    return kept


class _Asking(msgspec.Struct):
    questionnaires: tuple[Questionnaire, ...]


def _one(question: Question, choice: str) -> str:
    if choice not in {offered.choice for offered in question.choices}:
        raise Malformed(f"{question.question}: no such choice")
    return choice


def _reasons(question: Question, wanted: list[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(_one(question, choice) for choice in wanted))
    alone = {offered.choice for offered in question.choices if offered.alone}
    if len(chosen) > 1 and alone & set(chosen):
        raise Refused(question.question, Why.ALONE)
    return chosen
