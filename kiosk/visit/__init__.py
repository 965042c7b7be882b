"""A citizen's visit, from Attract to Thanks and back: `advance(visit, event) -> (visit, facts)`.

Words: an *event* is what happened (a touch, a tick, a verdict of the store); a *fact* is what the
ledger must hear of; a *desk* says how visits start here; a *look* is how this citizen reads.
Pure: no Qt, no I/O, no clock; times are monotonic milliseconds carried by the events.
May import: the standard library.
"""

from kiosk.visit.events import (
    CommitFailed,
    Committed,
    CorrectionAsked,
    DeskChanged,
    Event,
    Finished,
    LookChosen,
    OfficialChosen,
    PageTurned,
    Paused,
    Resumed,
    ScoreTouched,
    Started,
    StayedHere,
    Ticked,
    Touch,
    WentBack,
)
from kiosk.visit.facts import Fact, KioskPaused, KioskResumed, RatingChanged, RatingGiven, VisitAbandoned
from kiosk.visit.machine import advance
from kiosk.visit.pages import Page
from kiosk.visit.state import Desk, Look, Visit, begin
from kiosk.visit.timings import TIMINGS, Timings

__all__ = [
    "TIMINGS",
    "CommitFailed",
    "Committed",
    "CorrectionAsked",
    "Desk",
    "DeskChanged",
    "Event",
    "Fact",
    "Finished",
    "KioskPaused",
    "KioskResumed",
    "Look",
    "LookChosen",
    "OfficialChosen",
    "Page",
    "PageTurned",
    "Paused",
    "RatingChanged",
    "RatingGiven",
    "Resumed",
    "ScoreTouched",
    "Started",
    "StayedHere",
    "Ticked",
    "Timings",
    "Touch",
    "Visit",
    "VisitAbandoned",
    "WentBack",
    "advance",
    "begin",
]
