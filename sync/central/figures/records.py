"""What ledgers are read into: ratings, and offers to rate; the members are columns of their tables."""

from enum import StrEnum
from sys import intern
from typing import Final

import msgspec

from sync.central.figures.time import Interval, dates_of
from sync.contract.desk_time import DAY_MS
from sync.contract.phone import DAYS, PhoneRating
from sync.contract.rating import GivenRating, MadeCall, MadeInvitation

PHONE: Final = "phone"
"""How a rating was given that stands in an invitation's place."""


class Status(StrEnum):
    """Whether a rating or an offer counts, and if not, why."""

    COUNTED = "counted"
    PRACTICE = "practice"
    WITHDRAWN = "withdrawn"
    CANARY = "canary"
    LATE = "late"
    """By phone, after its invitation had ended."""
    ATTENTION = "attention"


COUNTED: Final = Status.COUNTED
"""The same, at hand: an enumeration takes longer to name a member than a rating to make."""


class OfferKind(StrEnum):
    """How somebody was asked to rate."""

    CALL = "call"
    INVITATION = "invitation"


class Happening(msgspec.Struct, kw_only=True, gc=False):
    """Something a line tells of, where and when it was; `up` is ms since its boot.

    It counts for `official`: who is `named` by the line, unless that was corrected. None is the whole desk.
    """

    seq: int
    unit: str
    counter: str | None
    named: str | None
    official: str | None
    status: str
    up: int
    received_ms: int
    earliest_ms: int | None = None
    latest_ms: int | None = None
    day: str = ""
    month: str = ""

    def happened(self, interval: Interval) -> None:
        """Take its date."""
        self.earliest_ms, self.latest_ms = interval.earliest, interval.latest
        self.day, self.month = dates_of(interval)


class Rating(Happening, kw_only=True):
    """A rating as it stands; `detail` is the line that says what else was answered.

    `repeated` (0 or 1): its dossier was rated at the same stage before.
    """

    rating: str
    score: int
    via: str
    stage: str | None
    questionnaire: str
    detail: int | None = None
    repeated: int = 0


class Offer(Happening, kw_only=True):
    """A call, or an invitation to rate by phone; `lapsed` is the line that says that nobody rated."""

    kind: str
    invitation: str | None
    lapsed: int | None = None


def rating_from(given: GivenRating, status: Status, seq: int, up: int, received_ms: int) -> Rating:
    """The rating that line `seq` gives, not dated yet."""
    named = given.official and intern(given.official)
    return Rating(
        seq=seq,
        up=up,
        received_ms=received_ms,
        rating=given.rating,
        unit=intern(given.unit),
        counter=given.counter and intern(given.counter),
        named=named,
        official=named,
        score=given.score,
        status=status,
        via=given.via,
        stage=given.stage,
        questionnaire=given.questionnaire.text,
        repeated=int(given.repeated),
    )


def offer_from(
    made: MadeCall | MadeInvitation, unit: str, status: Status, seq: int, up: int, received_ms: int
) -> Offer:
    """The offer that line `seq` of a kiosk in `unit` makes, not dated yet."""
    invitation = made if isinstance(made, MadeInvitation) else None
    return Offer(
        seq=seq,
        up=up,
        received_ms=received_ms,
        kind=OfferKind.INVITATION if invitation else OfferKind.CALL,
        unit=intern(invitation.unit) if invitation else unit,
        counter=_kept_once(made.counter),
        named=_kept_once(made.official),
        official=_kept_once(made.official),
        invitation=invitation.invitation if invitation else None,
        status=status,
    )


class Phoned(PhoneRating, frozen=True, kw_only=True):
    """A rating by phone, and when its line was written (ms UTC)."""

    at_ms: int = 0


def has_ended(latest_ms: int | None, now_ms: int) -> bool:
    """Whether an invitation that was made by `latest_ms` can be answered no more; None: nobody knows when."""
    return latest_ms is not None and now_ms > latest_ms + DAYS * DAY_MS


def rating_by_phone(offer: Offer, said: PhoneRating) -> Rating:
    """The rating in an invitation's place: of the same line and the same official, and dated as it is."""
    return Rating(
        seq=offer.seq,
        up=offer.up,
        received_ms=offer.received_ms,
        earliest_ms=offer.earliest_ms,
        latest_ms=offer.latest_ms,
        day=offer.day,
        month=offer.month,
        rating=said.rating,
        unit=offer.unit,
        counter=offer.counter,
        named=offer.named,
        official=offer.official,
        score=said.score,
        status=offer.status,
        via=PHONE,
        stage=None,
        questionnaire=said.questionnaire.text,
        detail=offer.seq if said.answers or said.reasons else None,
    )


def _kept_once(name: str | None) -> str | None:
    """The name, in memory once: a long ledger names the same few again and again."""
    return None if name is None else intern(name)
