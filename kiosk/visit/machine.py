"""The machine: one function from a visit and an event to the next visit and its facts."""

from dataclasses import replace

from kiosk.visit.events import CommitFailed, Committed, DeskChanged, Event, Paused, Resumed, Ticked, Touch
from kiosk.visit.facts import KioskPaused, KioskResumed
from kiosk.visit.moves import Step, home, pause, show
from kiosk.visit.pages import Page
from kiosk.visit.state import Desk, Look, Visit
from kiosk.visit.touches import finish, touched

SLOW = "slow"


def advance(visit: Visit, event: Event) -> Step:
    """The visit after `event`, and the facts to append, in order.

    A fact that equals the new `Visit.committing` must be answered with `Committed` or `CommitFailed`;
    the others are answered with nothing. Never raises.
    """
    match event:
        case Touch():
            return touched(visit, event)
        case Ticked():
            return _tick(visit, event.at_ms)
        case Committed() | CommitFailed():
            return _verdict(visit, event)
        case Paused():
            return _pause(visit, event.reason, event.at_ms)
        case Resumed():
            return _resume(visit, event.at_ms)
        case DeskChanged():
            return _change_desk(visit, event.desk), ()


def _tick(visit: Visit, at_ms: int) -> Step:
    if visit.deadline_ms is None or at_ms < visit.deadline_ms:
        return visit, ()
    match visit.page:
        case Page.ATTRACT | Page.PAUSED:
            return replace(visit, look=Look(), deadline_ms=None), ()
        case Page.THANKS | Page.STILL_THERE:
            return finish(visit, at_ms)
        case _ if visit.committing:
            return _pause(visit, SLOW, at_ms) if at_ms > visit.deadline_ms else (visit, ())
        case _:
            return show(replace(visit, returns_to=visit.page), Page.STILL_THERE, at_ms), ()


def _verdict(visit: Visit, event: Committed | CommitFailed) -> Step:
    if visit.committing is None:
        return visit, ()
    known = replace(visit, committing=None)
    if isinstance(event, CommitFailed):
        return pause(known, event.reason, event.at_ms), _pause_fact(visit, event.reason)
    return _committed(replace(known, correcting=False), event.at_ms)


def _committed(visit: Visit, at_ms: int) -> Step:
    if visit.page is not Page.PAUSED:
        return show(visit, Page.THANKS, at_ms), ()
    if visit.pause_reason == SLOW:
        return show(replace(visit, pause_reason=None), Page.THANKS, at_ms), (KioskResumed(),)
    return pause(visit, visit.pause_reason or "", at_ms), ()


def _pause(visit: Visit, reason: str, at_ms: int) -> Step:
    fact = _pause_fact(visit, reason)
    return (pause(visit, reason, at_ms), fact) if fact else (visit, ())


def _pause_fact(visit: Visit, reason: str) -> tuple[KioskPaused, ...]:
    return () if visit.pause_reason == reason else (KioskPaused(reason),)


def _resume(visit: Visit, at_ms: int) -> Step:
    if visit.page is not Page.PAUSED or visit.committing:
        return visit, ()  # a verdict of the store that is still due must not reach the next citizen's visit
    return home(visit, at_ms), (KioskResumed(),)


def _change_desk(visit: Visit, desk: Desk) -> Visit:
    if visit.page is Page.ATTRACT or (visit.page is Page.PAUSED and not visit.committing):
        return replace(visit, desk=desk)
    return replace(visit, next_desk=desk)
