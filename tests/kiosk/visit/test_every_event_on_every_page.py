"""The machine as one table: what each event does on each page.

A cell names the page that follows, and after it the facts in order; `=` is: nothing at all changes,
`.` alone: the page stays, and something of the visit is another than before.
"""

from dataclasses import replace
from typing import get_args

import pytest

from kiosk.visit import (
    TIMINGS,
    Answered,
    Called,
    CommentSent,
    CommitFailed,
    Committed,
    Continued,
    CornerTouched,
    CorrectionAsked,
    DeskChanged,
    DutyLapsed,
    DutyToggled,
    Event,
    Finished,
    HoursTold,
    Lingered,
    Look,
    LookChosen,
    OfficialChosen,
    Page,
    PageTurned,
    Paused,
    PhoneChosen,
    PracticeStarted,
    PracticeStopped,
    RatingGiven,
    ReasonTouched,
    Resumed,
    Scanned,
    ScoreTouched,
    Skipped,
    StaffAdmitted,
    StaffKeyPressed,
    StaffTurnedAway,
    Started,
    StayedHere,
    Ticked,
    Touch,
    Visit,
    WentBack,
    advance,
    begin,
)
from tests.kiosk.visit.drive import ASKS, COUNTER, FIXED, OFFICIAL

NOW_MS = 1_000_000
LATER_MS = NOW_MS + TIMINGS.staff_ms
STAFF = "5f000000-0000-4000-8000-000000000001"

EVENTS: dict[str, Event] = {
    "start": Started(at_ms=NOW_MS),
    "official": OfficialChosen(OFFICIAL, at_ms=NOW_MS),
    "whole desk": OfficialChosen(None, at_ms=NOW_MS),
    "face": ScoreTouched(2, at_ms=NOW_MS),
    "phone": PhoneChosen(at_ms=NOW_MS),
    "answer": Answered("polite", "yes", at_ms=NOW_MS),
    "reason": ReasonTouched("waiting", at_ms=NOW_MS),
    "go on": Continued(at_ms=NOW_MS),
    "skip": Skipped(at_ms=NOW_MS),
    "send": CommentSent("Chờ lâu", at_ms=NOW_MS),
    "back": WentBack(at_ms=NOW_MS),
    "correct": CorrectionAsked(at_ms=NOW_MS),
    "finish": Finished(at_ms=NOW_MS),
    "stay": StayedHere(at_ms=NOW_MS),
    "look": LookChosen(Look("en"), at_ms=NOW_MS),
    "turn": PageTurned(1, at_ms=NOW_MS),
    "corner": CornerTouched(at_ms=NOW_MS),
    "moment": Ticked(at_ms=NOW_MS),
    "time-out": Ticked(at_ms=LATER_MS),
    "kept": Committed(at_ms=NOW_MS),
    "not kept": CommitFailed("disk_full", at_ms=NOW_MS),
    "pause": Paused("disk_full", at_ms=NOW_MS),
    "resume": Resumed(at_ms=NOW_MS),
    "desk": DeskChanged(FIXED, at_ms=NOW_MS),
    "open": HoursTold(is_open=True, at_ms=NOW_MS),
    "closed": HoursTold(is_open=False, at_ms=NOW_MS),
    "call": Called(COUNTER, at_ms=NOW_MS),
    "scan": Scanned("H29-251124-0001", at_ms=NOW_MS),
    "bad scan": Scanned(None, at_ms=NOW_MS),
    "practise": PracticeStarted(at_ms=NOW_MS),
    "enough": PracticeStopped(at_ms=NOW_MS),
    "right PIN": StaffAdmitted(STAFF, at_ms=NOW_MS),
    "wrong PIN": StaffTurnedAway(at_ms=NOW_MS),
    "staff's key": StaffKeyPressed(at_ms=NOW_MS),
    "linger": Lingered(at_ms=NOW_MS),
    "sign on": DutyToggled(OFFICIAL, at_ms=NOW_MS),
    "no duty left": DutyLapsed((OFFICIAL,), at_ms=NOW_MS),
}
EVERYWHERE = "everywhere"
CITIZENS = "attract out_of_hours officials score criteria reasons comment thanks still_there"
TABLE: dict[str, dict[str, str]] = {
    "start": {"attract out_of_hours": "officials"},
    "official": {"attract out_of_hours officials": "score"},
    "whole desk": {"attract out_of_hours officials": "score"},
    "face": {"score": ".+RatingGiven"},
    "phone": {"score": ".+InvitationMade"},
    "answer": {"criteria": "."},
    "reason": {"reasons": "."},
    "go on": {"criteria": ".", "reasons": "comment", "comment": "thanks"},
    "skip": {"criteria": ".", "reasons": "comment", "comment": "thanks"},
    "send": {"comment": ".+RatingDetailed"},
    "back": {
        "officials": "attract+VisitAbandoned",
        "score": "officials",
        "criteria": "score",
        "reasons": "criteria",
        "comment": "reasons",
        "staff_pin": "attract",
        "staff": "attract+StaffLeft",
    },
    "correct": {"thanks": "score"},
    "finish": {
        "criteria reasons comment": "thanks",
        "thanks still_there staff_pin": "attract",
        "staff": "attract+StaffLeft",
    },
    "stay": {
        "attract out_of_hours officials score criteria reasons comment thanks paused staff_pin staff": ".",
        "still_there": "criteria",
    },
    "look": {"everywhere": "."},
    "turn": {"attract officials": "."},
    "corner": {"attract out_of_hours paused": "."},
    "moment": {},
    "time-out": {
        "officials score criteria reasons comment": "still_there",
        "thanks still_there staff_pin": "attract",
        "staff": "attract+StaffLeft",
    },
    "kept": {},
    "not kept": {},
    "pause": {
        CITIZENS: "paused+KioskPaused",
        "paused staff_pin staff": ".+KioskPaused",
    },
    "resume": {"paused": "attract+KioskResumed"},
    "desk": {"everywhere": "."},
    "open": {"out_of_hours": "attract"},
    "closed": {
        "attract": "out_of_hours",
        "officials score criteria reasons comment thanks still_there paused staff_pin staff": ".",
    },
    "call": {
        "attract out_of_hours": "score+CallMade",
        "officials score criteria reasons comment thanks still_there paused staff_pin staff": ".+CallMade",
    },
    "scan": {"attract out_of_hours": "officials", "officials score": "."},
    "bad scan": {"attract out_of_hours officials score": "."},
    "practise": {"everywhere": ".+PracticeBegan"},
    "enough": {},
    "right PIN": {"staff_pin": "staff+StaffEntered"},
    "wrong PIN": {"staff_pin": ".+StaffRefused"},
    "staff's key": {"attract out_of_hours paused": "staff_pin"},
    "linger": {f"{CITIZENS} staff_pin staff": "."},
    "sign on": {f"{CITIZENS} paused staff": ".+DutyBegan", "staff_pin": "attract+DutyBegan"},
    "no duty left": {},
}


