"""What a citizen's touch does on each page."""

from dataclasses import replace

from kiosk.visit.asking import ask, touched_question
from kiosk.visit.facts import Committing, InvitationMade, RatingChanged, RatingGiven
from kiosk.visit.moves import Step, extend, finish, show
from kiosk.visit.pages import ASKING, RESTING, STAFF_PAGES, Page
from kiosk.visit.staff import touched_by_staff
from kiosk.visit.state import Visit
from kiosk.visit.timings import TIMINGS
from kiosk.visit.touching import (
    CorrectionAsked,
    Finished,
    LookChosen,
    OfficialChosen,
    PageTurned,
    PhoneChosen,
    ScoreTouched,
    Started,
    StayedHere,
    Touch,
    WentBack,
)


def touched(visit: Visit, touch: Touch) -> Step:
    """The visit after `touch`; one that means nothing on this page changes nothing."""
    if touch.at_ms < visit.guard_until_ms or (visit.committing and visit.page is not Page.PAUSED):
        return visit, ()
    visit = replace(visit, unreadable=False)
    match touch:
        case LookChosen():
            return extend(replace(visit, look=touch.look), touch.at_ms), ()
        case _ if visit.page in STAFF_PAGES:
            return touched_by_staff(visit, touch)
        case _ if visit.page in ASKING and not isinstance(touch, StayedHere):
            return touched_question(visit, touch)
        case ScoreTouched():
            return _score(visit, touch)
        case PhoneChosen():
            return _phone(visit, touch.at_ms)
        case WentBack():
            return _back(visit, touch.at_ms)
        case Finished() if visit.page in {Page.THANKS, Page.STILL_THERE}:
            return finish(visit, touch.at_ms)
        case _:
            return _walk(visit, touch), ()


def after_score(visit: Visit, at_ms: int) -> Step:
    """The score is kept: the questions, unless they are behind."""
    settled = replace(visit, correcting=False)
    return (show(settled, Page.THANKS, at_ms), ()) if visit.asked_all else ask(settled, 0, at_ms)


def _known(visit: Visit) -> Visit:
    """A resting page of a fixed kiosk is where its desk is rated."""
    if visit.page in RESTING and visit.desk.attribution == "fixed":
        return replace(visit, page=Page.SCORE, official=visit.served_by, whole_desk=not visit.served_by)
    return visit


def _phone(visit: Visit, at_ms: int) -> Step:
    known = _known(visit)
    if known.page is not Page.SCORE or known.score is not None:
        return visit, ()
    return _write(known, InvitationMade(known.official, known.counter), at_ms)


def _score(visit: Visit, touch: ScoreTouched) -> Step:
    visit = _known(visit)
    if visit.page is not Page.SCORE or touch.score not in visit.desk.form.levels:
        return visit, ()
    if touch.score == visit.score:
        return after_score(visit, touch.at_ms)
    pressed = replace(visit, score=touch.score)
    if visit.score is not None:
        return _write(pressed, RatingChanged(touch.score), touch.at_ms)
    given = RatingGiven(
        visit.official, visit.counter, touch.score, visit.via, visit.dossier, visit.stage, visit.practising
    )
    return _write(replace(pressed, dossier=None), given, touch.at_ms)


def _write(visit: Visit, fact: Committing, at_ms: int) -> Step:
    pressed = replace(extend(visit, at_ms), committing=fact, deadline_ms=at_ms + TIMINGS.commit_ms)
    return pressed, (fact,)


def _back(visit: Visit, at_ms: int) -> Step:
    if visit.page is Page.SCORE and visit.correcting:
        return after_score(visit, at_ms)
    if visit.page is Page.SCORE and (visit.desk.attribution == "choose" or visit.via == "call"):
        return show(replace(visit, official=None, whole_desk=False, attended=True), Page.OFFICIALS, at_ms), ()
    if visit.page in {Page.SCORE, Page.OFFICIALS}:
        return finish(visit, at_ms)
    return visit, ()


def _walk(visit: Visit, touch: Touch) -> Visit:
    at_ms = touch.at_ms
    match touch, visit.page:
        case Started(), Page.ATTRACT | Page.OUT_OF_HOURS:
            return start(visit, at_ms)
        case OfficialChosen(official), Page.OFFICIALS:
            return _choose(visit, official, at_ms)
        case OfficialChosen(official), Page.ATTRACT | Page.OUT_OF_HOURS:
            return _choose(visit, official, at_ms) if visit.desk.attribution == "choose" else visit
        case OfficialChosen(None), Page.SCORE if visit.via == "call" and visit.score is None:
            return _choose(visit, None, at_ms)
        case PageTurned(step), Page.OFFICIALS | Page.ATTRACT if visit.desk.attribution == "choose":
            return extend(replace(visit, page_no=max(0, visit.page_no + step)), at_ms)
        case CorrectionAsked(), Page.THANKS if not visit.invited:
            return show(replace(visit, correcting=True), Page.SCORE, at_ms)
        case StayedHere(), _:
            return _stay(visit, at_ms)
        case _:
            return visit


def start(visit: Visit, at_ms: int) -> Visit:
    """A visit begins: whom to rate, or, where that is known, how."""
    if visit.desk.attribution == "choose":
        return show(visit, Page.OFFICIALS, at_ms)
    return _choose(visit, visit.served_by, at_ms)


def _choose(visit: Visit, official: str | None, at_ms: int) -> Visit:
    chosen = replace(visit, official=official, whole_desk=official is None, attended=True)
    return show(chosen, Page.SCORE, at_ms)


def _stay(visit: Visit, at_ms: int) -> Visit:
    if visit.page is Page.STILL_THERE and visit.returns_to:
        return show(replace(visit, returns_to=None), visit.returns_to, at_ms)
    return extend(visit, at_ms)
