"""What the ledger must hear of; `kiosk.app` numbers, completes, seals and appends it."""

from typing import Literal

from msgspec import Struct

from kiosk.visit.form import Answers
from kiosk.visit.pages import Page

Via = Literal["touch", "call", "scan"]
Stage = Literal["received", "supplement", "refused", "returned"]


class RatingGiven(Struct, frozen=True):
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


class RatingChanged(Struct, frozen=True):
    """Another face touched in the same visit."""

    score: int


class RatingDetailed(Struct, frozen=True):
    """The answers after the score; `comment` reaches the ledger sealed only."""

    answers: Answers = ()
    reasons: tuple[str, ...] = ()
    comment: str | None = None


class InvitationMade(Struct, frozen=True):
    """The citizen would rather rate by phone; it takes the place of this visit's rating."""

    official: str | None
    counter: str | None


class VisitAbandoned(Struct, frozen=True):
    """A visit that its citizen ended without a rating, and the page where."""

    page: Page


class CallMade(Struct, frozen=True):
    """A counter said that a transaction is over; `no` names the call while the kiosk runs."""

    no: int
    counter: str
    official: str | None


class CallLapsed(Struct, frozen=True):
    """Nobody rated after the call `no`."""

    no: int


class DutyBegan(Struct, frozen=True):
    """An official signed on; `counter` is the kiosk's own, None where it stands for several."""

    official: str
    counter: str | None


class DutyEnded(Struct, frozen=True):
    """An official signed off, was relieved, or the day or the kiosk's place changed."""

    official: str
    counter: str | None


class PracticeBegan(Struct, frozen=True):
    """Ratings are marked as practice from here on."""


class PracticeEnded(Struct, frozen=True):
    """Ratings count again."""


class StaffEntered(Struct, frozen=True):
    """A staff member (a UUID of the directory) opened the staff page."""

    staff: str


class StaffRefused(Struct, frozen=True):
    """A PIN nobody has was entered."""


class StaffLeft(Struct, frozen=True):
    """The staff page was closed, by hand or by time."""


class KioskPaused(Struct, frozen=True):
    """Nobody can rate from here on. May itself fail to be stored: the reason may be the store."""

    reason: str


class KioskResumed(Struct, frozen=True):
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
