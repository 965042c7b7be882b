"""What the ledger must hear of; `kiosk.app` numbers, completes, seals and appends it."""

from dataclasses import dataclass
from typing import Literal

from kiosk.visit.form import Answers
from kiosk.visit.pages import Page

Via = Literal["touch", "call", "scan"]
Stage = Literal["received", "supplement", "refused", "returned"]


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """The first face touched in a visit; `official` is None for the whole desk.

    `dossier` is the code as it was read; it reaches the ledger sealed only.
    """

    official: str | None
    counter: str | None
    score: int
    via: Via = "touch"
    dossier: str | None = None
    stage: Stage | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class RatingChanged:
    """Another face touched in the same visit."""

    score: int


@dataclass(frozen=True, slots=True)
class RatingDetailed:
    """The answers after the score; `comment` reaches the ledger sealed only."""

    answers: Answers = ()
    reasons: tuple[str, ...] = ()
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class InvitationMade:
    """The citizen would rather rate by phone; it takes the place of this visit's rating."""

    official: str | None
    counter: str | None


@dataclass(frozen=True, slots=True)
class VisitAbandoned:
    """A visit that its citizen ended without a rating, and the page where."""

    page: Page


@dataclass(frozen=True, slots=True)
class CallMade:
    """A counter said that a transaction is over; `no` names the call while the kiosk runs."""

    no: int
    counter: str
    official: str | None


@dataclass(frozen=True, slots=True)
class CallLapsed:
    """Nobody rated after the call `no`."""

    no: int


@dataclass(frozen=True, slots=True)
class DutyBegan:
    """An official signed on; `counter` is the kiosk's own, None where it stands for several."""

    official: str
    counter: str | None


@dataclass(frozen=True, slots=True)
class DutyEnded:
    """An official signed off, was relieved, or the day or the kiosk's place changed."""

    official: str
    counter: str | None


@dataclass(frozen=True, slots=True)
class PracticeBegan:
    """Ratings are marked as practice from here on."""


@dataclass(frozen=True, slots=True)
class PracticeEnded:
    """Ratings count again."""


@dataclass(frozen=True, slots=True)
class StaffEntered:
    """A staff member (a UUID of the directory) opened the staff page."""

    staff: str


@dataclass(frozen=True, slots=True)
class StaffRefused:
    """A PIN nobody has was entered."""


@dataclass(frozen=True, slots=True)
class StaffLeft:
    """The staff page was closed, by hand or by time."""


@dataclass(frozen=True, slots=True)
class KioskPaused:
    """Nobody can rate from here on. May itself fail to be stored: the reason may be the store."""

    reason: str


@dataclass(frozen=True, slots=True)
class KioskResumed:
    """Ratings are taken again."""


Committing = RatingGiven | RatingChanged | RatingDetailed | InvitationMade
"""Facts that the page waits for."""
Fact = (
    Committing
    | VisitAbandoned
    | CallMade
    | CallLapsed
    | DutyBegan
    | DutyEnded
    | PracticeBegan
    | PracticeEnded
    | StaffEntered
    | StaffRefused
    | StaffLeft
    | KioskPaused
    | KioskResumed
)
