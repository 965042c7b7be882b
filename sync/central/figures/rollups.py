"""Rollups: what is counted by unit and day or month, by its counters, and by official and month."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, NamedTuple

from sqlalchemy import Table

from sync.central.database.tables import (
    answer_months,
    kiosk_days,
    marked_months,
    offer_months,
    official_months,
    unit_answers,
    unit_counters,
    unit_days,
    unit_marks,
    unit_months,
    unit_offers,
)
from sync.central.figures.records import COUNTED, Offer, OfferKind, Rating

ANY: Final = "*"
"""In a choice's place: the question was answered at all."""

ALL: Final = ""
"""In a rule's place: every rating that counts, marked or not."""

CALLED, RATED, LAPSED, INVITED = "called", "rated", "lapsed", "invited"
"""Calls made; ratings after a call; calls that nobody rated after; invitations to rate by phone."""


_SERVED: Final = attrgetter("unit", "day", "month", "official")
_COUNTED_BY: Final = attrgetter("status", "unit", "day", "month", "counter", "official", "score", "via")


class UnitDay(NamedTuple):
    """Where ratings and offers of a unit's day count."""

    unit: str
    day: str


class OfficialMonth(NamedTuple):
    """Where an official's ratings count, too."""

    month: str
    unit: str
    official: str


class Cells(NamedTuple):
    """What some ratings and offers count in."""

    days: set[UnitDay]
    months: set[OfficialMonth]


def cells_of(some: Iterable[Rating], offered: Iterable[Offer] = ()) -> Cells:
    """Where these count."""
    rated = {_SERVED(rating) for rating in some if rating.status == COUNTED}
    made = {(offer.unit, offer.day) for offer in offered if offer.status == COUNTED}
    return Cells(
        {UnitDay(unit, day) for unit, day in made | {(unit, day) for unit, day, *_ in rated}},
        {OfficialMonth(month, unit, who) for unit, _, month, who in rated if who is not None},
    )


def month_of(day: str) -> str:
    """YYYY-MM; '' while the day is unknown."""
    return day[: len("YYYY-MM")]


def days_of(month: str) -> list[str]:
    """Every day that a month may have; '' for days that are unknown."""
    return [f"{month}-{day:02}" for day in range(1, 32)] if month else [""]


@dataclass
class Tally:
    """Counts in memory, as the tables must have them: by the columns of their keys."""

    days: Counter[tuple[object, ...]] = field(default_factory=Counter)
    unit_months: Counter[tuple[object, ...]] = field(default_factory=Counter)
    counters: Counter[tuple[object, ...]] = field(default_factory=Counter)
    months: Counter[tuple[object, ...]] = field(default_factory=Counter)
    answers: Counter[tuple[object, ...]] = field(default_factory=Counter)
    answer_months: Counter[tuple[object, ...]] = field(default_factory=Counter)
    offers: Counter[tuple[object, ...]] = field(default_factory=Counter)
    offer_months: Counter[tuple[object, ...]] = field(default_factory=Counter)
    kiosks: Counter[tuple[object, ...]] = field(default_factory=Counter)
    marks: Counter[tuple[object, ...]] = field(default_factory=Counter)
    marked_months: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def add(self, some: Iterable[Rating], kiosk: str) -> None:
        """Count ratings of a kiosk."""
        alike = Counter(map(_COUNTED_BY, some))
        for (status, unit, day, month, counter, official, score, via), n in alike.items():
            if status != COUNTED:
                continue
            self.days[unit, day, score] += n
            self.unit_months[unit, month_of(day), ALL, score] += n
            self.kiosks[day, unit, kiosk, ALL] += n
            if counter is not None:
                self.counters[unit, day, counter, score] += n
            if official is not None:
                self.months[month, unit, official, score] += n
            if via == "call":
                self._offer(unit, day, counter, RATED, n)

    def answered(self, rating: Rating, pairs: Collection[tuple[str, str]]) -> None:
        """Count what else was answered (question, choice) by whoever gave a rating."""
        if rating.status != COUNTED:
            return
        for question, choice in (*pairs, *((name, ANY) for name in {name for name, _ in pairs})):
            asked = (rating.questionnaire, question, choice)
            self.answers[rating.unit, rating.day, *asked] += 1
            self.answer_months[rating.unit, month_of(rating.day), *asked] += 1

    def mark(self, rating: Rating, kiosk: str, rules: Collection[str]) -> None:
        """Count a rating of a kiosk that these rules mark."""
        for rule in rules:
            self.kiosks[rating.day, rating.unit, kiosk, rule] += 1
        for rule in (*rules, ANY):
            self.marks[rating.unit, rating.day, rule, rating.score] += 1
            self.unit_months[rating.unit, month_of(rating.day), rule, rating.score] += 1
        if rating.official is not None:
            self.marked_months[rating.month, rating.unit, rating.official, rating.score] += 1

    def offered(self, some: Iterable[Offer]) -> None:
        """Count calls and invitations."""
        made = (
            (one.unit, one.day, one.counter, one.kind, one.lapsed is not None)
            for one in some
            if one.status == COUNTED
        )
        for (unit, day, counter, kind, lapsed), n in Counter(made).items():
            self._offer(unit, day, counter, CALLED if kind == OfferKind.CALL else INVITED, n)
            if lapsed:
                self._offer(unit, day, counter, LAPSED, n)

    def _offer(self, unit: str, day: str, counter: str | None, what: str, n: int) -> None:
        self.offers[day, unit, counter or "", what] += n
        self.offer_months[unit, month_of(day), counter or "", what] += n

    def tables(self) -> Mapping[Table, Counter[tuple[object, ...]]]:
        """Each count beside its table."""
        return {
            unit_days: self.days,
            unit_months: self.unit_months,
            unit_counters: self.counters,
            official_months: self.months,
            unit_answers: self.answers,
            answer_months: self.answer_months,
            unit_offers: self.offers,
            offer_months: self.offer_months,
            kiosk_days: self.kiosks,
            unit_marks: self.marks,
            marked_months: self.marked_months,
        }
