"""The hidden entry, the PIN and the staff page. Who has which PIN is not known here."""

from dataclasses import replace

from kiosk.visit.events import StaffAdmitted, StaffKeyPressed, StaffTurnedAway
from kiosk.visit.facts import StaffEntered, StaffLeft, StaffRefused
from kiosk.visit.moves import Step, extend, home, show
from kiosk.visit.pages import RESTING, Page
from kiosk.visit.state import Visit
from kiosk.visit.timings import TIMINGS
from kiosk.visit.touching import CornerTouched, Finished, StayedHere, Touch, WentBack


def corner_touched(visit: Visit, touch: CornerTouched) -> Step:
    """The fifth touch within three seconds asks for the PIN, where no citizen is disturbed."""
    if not _undisturbed(visit):
        return visit, ()
    recent = tuple(ms for ms in visit.corner_ms if touch.at_ms - ms < TIMINGS.corner_ms)
    touches = (*recent, touch.at_ms)
    if len(touches) < TIMINGS.corner_touches:
        return replace(visit, corner_ms=touches), ()
    return show(replace(visit, corner_ms=()), Page.STAFF_PIN, touch.at_ms), ()


def key_pressed(visit: Visit, event: StaffKeyPressed) -> Step:
    """The key asks for the PIN where the corner would."""
    return (show(visit, Page.STAFF_PIN, event.at_ms) if _undisturbed(visit) else visit), ()


def _undisturbed(visit: Visit) -> bool:
    return visit.page in {*RESTING, Page.PAUSED} and not visit.committing


def judged(visit: Visit, verdict: StaffAdmitted | StaffTurnedAway) -> Step:
    """The PIN was looked at; a verdict that comes after the page is gone admits nobody."""
    if visit.page is not Page.STAFF_PIN:
        return visit, ()
    if isinstance(verdict, StaffAdmitted):
        return show(visit, Page.STAFF, verdict.at_ms), (StaffEntered(verdict.staff),)
    return extend(visit, verdict.at_ms), (StaffRefused(),)


def touched_by_staff(visit: Visit, touch: Touch) -> Step:
    """The visit after a touch on one of the staff's pages."""
    match touch:
        case Finished() | WentBack():
            return leave(visit, touch.at_ms)
        case StayedHere():
            return extend(visit, touch.at_ms), ()
        case _:
            return visit, ()


def leave(visit: Visit, at_ms: int) -> Step:
    """Back to where the kiosk stands: resting, or paused."""
    facts = (StaffLeft(),) if visit.page is Page.STAFF else ()
    if visit.pause_reason is not None:
        return show(visit, Page.PAUSED, at_ms), facts
    return home(visit, at_ms), facts
