"""Rollups: what is counted by unit and day, and by official and month, always from the rows themselves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, insert, literal, select

from sync.central.database.tables import (
    answers,
    offers,
    official_months,
    ratings,
    unit_answers,
    unit_days,
    unit_offers,
)
from sync.central.figures.records import Offer, OfferKind, Rating, Status

ANY: Final = "*"
"""In a choice's place: the question was answered at all."""

CALLED, RATED, LAPSED, INVITED = "called", "rated", "lapsed", "invited"
"""Calls made; ratings after a call; calls that nobody rated after; invitations to rate by phone."""


class UnitDay(NamedTuple):
    """Where ratings and offers of a unit's day count."""

    unit: str
    day: str


class OfficialMonth(NamedTuple):
    """Where an official's ratings count, too."""

    official: str
    unit: str
    month: str


class Cells(NamedTuple):
    """What some ratings and offers count in."""

    days: set[UnitDay]
    months: set[OfficialMonth]


def cells_of(some: Iterable[Rating], offered: Iterable[Offer] = ()) -> Cells:
    """Where these count."""
    counted = [rating for rating in some if rating.status == Status.COUNTED]
    made = [offer for offer in offered if offer.status == Status.COUNTED]
    return Cells(
        {UnitDay(found.unit, found.day) for found in (*counted, *made)},
        {
            OfficialMonth(rating.official, rating.unit, rating.month)
            for rating in counted
            if rating.official is not None
        },
    )


@dataclass
class Tally:
    """Counts in memory, as the tables must have them: by the columns of their keys."""

    days: Counter[tuple[object, ...]] = field(default_factory=Counter)
    months: Counter[tuple[object, ...]] = field(default_factory=Counter)
    answers: Counter[tuple[object, ...]] = field(default_factory=Counter)
    offers: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def add(self, rating: Rating, answered: Iterable[tuple[str, str]]) -> None:
        """Count a rating and what else was answered."""
        if rating.status != Status.COUNTED:
            return
        cell = (rating.unit, rating.day)
        self.days[*cell, rating.score] += 1
        if rating.official is not None:
            self.months[rating.official, rating.unit, rating.month, rating.score] += 1
        if rating.via == "call":
            self.offers[*cell, RATED] += 1
        pairs = list(answered)
        for question, choice in [*pairs, *((question, ANY) for question in {name for name, _ in pairs})]:
            self.answers[*cell, rating.questionnaire, question, choice] += 1

    def offer(self, offer: Offer) -> None:
        """Count a call or an invitation."""
        if offer.status != Status.COUNTED:
            return
        what = CALLED if offer.kind == OfferKind.CALL else INVITED
        self.offers[offer.unit, offer.day, what] += 1
        if offer.lapsed is not None:
            self.offers[offer.unit, offer.day, LAPSED] += 1

    def tables(self) -> Mapping[Table, Counter[tuple[object, ...]]]:
        """Each count beside its table."""
        return {
            unit_days: self.days,
            official_months: self.months,
            unit_answers: self.answers,
            unit_offers: self.offers,
        }


def recount(connection: Connection, cells: Cells) -> None:
    """Count these cells again; the caller holds their units' locks."""
    for cell in sorted(cells.days):
        for table, selections in _of_day(cell):
            connection.execute(delete(table).where(table.c.unit == cell.unit, table.c.day == cell.day))
            for rows in selections:
                connection.execute(insert(table).from_select(table.columns.keys(), rows))
    for official, unit, month in sorted(cells.months):
        key = official_months.c
        mine = (key.official == official, key.unit == unit, key.month == month)
        connection.execute(delete(official_months).where(*mine))
        columns = (ratings.c.official, ratings.c.unit, ratings.c.month, ratings.c.score)
        counted = select(*columns, func.count()).where(
            ratings.c.official == official,
            ratings.c.unit == unit,
            ratings.c.month == month,
            ratings.c.status == Status.COUNTED,
        )
        connection.execute(
            insert(official_months).from_select(official_months.columns.keys(), counted.group_by(*columns))
        )


def _of_day(cell: UnitDay) -> list[tuple[Table, list[Select[*tuple[object, ...]]]]]:
    """The selections that make a unit's day, by the rollup they fill."""
    rated = (ratings.c.unit == cell.unit, ratings.c.day == cell.day, ratings.c.status == Status.COUNTED)
    offered = (offers.c.unit == cell.unit, offers.c.day == cell.day, offers.c.status == Status.COUNTED)
    where = (ratings.c.unit, ratings.c.day)
    answered = and_(answers.c.ledger_no == ratings.c.ledger_no, answers.c.seq == ratings.c.seq)
    asked = (*where, ratings.c.questionnaire, answers.c.question)
    once = (
        select(ratings.c.ledger_no, ratings.c.seq, *asked)
        .join(answers, answered)
        .where(*rated)
        .distinct()
        .subquery()
    )
    each = (once.c.unit, once.c.day, once.c.questionnaire, once.c.question)
    return [
        (
            unit_days,
            [select(*where, ratings.c.score, func.count()).where(*rated).group_by(*where, ratings.c.score)],
        ),
        (
            unit_answers,
            [
                select(*asked, answers.c.choice, func.count())
                .join(answers, answered)
                .where(*rated)
                .group_by(*asked, answers.c.choice),
                select(*each, literal(ANY), func.count()).group_by(*each),
            ],
        ),
        (
            unit_offers,
            [
                _offered(CALLED, *offered, offers.c.kind == OfferKind.CALL),
                _offered(LAPSED, *offered, offers.c.lapsed.is_not(None)),
                _offered(INVITED, *offered, offers.c.kind == OfferKind.INVITATION),
                select(*where, literal(RATED), func.count())
                .where(*rated, ratings.c.via == "call")
                .group_by(*where),
            ],
        ),
    ]


def _offered(what: str, *which: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    where = (offers.c.unit, offers.c.day)
    return select(*where, literal(what), func.count()).where(*which).group_by(*where)
