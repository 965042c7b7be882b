"""Reading a ledger: judged lines, one after the other, become ratings."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from sync.central.figures.dating import Dating, within
from sync.central.figures.judging import Attention, Judged, Reason, RevealedCanary
from sync.central.figures.time import Anchor, Interval, day_of, month_of
from sync.contract.rating import ChangedRating, GivenRating, WithdrawnRating


class Status(StrEnum):
    """Whether a rating counts, and if not, why."""

    COUNTED = "counted"
    PRACTICE = "practice"
    WITHDRAWN = "withdrawn"
    CANARY = "canary"
    ATTENTION = "attention"


class Rating(msgspec.Struct):
    """A rating as it stands; the members are columns of the table `ratings`."""

    seq: int
    rating: str
    unit: str
    counter: str | None
    official: str | None
    score: int
    status: str
    via: str
    stage: str | None
    questionnaire: str
    up: int
    earliest_ms: int | None
    latest_ms: int | None
    day: str
    month: str
    received_ms: int

    def happened(self, interval: Interval) -> None:
        """Take its date."""
        self.earliest_ms, self.latest_ms = interval
        self.day, self.month = day_of(interval), month_of(interval)


class Reading:
    """Where reading a ledger stands; `ratings`, in its order, must hold those that new lines may touch."""

    def __init__(self, dating: Dating, ratings: Iterable[Rating] = ()) -> None:
        self.dating = dating
        self.ratings = {rating.seq: rating for rating in ratings}
        self.touched: set[int] = set()
        self.attention: dict[tuple[int, Attention], None] = {}
        self._by_id: dict[str, int] = {}
        for seq in sorted(self.ratings):
            self._by_id.setdefault(self.ratings[seq].rating, seq)

    def read(self, judged: Judged, received_ms: int) -> None:
        """Take the next line."""
        for attention in judged.attention:
            self.attention[judged.seq, attention] = None
        if judged.line is None:
            return
        interval = self.dating.extend(judged.seq, judged.line.boot, judged.line.up)
        match judged.fact:
            case GivenRating():
                self._given(judged, judged.fact, judged.line.up, interval, received_ms)
            case Anchor():
                self._anchored(judged.fact)
            case ChangedRating() | WithdrawnRating():
                self._amended(judged.seq, judged.fact)

    def _given(
        self, judged: Judged, given: GivenRating, up: int, interval: Interval, received_ms: int
    ) -> None:
        status = Status.PRACTICE if given.practice else Status.COUNTED
        if judged.attention:
            status = Status.ATTENTION
        first = self._by_id.setdefault(given.rating, judged.seq)
        if first != judged.seq:
            status = Status.ATTENTION
            self.attention[judged.seq, Attention(Reason.REPEATED, f"as line {first}")] = None
        rating = Rating(
            seq=judged.seq,
            rating=given.rating,
            unit=given.unit,
            counter=given.counter,
            official=given.official,
            score=given.score,
            status=status,
            via=given.via,
            stage=given.stage,
            questionnaire=f"{given.questionnaire.id}/{given.questionnaire.version}",
            up=up,
            earliest_ms=None,
            latest_ms=None,
            day="",
            month="",
            received_ms=received_ms,
        )
        rating.happened(interval)
        self.ratings[judged.seq] = rating
        self.touched.add(judged.seq)

    def _anchored(self, anchor: Anchor) -> None:
        settled = self.dating.settle(anchor)
        if not settled:
            return
        first = settled[0].run.first_seq
        for seq in reversed(self.ratings):
            if seq < first:
                return
            rating = self.ratings[seq]
            rating.happened(within(settled, seq, rating.up))
            self.touched.add(seq)

    def _amended(self, seq: int, fact: ChangedRating | WithdrawnRating) -> None:
        rating = self.ratings.get(fact.of) if fact.of < seq else None
        if rating is None:
            self.attention[seq, Attention(Reason.BAD_REFERENCE, f"line {fact.of} is no rating")] = None
            return
        if isinstance(fact, ChangedRating):
            rating.score = fact.score
        elif rating.status == Status.COUNTED:
            rating.status = Status.CANARY if isinstance(fact, RevealedCanary) else Status.WITHDRAWN
        self.touched.add(rating.seq)
