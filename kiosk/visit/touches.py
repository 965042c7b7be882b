"""What a citizen's touch does on each page."""

from dataclasses import replace

from kiosk.visit.events import (
    CorrectionAsked,
    Finished,
    LookChosen,
    OfficialChosen,
    PageTurned,
    ScoreTouched,
    Started,
    StayedHere,
    Touch,
    WentBack,
)
from kiosk.visit.facts import RatingChanged, RatingGiven, VisitAbandoned
from kiosk.visit.moves import Step, extend, home, show
from kiosk.visit.pages import Page
from kiosk.visit.state import Visit
from kiosk.visit.timings import TIMINGS


def touched(visit: Visit, touch: Touch) -> Step:
    """The visit after `touch`; one that means nothing on this page changes nothing."""
    if touch.at_ms < visit.guard_until_ms or (visit.committing and visit.page is Page.SCORE):
        return visit, ()
    match touch:
        case ScoreTouched():
            return _score(visit, touch)
        case WentBack():
            return _back(visit, touch.at_ms)
        case LookChosen():
            return extend(replace(visit, look=touch.look), touch.at_ms), ()
        case Finished() if visit.page in {Page.THANKS, Page.STILL_THERE}:
            return finish(visit, touch.at_ms)
        case _:
            return _walk(visit, touch), ()


def finish(visit: Visit, at_ms: int) -> Step:
    """The end of a visit: abandoned, unless something was rated."""
    facts = () if visit.score is not None else (VisitAbandoned(visit.returns_to or visit.page),)
    return home(visit, at_ms), facts


def _score(visit: Visit, touch: ScoreTouched) -> Step:
    if visit.page is not Page.SCORE:
        return visit, ()
    if touch.score == visit.score:
        return show(replace(visit, correcting=False), Page.THANKS, touch.at_ms), ()
    fact = (
        RatingGiven(visit.official, visit.desk.counter, touch.score)
        if visit.score is None
        else RatingChanged(touch.score)
    )
    pressed = replace(
        extend(visit, touch.at_ms),
        score=touch.score,
        committing=fact,
        deadline_ms=touch.at_ms + TIMINGS.commit_ms,
    )
    return pressed, (fact,)


def _back(visit: Visit, at_ms: int) -> Step:
    if visit.page is Page.SCORE and visit.correcting:
        return show(replace(visit, correcting=False), Page.THANKS, at_ms), ()
    if visit.page is Page.SCORE and visit.desk.attribution == "choose":
        return show(replace(visit, official=None, whole_desk=False), Page.OFFICIALS, at_ms), ()
    if visit.page in {Page.SCORE, Page.OFFICIALS}:
        return finish(visit, at_ms)
    return visit, ()


def _walk(visit: Visit, touch: Touch) -> Visit:
    at_ms = touch.at_ms
    match touch, visit.page:
        case Started(), Page.ATTRACT:
            return _start(visit, at_ms)
        case OfficialChosen(official), Page.OFFICIALS:
            return _choose(visit, official, at_ms)
        case PageTurned(step), Page.OFFICIALS:
            return extend(replace(visit, page_no=max(0, visit.page_no + step)), at_ms)
        case CorrectionAsked(), Page.THANKS:
            return show(replace(visit, correcting=True), Page.SCORE, at_ms)
        case StayedHere(), _:
            return _stay(visit, at_ms)
        case _:
            return visit


def _start(visit: Visit, at_ms: int) -> Visit:
    if visit.desk.attribution == "choose":
        return show(visit, Page.OFFICIALS, at_ms)
    return _choose(visit, visit.desk.official, at_ms)


def _choose(visit: Visit, official: str | None, at_ms: int) -> Visit:
    return show(replace(visit, official=official, whole_desk=official is None), Page.SCORE, at_ms)


def _stay(visit: Visit, at_ms: int) -> Visit:
    if visit.page is Page.STILL_THERE and visit.returns_to:
        return show(replace(visit, returns_to=None), visit.returns_to, at_ms)
    return extend(visit, at_ms)
