"""What was said in the open with a rating, in the words of its questionnaire."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from sync.central.database.tables import answers, questionnaires
from sync.contract.encoding import Malformed, decode
from sync.contract.questionnaire import Questionnaire

Words = Mapping[str, str]


class Answered(NamedTuple):
    """A question and all that was chosen, in words by language."""

    question: Words
    choices: Sequence[Words]
    is_reason: bool


def reasons_of(connection: Connection, rating: Row[Any]) -> list[str]:
    """The names of the reasons that were given."""
    asked = _questionnaire(connection, rating)
    names = {one.question for one in asked.questions if one.kind == "reasons"} if asked else set()
    return [choice for question, choice in _chosen(connection, rating) if question in names]


def answered_in(connection: Connection, rating: Row[Any]) -> list[Answered]:
    """All that was answered in the open, in the questionnaire's order."""
    asked = _questionnaire(connection, rating)
    chosen = set(_chosen(connection, rating))
    found = []
    for question in asked.questions if asked else ():
        names = [one.text for one in question.choices if (question.question, one.choice) in chosen]
        found += [Answered(question.text, names, question.kind == "reasons")] if names else []
    return found


def words_of(connection: Connection, rating: Row[Any], sealed: Mapping[str, str]) -> list[Answered]:
    """Answers that were sealed, in words; what no questionnaire offers keeps its name."""
    asked = _questionnaire(connection, rating)
    found = {one.question: one for one in asked.questions} if asked else {}
    told = []
    for name, chosen in sealed.items():
        question = found.get(name)
        texts = {one.choice: one.text for one in question.choices} if question else {}
        called = question.text if question else {"vi": name}
        told.append(Answered(called, [texts.get(chosen, {"vi": chosen})], is_reason=False))
    return told


def _questionnaire(connection: Connection, rating: Row[Any]) -> Questionnaire | None:
    name, _, version = rating.questionnaire.partition("/")
    which = (questionnaires.c.id == name, questionnaires.c.version == int(version))
    document = connection.execute(select(questionnaires.c.document).where(*which)).scalar_one_or_none()
    try:
        return None if document is None else decode(document.encode(), Questionnaire)
    except Malformed:
        return None


def _chosen(connection: Connection, rating: Row[Any]) -> list[tuple[str, str]]:
    mine = (answers.c.ledger_no == rating.ledger_no, answers.c.seq == rating.seq)
    rows = connection.execute(select(answers.c.question, answers.c.choice).where(*mine))
    return [(row.question, row.choice) for row in rows]
