"""What the application hands over for the pages of staff: counts, states and words' names, never a score."""

from dataclasses import dataclass
from typing import Literal

from kiosk.ui.scene import Words
from kiosk.visit import Page

Wish = Literal[
    "deliver",
    "export",
    "settle",
    "practise",
    "stop_practising",
    "sound_on",
    "sound_off",
    "test_sound",
    "darker",
    "brighter",
    "restart",
    "leave_to_system",
]
"""What staff can ask for by touch."""
GRAVE: frozenset[Wish] = frozenset({"restart", "leave_to_system"})
"""What ends the program, and is asked about again."""


@dataclass(frozen=True)
class Afar:
    """What the central server set for this kiosk alone; None is not set. `brightness` in percent."""

    sound: bool | None = None
    brightness: int | None = None
    keep_days: int | None = None


@dataclass(frozen=True)
class Said:
    """What came of a wish: `what` names the words; counts, a place and a detail stand in them."""

    what: str
    count: int = 0
    left: int = 0
    where: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Figures:
    """How the kiosk stands. Times are ms UTC; `head` is hex.

    `contact` names what the last contact came to ("unreachable.tls"; "" before the first), `since_ms` since
    when it comes to that, `detail` what a technician may want of it. `not_come` is the same for a newer
    directory. `room_days`: how long the free room lasts at the measured growth, None while too little is
    known. `offset_ms`: corrected time minus the machine's, None where no server has told the time since the
    machine started.
    """

    kiosk: str
    ledger: str
    last: int
    head: str
    settled: int
    software: str
    directory: int
    free_bytes: int
    room_days: int | None
    now_ms: int
    offset_ms: int | None
    contact: str = ""
    since_ms: int | None = None
    detail: str = ""
    not_come: str = ""
    heard_ms: int | None = None
    afar: Afar = Afar()


@dataclass(frozen=True, kw_only=True)
class StaffScene:
    """One moment of the pages of staff.

    `wait_ms`: how long no PIN is looked at still; `free`: wrong ones before that. `checking`: one is being
    looked at; `turned_away`: the last one was nobody's. `figures`: None until they have been looked at, and
    `unread` where that failed. `practice_left_ms`: None unless this is practice. `sound`: None where there
    is no loudspeaker; `brightness`: percent, None where the panel cannot be told. `busy`: what is under way.
    """

    page: Page
    language: str = "vi"
    unit_name: Words
    wait_ms: int = 0
    free: int = 5
    checking: bool = False
    turned_away: bool = False
    figures: Figures | None = None
    unread: bool = False
    practice_left_ms: int | None = None
    sound: bool | None = None
    brightness: int | None = None
    busy: Wish | None = None
    said: Said | None = None
