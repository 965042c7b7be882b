"""Rollups: what is counted by unit and day or month, by counter and day, and by official and month."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, NamedTuple

from sqlalchemy import Table

from sync.central.database.tables import (
    counter_calls,
    kiosk_days,
    marked_months,
    official_months,
    unit_answers,
    unit_counters,
    unit_days,
    unit_marks,
    unit_months,
    unit_offers,
)
from sync.central.figures.records import Offer, OfferKind, Rating, Status

ANY: Final = "*"
"""In a choice's place: the question was answered at all."""

ALL: Final = ""
"""In a rule's place: every rating that counts, marked or not."""

CALLED, RATED, LAPSED, INVITED = "called", "rated", "lapsed", "invited"
"""Calls made; ratings after a call; calls that nobody rated after; invitations to rate by phone."""


_COUNTED_BY: Final = attrgetter("status", "unit", "day", "month", "counter", "official", "score", "via")


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


def month_of(day: str) -> str:
    """YYYY-MM; '' while the day is unknown."""
    return day[: len("YYYY-MM")]


@dataclass
class Tally:
    """Counts in memory, as the tables must have them: by the columns of their keys."""

    days: Counter[tuple[object, ...]] = field(default_factory=Counter)
    unit_months: Counter[tuple[object, ...]] = field(default_factory=Counter)
    counters: Counter[tuple[object, ...]] = field(default_factory=Counter)
    months: Counter[tuple[object, ...]] = field(default_factory=Counter)
    answers: Counter[tuple[object, ...]] = field(default_factory=Counter)
    offers: Counter[tuple[object, ...]] = field(default_factory=Counter)
    calls: Counter[tuple[object, ...]] = field(default_factory=Counter)
    kiosks: Counter[tuple[object, ...]] = field(default_factory=Counter)
    marks: Counter[tuple[object, ...]] = field(default_factory=Counter)
    marked_months: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def add(self, some: Iterable[Rating], kiosk: str) -> None:
        """Count ratings of a kiosk."""
        alike = Counter(map(_COUNTED_BY, some))
        for (status, unit, day, month, counter, official, score, via), n in alike.items():
            if status != Status.COUNTED:
                continue
            self.days[unit, day, score] += n
            self.unit_months[unit, month_of(day), ALL, score] += n
            self.kiosks[day, unit, kiosk, ALL] += n
            if counter is not None:
                self.counters[unit, day, counter, score] += n
            if official is not None:
                self.months[official, unit, month, score] += n
            if via == "call":
                self.offers[unit, day, RATED] += n

    def answered(self, rating: Rating, pairs: Collection[tuple[str, str]]) -> None:
        """Count what else was answered (question, choice) by whoever gave a rating."""
        if rating.status != Status.COUNTED:
            return
        for question, choice in (*pairs, *((name, ANY) for name in {name for name, _ in pairs})):
            self.answers[rating.unit, rating.day, rating.questionnaire, question, choice] += 1

    def mark(self, rating: Rating, kiosk: str, rules: Collection[str]) -> None:
        """Count a rating of a kiosk that these rules mark."""
        for rule in rules:
            self.kiosks[rating.day, rating.unit, kiosk, rule] += 1
        for rule in (*rules, ANY):
            self.marks[rating.unit, rating.day, rule, rating.score] += 1
            self.unit_months[rating.unit, month_of(rating.day), rule, rating.score] += 1
        if rating.official is not None:
            self.marked_months[rating.official, rating.unit, rating.month, rating.score] += 1

    def offered(self, some: Iterable[Offer]) -> None:
        """Count calls and invitations."""
        made = (
            (one.unit, one.day, one.kind, one.counter, one.lapsed is not None)
            for one in some
            if one.status == Status.COUNTED
        )
        for (unit, day, kind, counter, lapsed), n in Counter(made).items():
            what = CALLED if kind == OfferKind.CALL else INVITED
            self.offers[unit, day, what] += n
            if what == CALLED:
                self.calls[day, unit, counter or "", int(lapsed)] += n
            if lapsed:
                self.offers[unit, day, LAPSED] += n

    def tables(self) -> Mapping[Table, Counter[tuple[object, ...]]]:
        """Each count beside its table."""
        return {
            unit_days: self.days,
            unit_months: self.unit_months,
            unit_counters: self.counters,
            official_months: self.months,
            unit_answers: self.answers,
            unit_offers: self.offers,
            counter_calls: self.calls,
            kiosk_days: self.kiosks,
            unit_marks: self.marks,
            marked_months: self.marked_months,
        }
