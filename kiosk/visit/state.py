"""The whole state of a visit: all that is known of a citizen, and all that has to go afterwards."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.visit.facts import Committing, Stage, Via
from kiosk.visit.form import Answers, Form
from kiosk.visit.pages import RESTING, Page


@dataclass(frozen=True, slots=True)
class Desk:
    """How visits start here, and what is asked.

    `fixed`: whoever signed on is rated, else `official` (None is the whole desk); nobody is chosen.
    `choose`: the citizen picks an official or the whole desk. Ids are lower-case UUIDs.
    `patience`: how many times the usual time pages wait, for those who move with a switch.
    """

    attribution: Literal["fixed", "choose"] = "choose"
    official: str | None = None
    counter: str | None = None
    form: Form = field(default_factory=Form)
    patience: int = 1


@dataclass(frozen=True, slots=True)
class Look:
    """How this citizen reads the screen; it never enters the ledger."""

    language: str = "vi"
    large_text: bool = False
    high_contrast: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A counter's word that somebody may rate now, good until `deadline_ms`."""

    no: int
    counter: str
    official: str | None
    dossier: str | None
    stage: Stage | None
    deadline_ms: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A word for an official who has just signed on or off."""

    official: str
    on: bool
    until_ms: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What outlives a visit: hours, practice, calls that wait, how many visits and calls there were.

    `on_duty`: who signed on here, in that order.
    """

    closed: bool = False
    on_duty: tuple[str, ...] = ()
    notice: Notice | None = None
    practice_until_ms: int | None = None
    waiting: tuple[Call, ...] = ()
    calls: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A snapshot of a visit; `advance` makes the next one.

    `score` is the face touched last, None while none was. `committing` is the fact that the store is
    writing: its touch is the last one, and touches wait. `deadline_ms` is when the page ends by itself.
    `step` counts the pages of questions; `asked_all` says they are behind. `call` is the call answered
    here, `attended` whether anybody has touched since. `next_desk` waits for the next visit. `present` is
    who was on duty when the visit began: who signs on or off meanwhile changes nothing under a finger.
    """

    page: Page
    desk: Desk
    since_ms: int
    guard_until_ms: int
    standing: Standing = field(default_factory=Standing)
    present: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)
    official: str | None = None
    counter: str | None = None
    whole_desk: bool = False
    via: Via = "touch"
    dossier: str | None = None
    stage: Stage | None = None
    unreadable: bool = False
    call: Call | None = None
    attended: bool = True
    score: int | None = None
    invited: bool = False
    committing: Committing | None = None
    deadline_ms: int | None = None
    correcting: bool = False
    step: int = 0
    answers: Answers = ()
    reasons: tuple[str, ...] = ()
    asked_all: bool = False
    pause_reason: str | None = None
    returns_to: Page | None = None
    page_no: int = 0
    corner_ms: tuple[int, ...] = ()
    next_desk: Desk | None = None

    @property
    def practising(self) -> bool:
        """Whether what is touched now is practice."""
        return self.standing.practice_until_ms is not None

    @property
    def still(self) -> bool:
        """Whether nobody is there, and nothing that was begun ends by itself."""
        standing = self.standing
        begun = standing.waiting or standing.notice is not None or standing.practice_until_ms is not None
        return self.page in RESTING and self.deadline_ms is None and not begun

    @property
    def served_by(self) -> str | None:
        """Who is rated where nobody is chosen; None: the whole desk."""
        return self.present[-1] if self.present else self.desk.official


def begin(desk: Desk, now_ms: int, standing: Standing | None = None) -> Visit:
    """A clean Attract page at `desk`, ready for a touch at once."""
    known = standing or Standing()
    return Visit(
        page=Page.ATTRACT,
        desk=desk,
        since_ms=now_ms,
        guard_until_ms=now_ms,
        standing=known,
        present=known.on_duty,
        counter=desk.counter,
    )
