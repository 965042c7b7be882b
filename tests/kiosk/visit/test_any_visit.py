"""Any sequence of touches, waits and verdicts, and what must hold after each of them."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.visit import (
    TIMINGS,
    CommitFailed,
    Committed,
    CorrectionAsked,
    DeskChanged,
    Event,
    Fact,
    Finished,
    KioskPaused,
    KioskResumed,
    Look,
    LookChosen,
    OfficialChosen,
    Page,
    PageTurned,
    Paused,
    RatingChanged,
    RatingGiven,
    Resumed,
    ScoreTouched,
    Started,
    StayedHere,
    Ticked,
    Visit,
    VisitAbandoned,
    WentBack,
    advance,
    begin,
)
from tests.kiosk.visit.drive import CHOOSE, FIXED, OFFICIAL

DESKS = st.sampled_from([CHOOSE, FIXED])
LOOKS = st.builds(Look, st.sampled_from(["vi", "en"]), st.booleans(), st.booleans())
MILLIS = st.one_of(
    st.sampled_from([0, 399, 400, 2_000, 2_001, 20_000, 45_000, 3_600_000]), st.integers(0, 60_000)
)


PATIENCE = st.sampled_from([0, 399, 400, 400, 400, 1_000])


class AnyVisit(RuleBasedStateMachine):
    """One kiosk, any citizens; a mirror machine is touched on the opposite face each time."""

    @initialize(desk=DESKS)
    def open_desk(self, desk: object) -> None:
        assert desk in (CHOOSE, FIXED)
        self.at_ms = 0
        self.visit: Visit = begin(CHOOSE if desk == CHOOSE else FIXED, 0)
        self.mirror: Visit = self.visit
        self.given = 0
        self.paused = False
        self.writing: Fact | None = None

    def send(self, event: Event) -> tuple[Fact, ...]:
        before = self.visit
        self.visit, facts = advance(self.visit, event)
        opposite = replace(event, score=6 - event.score) if isinstance(event, ScoreTouched) else event
        self.mirror, mirrored = advance(self.mirror, opposite)
        assert [type(fact) for fact in facts] == [type(fact) for fact in mirrored]
        self.count(before, facts)
        return facts

    def count(self, before: Visit, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            self.given += isinstance(fact, RatingGiven)
            if isinstance(fact, RatingGiven | RatingChanged):
                assert self.writing is None
                self.writing = fact
            if isinstance(fact, KioskPaused):
                self.paused = True
            if isinstance(fact, KioskResumed):
                assert self.paused
                self.paused = False
        ended = self.visit.page is Page.ATTRACT and before.page not in (Page.ATTRACT, Page.PAUSED)
        abandoned = [fact for fact in facts if isinstance(fact, VisitAbandoned)]
        assert len(abandoned) == (ended and not self.given)
        if self.visit.page is Page.ATTRACT:
            self.given = 0

    @rule(ms=MILLIS)
    def time_passes(self, ms: int) -> None:
        self.at_ms += ms
        self.send(Ticked(at_ms=self.at_ms))

    @rule(ms=MILLIS)
    def time_passes_unseen(self, ms: int) -> None:
        self.at_ms += ms

    @precondition(lambda self: self.visit.page is Page.SCORE)
    @rule(score=st.integers(1, 5), ms=PATIENCE)
    def touch_a_face(self, score: int, ms: int) -> None:
        self.at_ms += ms
        before = self.visit
        facts = self.send(ScoreTouched(score, at_ms=self.at_ms))
        if before.page is Page.SCORE and before.committing is None and self.at_ms >= before.guard_until_ms:
            if before.score is None:
                assert facts == (RatingGiven(before.official, before.desk.counter, score),)
            elif before.score == score:
                assert facts == ()
                assert self.visit.page is Page.THANKS
            else:
                assert facts == (RatingChanged(score),)
        else:
            assert facts == ()
            assert self.visit == before

    @rule(score=st.integers(1, 5), ms=PATIENCE)
    def touch_where_faces_may_be(self, score: int, ms: int) -> None:
        self.touch_a_face(score, ms)

    @precondition(lambda self: self.visit.page is Page.OFFICIALS)
    @rule(official=st.sampled_from([OFFICIAL, None]), ms=PATIENCE)
    def choose_an_official(self, official: str | None, ms: int) -> None:
        self.at_ms += ms
        self.send(OfficialChosen(official, at_ms=self.at_ms))

    @precondition(lambda self: self.visit.page is Page.ATTRACT)
    @rule(ms=PATIENCE)
    def start(self, ms: int) -> None:
        self.at_ms += ms
        self.send(Started(at_ms=self.at_ms))

    @precondition(lambda self: self.visit.page is Page.THANKS)
    @rule(ms=PATIENCE)
    def ask_to_correct(self, ms: int) -> None:
        self.at_ms += ms
        self.send(CorrectionAsked(at_ms=self.at_ms))

    @rule(touch=st.sampled_from([Started, WentBack, CorrectionAsked, Finished, StayedHere]), ms=PATIENCE)
    def touch_a_button(self, touch: type[Started], ms: int) -> None:
        self.at_ms += ms
        self.send(touch(at_ms=self.at_ms))

    @rule(look=LOOKS)
    def choose_a_look(self, look: Look) -> None:
        self.send(LookChosen(look, at_ms=self.at_ms))

    @rule(step=st.sampled_from([-1, 1]))
    def turn_a_page(self, step: int) -> None:
        self.send(PageTurned(step, at_ms=self.at_ms))

    @precondition(lambda self: self.writing is not None)
    @rule(ms=st.integers(0, 5_000))
    def the_store_commits(self, ms: int) -> None:
        self.at_ms += ms
        self.send(Ticked(at_ms=self.at_ms))
        self.writing = None
        self.send(Committed(at_ms=self.at_ms))
        assert self.visit.page in (Page.THANKS, Page.PAUSED)

    @precondition(lambda self: self.writing is not None)
    @rule()
    def the_store_fails(self) -> None:
        self.writing = None
        self.send(CommitFailed("disk_full", at_ms=self.at_ms))
        assert (self.visit.page, self.visit.score) == (Page.PAUSED, None)

    @rule(reason=st.sampled_from(["clock", "disk_full"]))
    def the_kiosk_pauses(self, reason: str) -> None:
        self.send(Paused(reason, at_ms=self.at_ms))
        assert self.visit.page is Page.PAUSED

    @rule()
    def the_kiosk_resumes(self) -> None:
        self.send(Resumed(at_ms=self.at_ms))

    @rule(desk=DESKS)
    def the_desk_changes(self, desk: object) -> None:
        self.send(DeskChanged(CHOOSE if desk == CHOOSE else FIXED, at_ms=self.at_ms))

    @invariant()
    def one_visit_gives_one_rating_at_most(self) -> None:
        assert self.given <= 1

    @invariant()
    def the_visit_waits_for_exactly_what_the_store_is_writing(self) -> None:
        assert self.visit.committing == self.writing

    @invariant()
    def thanks_are_only_said_for_what_is_written(self) -> None:
        if self.visit.page is Page.THANKS:
            assert self.visit.committing is None
            assert self.visit.score is not None

    @invariant()
    def attract_holds_nothing_of_the_previous_visit(self) -> None:
        visit = self.visit
        if visit.page is Page.ATTRACT:
            fresh = replace(
                begin(visit.desk, visit.since_ms),
                guard_until_ms=visit.guard_until_ms,
                look=visit.look,
                deadline_ms=visit.deadline_ms,
            )
            assert visit == fresh
            assert (visit.deadline_ms is None) == (visit.look == Look())

    @invariant()
    def the_paused_page_is_shown_exactly_while_the_ledger_says_paused(self) -> None:
        assert (self.visit.page is Page.PAUSED) == self.paused

    @invariant()
    def good_and_bad_walk_the_same_path(self) -> None:
        def without_scores(visit: Visit) -> Visit:
            fact = visit.committing and replace(visit.committing, score=0)
            return replace(visit, score=visit.score and 0, committing=fact)

        assert without_scores(self.visit) == without_scores(self.mirror)

    @invariant()
    def left_alone_it_always_comes_back_to_attract(self) -> None:
        visit, at_ms = self.visit, self.at_ms
        if visit.committing:
            at_ms += 1
            visit, _ = advance(visit, Committed(at_ms=at_ms))
        if visit.page is Page.PAUSED:
            visit, _ = advance(visit, Resumed(at_ms=at_ms))
        for _ in range(2):
            at_ms += TIMINGS.page_ms
            visit, _facts = advance(visit, Ticked(at_ms=at_ms))
        assert visit == replace(begin(visit.desk, visit.since_ms), guard_until_ms=visit.guard_until_ms)


TestAnyVisit = AnyVisit.TestCase
TestAnyVisit.settings = settings(max_examples=400, stateful_step_count=50, deadline=None, database=None)
