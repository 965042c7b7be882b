"""The few moves all transitions are made of."""

from dataclasses import replace

from kiosk.visit.facts import CallLapsed, Fact, RatingDetailed, VisitAbandoned
from kiosk.visit.pages import RESTING, Page
from kiosk.visit.state import Call, Look, Visit, begin
from kiosk.visit.timings import TIMINGS

Step = tuple[Visit, tuple[Fact, ...]]


def show(visit: Visit, page: Page, at_ms: int) -> Visit:
    """`page` appears: it gets its time, and its guard against a touch meant for the page before."""
    return replace(
        visit,
        page=page,
        since_ms=at_ms,
        deadline_ms=deadline(visit, page, at_ms),
        guard_until_ms=at_ms + TIMINGS.repeat_guard_ms,
    )


def deadline(visit: Visit, page: Page, at_ms: int) -> int | None:
    """When `page` ends by itself; a resting page only has to forget what somebody left behind on it."""
    patience = visit.desk.patience
    match page:
        case Page.ATTRACT | Page.OUT_OF_HOURS | Page.PAUSED if visit.look == Look() and visit.page_no == 0:
            return None
        case Page.STILL_THERE:
            return at_ms + patience * TIMINGS.still_there_ms
        case Page.THANKS:
            return at_ms + patience * TIMINGS.thanks_ms
        case Page.STAFF:
            return at_ms + TIMINGS.staff_ms
        case _:
            return at_ms + patience * TIMINGS.page_ms


def extend(visit: Visit, at_ms: int) -> Visit:
    """Somebody is there: the page's time begins again, and the touch is guarded."""
    return replace(
        visit,
        attended=True,
        deadline_ms=deadline(visit, visit.page, at_ms),
        guard_until_ms=at_ms + TIMINGS.repeat_guard_ms,
    )


def linger(visit: Visit, at_ms: int) -> Visit:
    """Somebody is there without having touched anything: the page's time begins again, unguarded."""
    if visit.committing:
        return visit
    until_ms = deadline(visit, visit.page, at_ms)
    if until_ms is None and visit.page in RESTING:
        until_ms = at_ms + visit.desk.patience * TIMINGS.page_ms
    return replace(visit, attended=True, deadline_ms=until_ms)


def blank(visit: Visit, at_ms: int) -> Visit:
    """A new visit with nothing of `visit` left; what outlives visits goes on."""
    standing = replace(visit.standing, visits=visit.standing.visits + 1)
    fresh = begin(visit.next_desk or visit.desk, at_ms, standing)
    return show(fresh, Page.OUT_OF_HOURS if standing.closed else Page.ATTRACT, at_ms)


def home(visit: Visit, at_ms: int) -> Visit:
    """The resting page, or the next call that waits."""
    fresh = blank(visit, at_ms)
    if not fresh.standing.waiting:
        return fresh
    call, *others = fresh.standing.waiting
    return answer_call(replace(fresh, standing=replace(fresh.standing, waiting=tuple(others))), call, at_ms)


def answer_call(visit: Visit, call: Call, at_ms: int) -> Visit:
    """The faces for the official of `call`; its own time runs until somebody touches."""
    called = replace(
        visit,
        official=call.official,
        whole_desk=call.official is None,
        counter=call.counter,
        via="call",
        dossier=call.dossier,
        stage=call.stage,
        call=call,
        attended=False,
    )
    return replace(show(called, Page.SCORE, at_ms), deadline_ms=call.deadline_ms)


def finish(visit: Visit, at_ms: int) -> Step:
    """The end of a visit, as far as the citizen came."""
    return home(visit, at_ms), (*detail(visit), *unrated(visit))


def detail(visit: Visit) -> tuple[RatingDetailed, ...]:
    """The answers of a rated visit that the ledger has not heard of yet; none if there are none."""
    asked = {question.question for step in visit.desk.form.steps(visit.answers) for question in step}
    answers = tuple(pair for pair in visit.answers if pair[0] in asked)
    if visit.score is None or visit.asked_all or not (answers or visit.reasons):
        return ()
    return (RatingDetailed(answers, visit.reasons),)


def unrated(visit: Visit) -> tuple[Fact, ...]:
    """What the ledger hears of a visit that ends without a rating or an invitation."""
    if visit.score is not None or visit.invited or visit.page in RESTING:
        return ()
    abandoned = (VisitAbandoned(visit.returns_to or visit.page),) if visit.attended else ()
    return (*abandoned, *unanswered(visit))


def unanswered(visit: Visit) -> tuple[CallLapsed, ...]:
    """That nobody rated after this visit's call, if it had one."""
    return (CallLapsed(visit.call.no),) if visit.call else ()


def pause(visit: Visit, reason: str, at_ms: int) -> Visit:
    """The paused page; a visit is only remembered while something of it is still being written."""
    kept = visit if visit.committing else replace(blank(visit, at_ms), look=visit.look)
    return replace(show(kept, Page.PAUSED, at_ms), pause_reason=reason)
