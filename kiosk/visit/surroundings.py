"""What happens around a visit: hours, calls from counters, scanned dossiers, practice."""

from dataclasses import replace

from kiosk.visit.events import Called, HoursTold, PracticeStarted, PracticeStopped, Scanned
from kiosk.visit.facts import CallLapsed, CallMade, Fact, PracticeBegan, PracticeEnded
from kiosk.visit.moves import Step, answer_call, show
from kiosk.visit.pages import RESTING, Page
from kiosk.visit.state import Call, Visit
from kiosk.visit.timings import TIMINGS
from kiosk.visit.touches import start


def hours_told(visit: Visit, event: HoursTold) -> Step:
    """A resting page says whether the office is open; a citizen's visit is not disturbed."""
    told = replace(visit, standing=replace(visit.standing, closed=not event.is_open))
    page = Page.ATTRACT if event.is_open else Page.OUT_OF_HOURS
    if visit.page in RESTING and visit.page is not page:
        return show(told, page, event.at_ms), ()
    return told, ()


def called(visit: Visit, event: Called) -> Step:
    """A call is answered where nobody is, and waits where somebody is; a counter has one call at a time.

    One that was heard already is heard once: software repeats a call whose answer it did not get.
    """
    if any(_says_the_same(old, event) for old in _open_calls(visit)):
        return visit, ()
    no = visit.standing.calls + 1
    deadline_ms = event.at_ms + TIMINGS.call_ms
    call = Call(no, event.counter, event.official, event.dossier, event.stage, deadline_ms)
    waiting = visit.standing.waiting
    lapsed = tuple(CallLapsed(old.no) for old in waiting if old.counter == event.counter)
    others = tuple(old for old in waiting if old.counter != event.counter)
    facts: tuple[Fact, ...] = (*lapsed, CallMade(no, event.counter, event.official))
    if visit.page in RESTING:
        counted = replace(visit, standing=replace(visit.standing, calls=no, waiting=others))
        return answer_call(counted, call, event.at_ms), facts
    standing = replace(visit.standing, calls=no, waiting=(*others, call))
    return replace(visit, standing=standing), facts


def _open_calls(visit: Visit) -> tuple[Call, ...]:
    """The calls that a repetition may be of: those that wait, and the one on the screen.

    After its rating only a dossier tells a repetition from the official's next transaction.
    """
    shown = visit.call
    if shown is None or (shown.dossier is None and (visit.score is not None or visit.invited)):
        return visit.standing.waiting
    return (shown, *visit.standing.waiting)


def _says_the_same(call: Call, event: Called) -> bool:
    told = (event.counter, event.official, event.dossier, event.stage)
    return (call.counter, call.official, call.dossier, call.stage) == told


def lapse(visit: Visit, at_ms: int) -> Step:
    """Calls that waited too long."""
    late = tuple(call for call in visit.standing.waiting if at_ms >= call.deadline_ms)
    if not late:
        return visit, ()
    kept = tuple(call for call in visit.standing.waiting if call not in late)
    told = tuple(CallLapsed(call.no) for call in late)
    return replace(visit, standing=replace(visit.standing, waiting=kept)), told


def scanned(visit: Visit, event: Scanned) -> Step:
    """A dossier belongs to the visit that has no rating yet; what cannot be read warns and never blocks."""
    before_score = visit.page in {*RESTING, Page.OFFICIALS, Page.SCORE} and visit.score is None
    if not before_score or visit.committing:
        return visit, ()
    if event.dossier is None:
        until_ms = visit.deadline_ms or event.at_ms + TIMINGS.page_ms
        return replace(visit, unreadable=True, deadline_ms=until_ms), ()
    held = replace(visit, dossier=event.dossier, stage=event.stage, unreadable=False)
    held = held if visit.via == "call" else replace(held, via="scan")
    return (start(held, event.at_ms) if visit.page in RESTING else held), ()


def practice_told(visit: Visit, event: PracticeStarted | PracticeStopped) -> Step:
    """Practice begins, or ends; said twice it is one fact."""
    if isinstance(event, PracticeStopped):
        return end_practice(visit)
    until_ms = event.at_ms + TIMINGS.practice_ms
    begun = replace(visit, standing=replace(visit.standing, practice_until_ms=until_ms))
    return begun, (() if visit.practising else (PracticeBegan(),))


def end_practice(visit: Visit, at_ms: int | None = None) -> Step:
    """Practice is over; with `at_ms` only if its time has come."""
    until_ms = visit.standing.practice_until_ms
    if until_ms is None or (at_ms is not None and at_ms < until_ms):
        return visit, ()
    return replace(visit, standing=replace(visit.standing, practice_until_ms=None)), (PracticeEnded(),)
