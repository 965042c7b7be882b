"""What a unit's citizens answered beside the score: criteria and reasons, question by question."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.database import tables
from sync.central.results.distribution import Estimate
from sync.central.results.standing import Standing, standing
from sync.contract.questionnaire import Question, Questionnaire

_ANY = "*"  # in a rollup's row: the question was answered at all


@dataclass(frozen=True)
class Answered:
    """A choice or a reason, and how many of those who answered its question gave it."""

    text: Mapping[str, str]
    estimate: Estimate


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question as its newest version asks it; `n` ratings answered it, in any version."""

    text: Mapping[str, str]
    is_reasons: bool
    n: int
    standing: Standing
    answers: tuple[Answered, ...]

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The answers' estimates alone."""
        return tuple(answered.estimate for answered in self.answers)


def read_questions(
    connection: Connection, units: Collection[str] | None, whole: Standing
) -> tuple[AnsweredQuestion, ...]:
    """Return the questions that anybody answered in these units, or in all.

    `whole` is the standing of their figures; where those are hidden, so are these.
    """
    rollup = tables.answer_months
    cell = (rollup.c.questionnaire, rollup.c.question, rollup.c.choice)
    of_units = () if units is None else (rollup.c.unit.in_(units),)
    summed = select(*cell, func.sum(rollup.c.n)).where(*of_units).group_by(*cell)
    counts: Counter[tuple[str, str, str]] = Counter()
    for version, question, choice, number in connection.execute(summed):
        counts[version.partition("/")[0], question, choice] += int(number)
    return _asked(connection, counts, whole)


def published_questions(
    connection: Connection, published: Mapping[tuple[str, str], Mapping[str, int]]
) -> tuple[AnsweredQuestion, ...]:
    """Return the questions of which answers are published; `published` is by questionnaire and question."""
    counts = Counter(
        {
            (*asked, choice): number
            for asked, numbers in published.items()
            for choice, number in numbers.items()
        }
    )
    return _asked(connection, counts, Standing.ENOUGH)


def _asked(
    connection: Connection, counts: Mapping[tuple[str, str, str], int], whole: Standing
) -> tuple[AnsweredQuestion, ...]:
    found = []
    for name, questions in _newest(connection).items():
        for question in questions:
            n = counts.get((name, question.question, _ANY), 0)
            if n:
                of_choices = {
                    choice.choice: counts.get((name, question.question, choice.choice), 0)
                    for choice in question.choices
                }
                found.append(_answered(question, n, of_choices, whole))
    return tuple(found)


def _answered(question: Question, n: int, of_choices: Mapping[str, int], whole: Standing) -> AnsweredQuestion:
    allowed = standing(n)
    if allowed.shown and not whole.shown:
        allowed = Standing.COVERING
    answers = [
        Answered(choice.text, Estimate.of(of_choices[choice.choice], n)) for choice in question.choices
    ]
    if question.kind == "reasons":
        answers.sort(key=lambda answered: -answered.estimate.number)
    return AnsweredQuestion(
        question.text, question.kind == "reasons", n, allowed, tuple(answers) if allowed.shown else ()
    )


def _newest(connection: Connection) -> dict[str, list[Question]]:
    """Each questionnaire's questions, every one in its newest words, with the choices of all versions."""
    known = tables.questionnaires
    asked: dict[str, dict[str, Question]] = {}
    for row in connection.execute(select(known).order_by(known.c.id, known.c.version.desc())):
        questions = asked.setdefault(row.id, {})
        for question in msgspec.json.decode(row.document, type=Questionnaire).questions:
            newer = questions.setdefault(question.question, question)
            names = {choice.choice for choice in newer.choices}
            dropped = tuple(choice for choice in question.choices if choice.choice not in names)
            questions[question.question] = msgspec.structs.replace(newer, choices=(*newer.choices, *dropped))
    return {name: list(questions.values()) for name, questions in asked.items()}
