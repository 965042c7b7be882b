"""The whole state of a visit: all that is known of a citizen, and all that has to go afterwards."""

from dataclasses import dataclass
from typing import Literal

from kiosk.visit.facts import RatingChanged, RatingGiven
from kiosk.visit.pages import Page


@dataclass(frozen=True, slots=True)
class Desk:
    """How visits start here.

    `fixed`: whoever is on duty (`official`; None is the whole desk) is rated, nobody is chosen.
    `choose`: the citizen picks an official or the whole desk. Ids are lower-case UUIDs.
    """

    attribution: Literal["fixed", "choose"] = "choose"
    official: str | None = None
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How this citizen reads the screen; it never enters the ledger."""

    language: str = "vi"
    large_text: bool = False
    high_contrast: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A snapshot of a visit; `advance` makes the next one.

    `score` is the face touched last, None while none was. `committing` is the fact that the store is
    writing: its face is the pressed one, and touches wait. `deadline_ms` is when the page ends by
    itself. `next_desk` waits for the next Attract.
    """

    page: Page
    desk: Desk
    since_ms: int
    guard_until_ms: int
    look: Look = Look()
    official: str | None = None
    whole_desk: bool = False
    score: int | None = None
    committing: RatingGiven | RatingChanged | None = None
    deadline_ms: int | None = None
    correcting: bool = False
    pause_reason: str | None = None
    returns_to: Page | None = None
    page_no: int = 0
    next_desk: Desk | None = None


def begin(desk: Desk, now_ms: int) -> Visit:
    """A clean Attract page at `desk`, ready for a touch at once."""
    return Visit(page=Page.ATTRACT, desk=desk, since_ms=now_ms, guard_until_ms=now_ms)
