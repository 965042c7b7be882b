"""Answers that were published: what a citizen sees by the receipt, and everybody of all units."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from sync.central.cases.handling import rules_of
from sync.central.cases.rules import Rules
from sync.central.cases.states import State
from sync.central.database.tables import cases, units

_MOST: Final = 200


class PublishedAnswer(NamedTuple):
    """The day it was published, and its words by language: an answer has those that it was written in."""

    day: date
    text: Mapping[str, str]


class Shown(NamedTuple):
    """A published answer for everybody: what was said, without whoever said it, and the month."""

    unit: Mapping[str, str]
    summary: str
    answer: str
    month: str


def answers_of(connection: Connection, rating: str) -> list[PublishedAnswer]:
    """The published answers to what was said with a rating (its id), the oldest first."""
    mine = (cases.c.rating == rating, cases.c.state == State.PUBLISHED)
    rows = connection.execute(
        select(cases.c.published, cases.c.answer).where(*mine).order_by(cases.c.published)
    )
    return [PublishedAnswer(date.fromisoformat(row.published), {"vi": row.answer}) for row in rows]


def list_published(connection: Connection, rules: Rules) -> list[Shown]:
    """The newest answers to what units were handed: nothing that they may not know stands in it."""
    rows = connection.execute(
        select(cases, units.c.name_vi, units.c.name_en)
        .join(units, units.c.unit == cases.c.assigned)
        .where(cases.c.state == State.PUBLISHED, cases.c.batch.is_not(None), cases.c.summary.is_not(None))
        .order_by(cases.c.published.desc(), cases.c.code)
        .limit(_MOST)
    )
    return [
        Shown({"vi": row.name_vi, "en": row.name_en}, row.summary, row.answer, row.published[:7])
        for row in rows
        if rules.may_go_to_unit(rules_of(row))
    ]
