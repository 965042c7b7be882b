"""The optional questions after the score: page by page, each skippable, none the price of another."""

from dataclasses import replace

from msgspec import structs

from kiosk.visit.facts import RatingDetailed
from kiosk.visit.form import Asked, answered, toggled
from kiosk.visit.moves import Step, detail, extend, show
from kiosk.visit.pages import Page
from kiosk.visit.state import Visit
from kiosk.visit.timings import TIMINGS
from kiosk.visit.touching import (
    Answered,
    CommentSent,
    Continued,
    Finished,
    ReasonTouched,
    Skipped,
    Touch,
    WentBack,
)


def ask(visit: Visit, step: int, at_ms: int) -> Step:
    """The questions of `step`, or, behind the last, thanks."""
    steps = visit.desk.form.steps(visit.answers)
    if step < len(steps):
        return show(replace(visit, step=step), steps[step][0].page, at_ms), ()
    return conclude(visit, None, at_ms)


def conclude(visit: Visit, comment: str | None, at_ms: int) -> Step:
    """The questions are behind; what was answered is written before thanks are said."""
    told = detail(visit)
    if comment:
        told = (structs.replace(told[0] if told else RatingDetailed(), comment=comment),)
    behind = replace(visit, asked_all=True, answers=(), reasons=(), step=0)
    if not told:
        return show(behind, Page.THANKS, at_ms), ()
    return writing(behind, told[0], at_ms), told


def writing(visit: Visit, fact: RatingDetailed, at_ms: int) -> Visit:
    """The page stands until the store has answered."""
    return replace(extend(visit, at_ms), committing=fact, deadline_ms=at_ms + TIMINGS.commit_ms)


def asked_now(visit: Visit) -> tuple[Asked, ...]:
    """The questions on this page."""
    return visit.desk.form.steps(visit.answers)[visit.step]


def touched_question(visit: Visit, touch: Touch) -> Step:
    """The visit after a touch on a page of questions."""
    at_ms, asked = touch.at_ms, asked_now(visit)
    match touch:
        case Answered(question, choice) if any(
            one.question == question and one.kind == "choice" and choice in one.choices for one in asked
        ):
            return extend(replace(visit, answers=answered(visit.answers, question, choice)), at_ms), ()
        case ReasonTouched(reason) if asked[0].kind == "reasons" and reason in asked[0].choices:
            return extend(replace(visit, reasons=toggled(visit.reasons, reason, asked[0].alone)), at_ms), ()
        case CommentSent(text) if asked[0].kind == "comment":
            return conclude(visit, text.strip() or None, at_ms)
        case Continued():
            return ask(visit, visit.step + 1, at_ms)
        case Skipped():
            return ask(_without(visit, asked), visit.step + 1, at_ms)
        case Finished():
            return conclude(visit, None, at_ms)
        case WentBack():
            if visit.step == 0:
                return show(replace(visit, correcting=True), Page.SCORE, at_ms), ()
            return ask(visit, visit.step - 1, at_ms)
        case _:
            return visit, ()


def _without(visit: Visit, asked: tuple[Asked, ...]) -> Visit:
    dropped = {one.question for one in asked}
    reasons = () if asked[0].kind == "reasons" else visit.reasons
    return replace(
        visit, answers=tuple(pair for pair in visit.answers if pair[0] not in dropped), reasons=reasons
    )
