"""The machine: one function from a visit and an event to the next visit and its facts."""

from dataclasses import replace

from kiosk.visit.duty import duty_told, forget_notice, move_desk
from kiosk.visit.events import (
    Called,
    CommitFailed,
    Committed,
    DeskChanged,
    DutyLapsed,
    DutyToggled,
    HoursTold,
    Lingered,
    Paused,
    PracticeStarted,
    PracticeStopped,
    Resumed,
    Scanned,
    StaffAdmitted,
    StaffKeyPressed,
    StaffTurnedAway,
    Ticked,
)
from kiosk.visit.facts import Fact, InvitationMade, KioskPaused, KioskResumed, RatingDetailed, RatingGiven
from kiosk.visit.moves import Step, detail, finish, home, linger, pause, show, unanswered
from kiosk.visit.pages import STAFF_PAGES, Page
from kiosk.visit.staff import corner_touched, judged, key_pressed, leave
from kiosk.visit.state import Look, Visit
from kiosk.visit.surroundings import called, end_practice, hours_told, lapse, practice_told, scanned
from kiosk.visit.touches import after_score, touched
from kiosk.visit.touching import CornerTouched, Touch

SLOW = "slow"
Event = (
    Touch
    | CornerTouched
    | Lingered
    | Ticked
    | Committed
    | CommitFailed
    | Paused
    | Resumed
    | DeskChanged
    | HoursTold
    | Called
    | Scanned
    | DutyToggled
    | DutyLapsed
    | PracticeStarted
    | PracticeStopped
    | StaffKeyPressed
    | StaffAdmitted
    | StaffTurnedAway
)


def advance(visit: Visit, event: Event) -> Step:
    """The visit after `event`, and the facts to append, in order.

    A fact that equals the new `Visit.committing` must be answered with `Committed` or `CommitFailed`;
    the others are answered with nothing. Never raises.
    """
    match event:
        case Touch():
            return touched(visit, event)
        case CornerTouched():
            return corner_touched(visit, event)
        case Lingered():
            return linger(visit, event.at_ms), ()
        case StaffKeyPressed():
            return key_pressed(visit, event)
        case Ticked():
            return _tick(visit, event.at_ms)
        case Committed() | CommitFailed():
            return _verdict(visit, event)
        case Paused():
            return _pause(visit, event.reason, event.at_ms)
        case Resumed():
            return _resume(visit, event.at_ms)
        case DeskChanged():
            return move_desk(visit, event.desk)
        case HoursTold():
            return hours_told(visit, event)
        case Called():
            return called(visit, event)
        case Scanned():
            return scanned(visit, event)
        case DutyToggled() | DutyLapsed():
            return duty_told(visit, event)
        case PracticeStarted() | PracticeStopped():
            return practice_told(visit, event)
        case StaffAdmitted() | StaffTurnedAway():
            return judged(visit, event)


def _tick(visit: Visit, at_ms: int) -> Step:
    visit, lapsed = lapse(visit, at_ms)
    visit, practised = end_practice(forget_notice(visit, at_ms), at_ms)
    visit, facts = _turn_by_time(visit, at_ms)
    return visit, (*lapsed, *practised, *facts)


def _turn_by_time(visit: Visit, at_ms: int) -> Step:
    if visit.deadline_ms is None or at_ms < visit.deadline_ms:
        return visit, ()
    match visit.page:
        case Page.ATTRACT | Page.OUT_OF_HOURS | Page.PAUSED:
            return replace(visit, look=Look(), page_no=0, deadline_ms=None, unreadable=False), ()
        case Page.THANKS | Page.STILL_THERE:
            return finish(visit, at_ms)
        case Page.STAFF | Page.STAFF_PIN:
            return leave(visit, at_ms)
        case _ if visit.committing:
            return _pause(visit, SLOW, at_ms) if at_ms > visit.deadline_ms else (visit, ())
        case _ if not visit.attended:
            return finish(visit, at_ms)
        case _:
            return show(replace(visit, returns_to=visit.page), Page.STILL_THERE, at_ms), ()


def _verdict(visit: Visit, event: Committed | CommitFailed) -> Step:
    fact = visit.committing
    if fact is None:
        return visit, ()
    known = replace(visit, committing=None)
    if isinstance(event, CommitFailed):
        lost = unanswered(visit) if isinstance(fact, RatingGiven | InvitationMade) else ()
        return pause(known, event.reason, event.at_ms), (*lost, *_pause_fact(visit, event.reason))
    if visit.page is Page.PAUSED and visit.pause_reason != SLOW:
        return pause(known, visit.pause_reason or "", event.at_ms), ()
    resumed: tuple[Fact, ...] = (KioskResumed(),) if visit.page is Page.PAUSED else ()
    settled = replace(known, pause_reason=None)
    if isinstance(fact, RatingDetailed | InvitationMade):
        invited = isinstance(fact, InvitationMade)
        return show(replace(settled, invited=invited), Page.THANKS, event.at_ms), resumed
    settled, facts = after_score(settled, event.at_ms)
    return settled, (*resumed, *facts)


def _pause(visit: Visit, reason: str, at_ms: int) -> Step:
    fact = _pause_fact(visit, reason)
    if not fact:
        return visit, ()
    if visit.page in STAFF_PAGES:
        return replace(visit, pause_reason=reason), fact
    return pause(visit, reason, at_ms), (*_interrupted(visit), *fact)


def _interrupted(visit: Visit) -> tuple[Fact, ...]:
    if visit.committing or visit.page is Page.PAUSED:
        return ()
    return detail(visit) if visit.score is not None or visit.invited else unanswered(visit)


def _pause_fact(visit: Visit, reason: str) -> tuple[KioskPaused, ...]:
    return () if visit.pause_reason == reason else (KioskPaused(reason),)


def _resume(visit: Visit, at_ms: int) -> Step:
    if visit.pause_reason is None or visit.committing:
        return visit, ()  # a verdict of the store that is still due must not reach the next citizen's visit
    if visit.page in STAFF_PAGES:
        return replace(visit, pause_reason=None), (KioskResumed(),)
    return home(visit, at_ms), (KioskResumed(),)