def visit_on(page: Page) -> Visit:
    """A visit that has just come to `page`: rated with 4 where the page lies behind the faces."""
    visit = replace(begin(ASKS, 0), page=page, guard_until_ms=NOW_MS, deadline_ms=NOW_MS + 1)
    rated = replace(visit, official=OFFICIAL, score=4)
    match page:
        case Page.ATTRACT:
            return replace(visit, deadline_ms=None)
        case Page.OUT_OF_HOURS:
            return replace(visit, deadline_ms=None, standing=replace(visit.standing, closed=True))
        case Page.SCORE:
            return replace(visit, official=OFFICIAL)
        case Page.CRITERIA | Page.REASONS | Page.COMMENT:
            return replace(rated, step=[Page.CRITERIA, None, Page.REASONS, Page.COMMENT].index(page))
        case Page.THANKS:
            return replace(rated, asked_all=True)
        case Page.STILL_THERE:
            return replace(rated, returns_to=Page.CRITERIA)
        case Page.PAUSED:
            return replace(visit, deadline_ms=None, pause_reason="store")
        case _:
            return visit


def cell(page: Page, event: Event) -> str:
    before = visit_on(page)
    after, facts = advance(before, event)
    if after == before and not facts:
        return "="
    where = "." if after.page is page else after.page.value
    return "+".join([where, *(type(fact).__name__ for fact in facts)])


def expected(name: str, page: Page) -> str:
    cells = (what for where, what in TABLE[name].items() if where == EVERYWHERE or page in where.split())
    return next(cells, "=")


@pytest.mark.parametrize("page", Page)
@pytest.mark.parametrize("name", EVENTS)
def test_an_event_does_on_a_page_what_the_table_says(name: str, page: Page) -> None:
    assert cell(page, EVENTS[name]) == expected(name, page)


def test_the_table_knows_every_event_and_names_no_page_twice() -> None:
    kinds = {kind.__name__ for kind in (*get_args(Event), *Touch.__subclasses__())} - {Touch.__name__}
    assert {type(event).__name__ for event in EVENTS.values()} == kinds
    assert TABLE.keys() == EVENTS.keys()
    for row in TABLE.values():
        named = " ".join(row).split()
        assert sorted(named) == sorted(set(named))
        assert set(named) <= {EVERYWHERE, *Page}


@pytest.mark.parametrize("page", Page)
def test_no_touch_counts_within_the_guard(page: Page) -> None:
    early = replace(visit_on(page), guard_until_ms=NOW_MS + 1)
    for event in EVENTS.values():
        if isinstance(event, Touch):
            assert advance(early, event) == (early, ())


@pytest.mark.parametrize("page", [Page.SCORE, Page.CRITERIA, Page.REASONS, Page.COMMENT])
def test_no_touch_counts_while_something_is_being_written(page: Page) -> None:
    given = RatingGiven(OFFICIAL, COUNTER, 4)
    writing = replace(visit_on(page), committing=given)
    for event in EVENTS.values():
        if isinstance(event, Touch):
            assert advance(writing, event) == (writing, ())
