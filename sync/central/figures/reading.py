"""Reading a ledger: judged lines, one after the other, become ratings and offers to rate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import takewhile
from types import MappingProxyType
from typing import TypeVar

from sync.central.figures.attribution import attributed
from sync.central.figures.dating import within
from sync.central.figures.judging import Attention, Judged, Reason
from sync.central.figures.records import (
    COUNTED,
    PHONE,
    Happening,
    Offer,
    OfferKind,
    Phoned,
    Rating,
    Status,
    has_ended,
    offer_from,
    rating_by_phone,
    rating_from,
)
from sync.central.figures.stand import Stand
from sync.central.figures.time import Anchor, Interval, Receipted
from sync.contract.answers import Form, judge_answers
from sync.contract.attribution import Correction
from sync.contract.encoding import Malformed
from sync.contract.rating import (
    ChangedRating,
    DetailedRating,
    GivenRating,
    LapsedCall,
    MadeCall,
    MadeInvitation,
    WithdrawnRating,
)

H = TypeVar("H", Rating, Offer)


class Reading:
    """Where reading a ledger stands; `ratings` and `offers` must hold those that new lines may touch.

    `forms` is what questionnaires offer, `unit` the kiosk's. `answers` are those of details just read, by
    their rating's line; `touched` are lines whose rating or offer is new or has changed. `canaries` are
    lines whose ratings were planned and are revealed. `phoned`: by invitation, the ratings given by phone.
    `corrections` are the kiosk's, of whom its lines name.
    """

    def __init__(
        self,
        stand: Stand,
        unit: str,
        forms: Mapping[str, Form],
        ratings: Iterable[Rating] = (),
        offers: Iterable[Offer] = (),
        canaries: Set[int] = frozenset(),
        phoned: Mapping[str, Phoned] = MappingProxyType({}),
        corrections: Sequence[Correction] = (),
    ) -> None:
        self.stand = stand
        self.ratings = {rating.seq: rating for rating in ratings}
        self.offers = {offer.seq: offer for offer in offers}
        self.answers: dict[int, list[tuple[str, str]]] = {}
        self.touched: set[int] = set()
        self.attention: dict[tuple[int, Attention], None] = {}
        self._unit = unit
        self._forms = forms
        self._canaries = canaries
        self._phoned = phoned
        self._corrections = corrections
        self._pairs: dict[tuple[str, str], tuple[str, str]] = {}
        self._given: dict[str, int] = {}
        self._invited: dict[str, int] = {}
        for seq in sorted(self.ratings):
            if self.ratings[seq].via == PHONE:
                continue  # no line of this ledger gave it
            self._given.setdefault(self.ratings[seq].rating, seq)
        for seq in sorted(self.offers):
            self._invited.setdefault(self.offers[seq].invitation or "", seq)

    def read(self, judged: Judged, received_ms: int) -> None:
        """Take the next line."""
        for attention in judged.attention:
            self.attention[judged.seq, attention] = None
        line = judged.line
        if line is None:
            return
        interval = self.stand.dating.extend(judged.seq, line.boot, line.up)
        if isinstance(given := judged.fact, GivenRating):
            first = self._given.setdefault(given.rating, judged.seq)
            status = self._status(judged, first, practising=given.practice)
            if status is COUNTED and judged.seq in self._canaries:
                status = Status.CANARY
            rating = rating_from(given, status, judged.seq, line.up, received_ms)
            self._happened(self.ratings, rating, interval)
            return
        practising = self.stand.practising(line)
        match judged.fact:
            case MadeCall() | MadeInvitation() as made:
                first = judged.seq
                if isinstance(made, MadeInvitation):
                    first = self._invited.setdefault(made.invitation, judged.seq)
                status = self._status(judged, first, practising=practising)
                offer = offer_from(made, self._unit, status, judged.seq, line.up, received_ms)
                self._happened(self.offers, offer, interval)
                said = self._phoned.get(offer.invitation or "")
                if said is not None and first == judged.seq:
                    self.rated_by_phone(offer, said)
            case Anchor() | Receipted() as mark:
                self._dated(mark)
            case ChangedRating() | WithdrawnRating() as amending:
                self._amended(judged.seq, amending)
            case DetailedRating() as detailed:
                self._detailed(judged.seq, detailed)
            case LapsedCall() as lapsed:
                self._lapsed(judged.seq, lapsed)

    def rated_by_phone(self, offer: Offer, said: Phoned) -> None:
        """Let a rating by phone stand in its invitation's place."""
        rating = rating_by_phone(offer, said)
        self.ratings[rating.seq] = rating
        self.touched.add(rating.seq)
        form = self._forms.get(rating.questionnaire)
        if form is None:
            self._attend(rating.seq, Reason.UNKNOWN_QUESTIONNAIRE, rating.questionnaire)
        elif rating.score not in form.scores:
            self._attend(rating.seq, Reason.UNKNOWN_SCORE, str(rating.score))
        else:
            self._answered(rating.seq, rating, form, DetailedRating(rating.seq, said.answers, said.reasons))
            _judge_in_time(rating, said)
            return
        if rating.status == Status.COUNTED:
            rating.status = Status.ATTENTION

    def _happened(self, happenings: dict[int, H], happening: H, interval: Interval) -> None:
        self._take_date(happening, interval)
        happenings[happening.seq] = happening
        self.touched.add(happening.seq)

    def _take_date(self, happening: Happening, interval: Interval) -> None:
        happening.happened(interval)
        if self._corrections:
            happening.official = attributed(self._corrections, happening.named, interval)

    def _status(self, judged: Judged, first: int, *, practising: bool) -> Status:
        """How a new rating or offer counts; one that says again what line `first` said does not."""
        if first != judged.seq:
            self._attend(judged.seq, Reason.REPEATED, f"as line {first}")
        if judged.attention or first != judged.seq:
            return Status.ATTENTION
        return Status.PRACTICE if practising else COUNTED

    def _dated(self, mark: Anchor | Receipted) -> None:
        settled = self.stand.dating.take(mark)
        if not settled:
            return
        first = settled[0].run.first_seq
        for happening in (*_since(self.ratings, first), *_since(self.offers, first)):
            self._take_date(happening, within(settled, happening.seq, happening.up))
            self.touched.add(happening.seq)
        for offer in _since(self.offers, first):
            said = self._phoned.get(offer.invitation or "")
            if said is not None and (rating := self.ratings.get(offer.seq)) is not None:
                _judge_in_time(rating, said)

    def _amended(self, seq: int, fact: ChangedRating | WithdrawnRating) -> None:
        rating = self._rating_of(seq, fact.of)
        if rating is None:
            return
        if isinstance(fact, ChangedRating):
            form = self._forms.get(rating.questionnaire)
            if form is not None and fact.score not in form.scores:
                self._attend(seq, Reason.UNKNOWN_SCORE, str(fact.score))
                return
            rating.score = fact.score
        elif rating.status == Status.COUNTED:
            rating.status = Status.WITHDRAWN
        self.touched.add(rating.seq)

    def _detailed(self, seq: int, detailed: DetailedRating) -> None:
        rating = self._rating_of(seq, detailed.of)
        if rating is None:
            return
        if rating.detail is not None:
            self._attend(seq, Reason.REPEATED, f"as line {rating.detail}")
            return
        rating.detail = seq
        self.touched.add(rating.seq)
        form = self._forms.get(rating.questionnaire)
        if form is None:
            self._attend(seq, Reason.UNKNOWN_QUESTIONNAIRE, rating.questionnaire)
            return
        self._answered(seq, rating, form, detailed)

    def _answered(self, seq: int, rating: Rating, form: Form, detailed: DetailedRating) -> None:
        try:
            judged = judge_answers(form, detailed)
        except Malformed as error:
            self._attend(seq, Reason.UNKNOWN_ANSWER, error.detail)
        else:
            self.answers[rating.seq] = [self._pairs.setdefault(pair, pair) for pair in judged]

    def _lapsed(self, seq: int, lapsed: LapsedCall) -> None:
        call = self.offers.get(lapsed.of) if lapsed.of < seq else None
        if call is None or call.kind != OfferKind.CALL:
            self._attend(seq, Reason.BAD_REFERENCE, f"line {lapsed.of} is no call")
        elif call.lapsed is not None:
            self._attend(seq, Reason.REPEATED, f"as line {call.lapsed}")
        else:
            call.lapsed = seq
            self.touched.add(call.seq)

    def _rating_of(self, seq: int, of: int) -> Rating | None:
        rating = self.ratings.get(of) if of < seq else None
        if rating is None or rating.via == PHONE:
            self._attend(seq, Reason.BAD_REFERENCE, f"line {of} is no rating")
            return None
        return rating

    def _attend(self, seq: int, reason: Reason, detail: str) -> None:
        self.attention[seq, Attention(reason, detail)] = None


def _judge_in_time(rating: Rating, said: Phoned) -> None:
    """Whether a rating by phone that would count came in time, by what is known now of its invitation."""
    if rating.status in (Status.COUNTED, Status.LATE):
        rating.status = Status.LATE if has_ended(rating.latest_ms, said.at_ms) else COUNTED


def _since(happenings: dict[int, H], first: int) -> Iterator[H]:
    """Those of line `first` and later, newest first."""
    return takewhile(lambda found: found.seq >= first, reversed(happenings.values()))
