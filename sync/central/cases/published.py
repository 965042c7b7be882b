"""Answers that were published: what a citizen sees by the receipt, and everybody of all units."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, exists, select

from sync.central.cases.handling import rules_of
from sync.central.cases.history import HANDED, history_of
from sync.central.cases.opening import TAKEN_BACK
from sync.central.cases.rules import Rules
from sync.central.cases.states import Act, State
from sync.central.database.tables import case_events, cases, units

_MOST: Final = 200


class PublishedAnswer(NamedTuple):
    """The day it was published, and its words by language: an answer has those that it was written in.

    `by_unit`: the unit gave it, and no supervisor in its place. `handed`: the unit was told what it is about.
    """

    day: date
    text: Mapping[str, str]
    by_unit: bool
    handed: bool


class Shown(NamedTuple):
    """A published answer for everybody: what was said, without whoever said it, and the month."""

    unit: Mapping[str, str]
    summary: str
    answer: str
    month: str


def answers_of(connection: Connection, rating: str) -> list[PublishedAnswer]:
    """The published answers to what was said with a rating (its id), the oldest first; none was erased."""
    mine = (cases.c.rating == rating, cases.c.state == State.PUBLISHED, cases.c.answer.is_not(None))
    rows = connection.execute(select(cases).where(*mine).order_by(cases.c.published))
    return [_answer(connection, row) for row in rows]


def is_looked_at_again(connection: Connection, rating: str) -> bool:
    """Whether an answer to what was said with a rating (its id) was published, and is not now."""
    published = exists().where(case_events.c.code == cases.c.code, case_events.c.act == Act.PUBLISH)
    open_again = cases.c.state.not_in([state for state in State if state.is_over])
    again = select(cases.c.code).where(cases.c.rating == rating, open_again, published)
    return connection.execute(again).first() is not None


def _answer(connection: Connection, row: Row[Any]) -> PublishedAnswer:
    acts = [event.act for event in history_of(connection, row.code)]
    answered = [act for act in acts if act in (Act.ANSWER, Act.DECIDE)]
    return PublishedAnswer(
        date.fromisoformat(row.published),
        {"vi": row.answer},
        by_unit=answered[-1:] == [Act.ANSWER],
        handed=HANDED in acts,
    )


def list_published(connection: Connection, rules: Rules) -> list[Shown]:
    """The newest answers to what units were handed: nothing that they may not know stands in it."""
    rows = connection.execute(
        select(cases, units.c.name_vi, units.c.name_en)
        .join(units, units.c.unit == cases.c.assigned)
        .where(cases.c.state == State.PUBLISHED, cases.c.batch.is_not(None), ~TAKEN_BACK)
        .where(cases.c.summary.is_not(None), cases.c.answer.is_not(None))
        .order_by(cases.c.published.desc(), cases.c.code)
        .limit(_MOST)
    )
    return [
        Shown({"vi": row.name_vi, "en": row.name_en}, row.summary, row.answer, row.published[:7])
        for row in rows
        if rules.may_go_to_unit(rules_of(row))
    ]
