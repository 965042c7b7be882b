"""The few moves all transitions are made of."""

from dataclasses import replace

from kiosk.visit.facts import Fact
from kiosk.visit.pages import Page
from kiosk.visit.state import Look, Visit, begin
from kiosk.visit.timings import TIMINGS

Step = tuple[Visit, tuple[Fact, ...]]


def show(visit: Visit, page: Page, at_ms: int) -> Visit:
    """`page` appears: it gets its time, and its guard against a touch meant for the page before."""
    return replace(
        visit,
        page=page,
        since_ms=at_ms,
        deadline_ms=deadline(page, visit.look, at_ms),
        guard_until_ms=at_ms + TIMINGS.repeat_guard_ms,
    )


def deadline(page: Page, look: Look, at_ms: int) -> int | None:
    """When `page` ends by itself; a resting page only has to forget a look that somebody left behind."""
    match page:
        case Page.ATTRACT | Page.PAUSED:
            return None if look == Look() else at_ms + TIMINGS.page_ms
        case Page.STILL_THERE:
            return at_ms + TIMINGS.still_there_ms
        case Page.THANKS:
            return at_ms + TIMINGS.thanks_ms
        case _:
            return at_ms + TIMINGS.page_ms


def extend(visit: Visit, at_ms: int) -> Visit:
    """Somebody is there: the page's time begins again, and the touch is guarded."""
    return replace(
        visit,
        deadline_ms=deadline(visit.page, visit.look, at_ms),
        guard_until_ms=at_ms + TIMINGS.repeat_guard_ms,
    )


def home(visit: Visit, at_ms: int) -> Visit:
    """Attract, with nothing of `visit` left."""
    return show(begin(visit.next_desk or visit.desk, at_ms), Page.ATTRACT, at_ms)


def pause(visit: Visit, reason: str, at_ms: int) -> Visit:
    """The paused page; a visit is only remembered while its rating is still being written."""
    kept = visit if visit.committing else replace(home(visit, at_ms), look=visit.look)
    return replace(show(kept, Page.PAUSED, at_ms), pause_reason=reason)
