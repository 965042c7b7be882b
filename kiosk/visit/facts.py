"""What the ledger must hear of; `kiosk.app` numbers, completes and appends it."""

from dataclasses import dataclass

from kiosk.visit.pages import Page


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """The first face touched in a visit; `official` is None for the whole desk."""

    official: str | None
    counter: str | None
    score: int


@dataclass(frozen=True, slots=True)
class RatingChanged:
    """Another face touched after "Đổi lựa chọn" in the same visit."""

    score: int


@dataclass(frozen=True, slots=True)
class VisitAbandoned:
    """A visit that its citizen ended without a rating, and the page where."""

    page: Page


@dataclass(frozen=True, slots=True)
class KioskPaused:
    """Nobody can rate from here on. May itself fail to be stored: the reason may be the store."""

    reason: str


@dataclass(frozen=True, slots=True)
class KioskResumed:
    """Ratings are taken again."""


Fact = RatingGiven | RatingChanged | VisitAbandoned | KioskPaused | KioskResumed
