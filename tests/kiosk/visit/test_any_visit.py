"""Any sequence of touches, waits, calls and verdicts, and what must hold after each of them."""

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import structs

from kiosk.visit import (
    ASKING,
    RESTING,
    TIMINGS,
    Answered,
    Called,
    CallLapsed,
    CallMade,
    CommentSent,
    CommitFailed,
    Committed,
    Committing,
    Continued,
    CornerTouched,
    CorrectionAsked,
    Desk,
    DeskChanged,
    DutyBegan,
    DutyEnded,
    DutyLapsed,
    DutyToggled,
    Event,
    Fact,
    Finished,
    HoursTold,
    InvitationMade,
    KioskPaused,
    KioskResumed,
    Lingered,
    Look,
    LookChosen,
    OfficialChosen,
    Page,
    PageTurned,
    Paused,
    PhoneChosen,
    PracticeBegan,
    PracticeEnded,
    PracticeStarted,
    PracticeStopped,
    RatingChanged,
    RatingDetailed,
    RatingGiven,
    ReasonTouched,
    Resumed,
    Scanned,
    ScoreTouched,
    Skipped,
    StaffAdmitted,
    StaffEntered,
    StaffKeyPressed,
    StaffLeft,
    StaffTurnedAway,
    Started,
    StayedHere,
    Ticked,
    Touch,
    Visit,
    VisitAbandoned,
    WentBack,
    advance,
    begin,
)
from tests.kiosk.visit.drive import (
    ASKS,
    CHOOSE,
    COUNTER,
    FIXED,
    FORM,
    OFFICIAL,
    OTHER_COUNTER,
    OTHER_OFFICIAL,
)

DESKS = st.sampled_from([CHOOSE, FIXED, ASKS, ASKS])
LOOKS = st.builds(Look, st.sampled_from(["vi", "en"]), st.booleans(), st.booleans())
MILLIS = st.one_of(
    st.sampled_from([0, 399, 400, 2_000, 2_001, 20_000, 45_000, 60_000, 3_600_000]), st.integers(0, 60_000)
)
PATIENCE = st.sampled_from([0, 399, 400, 400, 400, 1_000])
BUTTONS = st.sampled_from([Started, WentBack, CorrectionAsked, Finished, StayedHere, Continued, Skipped])
COMMITTING = (RatingGiven, RatingChanged, RatingDetailed, InvitationMade)


class AnyVisit(RuleBasedStateMachine):
    """One kiosk, any citizens; a mirror machine is touched on the opposite face each time."""

    @initialize(desk=DESKS)
    def open_desk(self, desk: Desk) -> None:
        self.at_ms = 0
        self.visit: Visit = begin(desk, 0)
        self.mirror: Visit = self.visit
        self.visits = 0
        self.rated: list[Fact] = []
        self.detailed = 0
        self.paused = self.practising = self.staffed = False
        self.calls: set[int] = set()
        self.on_duty: list[str] = []
        self.writing: Committing | None = None

    def send(self, event: Event) -> tuple[Fact, ...]:
        before = self.visit
        self.visit, facts = advance(self.visit, event)
        opposite = structs.replace(event, score=6 - event.score) if isinstance(event, ScoreTouched) else event
        self.mirror, mirrored = advance(self.mirror, opposite)
        assert [type(fact) for fact in facts] == [type(fact) for fact in mirrored]
        self.count(before, facts)
        return facts

    def count(self, before: Visit, facts: tuple[Fact, ...]) -> None:
        abandoned = 0
        for fact in facts:
            if isinstance(fact, RatingGiven | InvitationMade):
                self.rated.append(fact)
            self.detailed += isinstance(fact, RatingDetailed)
            if isinstance(fact, COMMITTING) and fact is self.visit.committing:
                assert self.writing is None
                self.writing = fact
            abandoned += isinstance(fact, VisitAbandoned)
            self.count_what_begins_and_ends(fact)
        if self.visit.standing.visits != self.visits:
            interrupted = self.visit.page is Page.PAUSED
            resting = before.page in {*RESTING, Page.PAUSED, Page.STAFF, Page.STAFF_PIN}
            assert abandoned == (not (self.rated or resting or interrupted) and before.attended)
            self.visits, self.rated, self.detailed = self.visit.standing.visits, [], 0

    def count_what_begins_and_ends(self, fact: Fact) -> None:
        match fact:
            case KioskPaused():
                self.paused = True
            case KioskResumed():
                assert self.paused
                self.paused = False
            case PracticeBegan() | PracticeEnded():
                assert self.practising == isinstance(fact, PracticeEnded)
                self.practising = not self.practising
            case StaffEntered() | StaffLeft():
                assert self.staffed == isinstance(fact, StaffLeft)
                self.staffed = not self.staffed
            case DutyBegan(official=official):
                assert official not in self.on_duty
                self.on_duty.append(official)
            case DutyEnded(official=official):
                self.on_duty.remove(official)
            case CallMade(no=no):
                self.calls.add(no)
            case CallLapsed(no=no):
                self.calls.remove(no)
            case _:
                pass

    def touch(self, kind: type[Touch], *what: Any, ms: int) -> tuple[Fact, ...]:
        self.at_ms += ms
        return self.send(kind(*what, at_ms=self.at_ms))

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
        before = self.visit
        facts = self.touch(ScoreTouched, score, ms=ms)
        if before.committing is None and self.at_ms >= before.guard_until_ms:
            if before.score is None:
                assert isinstance(facts[0], RatingGiven)
                assert (facts[0].official, facts[0].score) == (before.official, score)
            elif before.score == score:
                assert self.visit.page is not Page.SCORE
            else:
                assert facts == (RatingChanged(score),)
        else:
            assert facts == ()
            assert self.visit == before

    @rule(score=st.integers(1, 5), ms=PATIENCE)
    def touch_where_faces_may_be(self, score: int, ms: int) -> None:
        self.touch(ScoreTouched, score, ms=ms)

    @precondition(lambda self: self.visit.page in {Page.OFFICIALS, Page.SCORE})
    @rule(official=st.sampled_from([OFFICIAL, None]), ms=PATIENCE)
    def choose_an_official(self, official: str | None, ms: int) -> None:
        self.touch(OfficialChosen, official, ms=ms)

    @precondition(lambda self: self.visit.page in RESTING)
    @rule(ms=PATIENCE)
    def start(self, ms: int) -> None:
        self.touch(Started, ms=ms)

    @precondition(lambda self: self.visit.page is Page.THANKS)
    @rule(ms=PATIENCE)
    def ask_to_correct(self, ms: int) -> None:
        self.touch(CorrectionAsked, ms=ms)

    @precondition(lambda self: self.visit.page in ASKING)
    @rule(question=st.sampled_from(FORM.asked), pick=st.integers(0, 2), ms=PATIENCE)
    def answer(self, question: Any, pick: int, ms: int) -> None:
        if question.choices:
            choice = question.choices[pick % len(question.choices)]
            self.touch(Answered, question.question, choice, ms=ms)
            self.touch(ReasonTouched, choice, ms=ms)

    @precondition(lambda self: self.visit.page in ASKING)
    @rule(kind=st.sampled_from([Continued, Skipped, WentBack]))
    def leaf_through_the_questions(self, kind: type[Touch]) -> None:
        self.touch(kind, ms=TIMINGS.repeat_guard_ms)

    @precondition(lambda self: self.visit.page is Page.COMMENT)
    @rule(text=st.sampled_from(["", "  ", "Chờ lâu"]), ms=PATIENCE)
    def comment(self, text: str, ms: int) -> None:
        self.touch(CommentSent, text, ms=ms)

    @rule(ms=PATIENCE)
    def rather_by_phone(self, ms: int) -> None:
        self.touch(PhoneChosen, ms=ms)

    @rule(kind=BUTTONS, ms=PATIENCE)
    def touch_a_button(self, kind: type[Touch], ms: int) -> None:
        self.touch(kind, ms=ms)

    @rule(ms=MILLIS)
    def somebody_lingers(self, ms: int) -> None:
        self.at_ms += ms
        before = self.visit
        self.send(Lingered(at_ms=self.at_ms))
        assert self.visit == replace(before, attended=True, deadline_ms=self.visit.deadline_ms)

    @rule(look=LOOKS)
    def choose_a_look(self, look: Look) -> None:
        self.touch(LookChosen, look, ms=0)

    @rule(step=st.sampled_from([-1, 1]))
    def turn_a_page(self, step: int) -> None:
        self.touch(PageTurned, step, ms=0)

    @rule(counter=st.sampled_from([COUNTER, OTHER_COUNTER]), official=st.sampled_from([OFFICIAL, None]))
    def a_counter_calls(self, counter: str, official: str | None) -> None:
        self.send(Called(counter, official, "H29-251124-0001", "returned", at_ms=self.at_ms))

    @rule(dossier=st.sampled_from(["H29-251124-0002", None]))
    def a_dossier_is_scanned(self, dossier: str | None) -> None:
        self.send(Scanned(dossier, at_ms=self.at_ms))

    @rule(is_open=st.booleans())
    def the_office_opens_or_closes(self, is_open: bool) -> None:
        self.send(HoursTold(is_open, at_ms=self.at_ms))

    @rule(official=st.sampled_from([OFFICIAL, OTHER_OFFICIAL]))
    def an_official_signs_on_or_off(self, official: str) -> None:
        before = self.visit
        self.send(DutyToggled(official, at_ms=self.at_ms))
        if before.page not in {*RESTING, Page.PAUSED, Page.STAFF_PIN}:
            assert replace(self.visit, standing=before.standing) == before

    @rule()
    def another_day_begins(self) -> None:
        self.send(DutyLapsed(self.visit.standing.on_duty, at_ms=self.at_ms))
        assert self.visit.standing.on_duty == ()

    @rule(kind=st.sampled_from([PracticeStarted, PracticeStopped]))
    def staff_practise(self, kind: type[PracticeStarted] | type[PracticeStopped]) -> None:
        self.send(kind(at_ms=self.at_ms))

    @precondition(lambda self: self.visit.page in {*RESTING, Page.PAUSED})
    @rule()
    def staff_find_the_corner(self) -> None:
        for _ in range(TIMINGS.corner_touches):
            self.at_ms += 200
            self.send(CornerTouched(at_ms=self.at_ms))
        assert self.visit.committing or self.visit.page is Page.STAFF_PIN

    @rule()
    def staff_press_their_key(self) -> None:
        before = self.visit
        self.send(StaffKeyPressed(at_ms=self.at_ms))
        undisturbed = before.page in {*RESTING, Page.PAUSED} and not before.committing
        assert self.visit.page is (Page.STAFF_PIN if undisturbed else before.page)

    @precondition(lambda self: self.visit.page is Page.STAFF_PIN)
    @rule(admitted=st.booleans())
    def a_pin_is_judged(self, admitted: bool) -> None:
        verdict = StaffAdmitted(OFFICIAL, at_ms=self.at_ms) if admitted else StaffTurnedAway(at_ms=self.at_ms)
        self.send(verdict)

    @precondition(lambda self: self.writing is not None)
    @rule(ms=st.integers(0, 5_000))
    def the_store_commits(self, ms: int) -> None:
        self.at_ms += ms
        self.send(Ticked(at_ms=self.at_ms))
        self.writing = None
        self.send(Committed(at_ms=self.at_ms))
        assert self.visit.page in {Page.THANKS, Page.PAUSED, *ASKING}

    @precondition(lambda self: self.writing is not None)
    @rule()
    def the_store_fails(self) -> None:
        self.writing = None
        self.send(CommitFailed("disk_full", at_ms=self.at_ms))
        assert (self.visit.page, self.visit.score) == (Page.PAUSED, None)

    @rule(reason=st.sampled_from(["clock", "disk_full"]))
    def the_kiosk_pauses(self, reason: str) -> None:
        self.send(Paused(reason, at_ms=self.at_ms))
        assert self.visit.page in {Page.PAUSED, Page.STAFF, Page.STAFF_PIN}

    @rule()
    def the_kiosk_resumes(self) -> None:
        self.send(Resumed(at_ms=self.at_ms))

    @rule(desk=DESKS)
    def the_desk_changes(self, desk: Desk) -> None:
        self.send(DeskChanged(desk, at_ms=self.at_ms))

    @invariant()
    def one_visit_gives_one_rating_or_invitation_and_one_detail_at_most(self) -> None:
        assert len(self.rated) <= 1
        assert self.detailed <= 1

    @invariant()
    def the_visit_waits_for_exactly_what_the_store_is_writing(self) -> None:
        assert self.visit.committing == self.writing

    @invariant()
    def thanks_are_only_said_for_what_is_written(self) -> None:
        if self.visit.page is Page.THANKS:
            assert self.visit.committing is None
            assert (self.visit.score is not None) != self.visit.invited
            assert (self.visit.answers, self.visit.reasons) == ((), ())

    @invariant()
    def a_resting_page_holds_nothing_of_the_previous_visit(self) -> None:
        visit = self.visit
        if visit.page in RESTING:
            fresh = replace(
                begin(visit.desk, visit.since_ms, visit.standing),
                page=visit.page,
                guard_until_ms=visit.guard_until_ms,
                look=visit.look,
                deadline_ms=visit.deadline_ms,
                corner_ms=visit.corner_ms,
                unreadable=visit.unreadable,
                page_no=visit.page_no,
            )
            assert visit == fresh
            assert visit.page_no == 0 or visit.deadline_ms is not None
            assert (visit.page is Page.OUT_OF_HOURS) == visit.standing.closed

    @invariant()
    def nobody_rates_exactly_while_the_ledger_says_paused(self) -> None:
        assert (self.visit.pause_reason is not None) == self.paused
        assert not self.paused or self.visit.page in {Page.PAUSED, Page.STAFF, Page.STAFF_PIN}

    @invariant()
    def practice_and_staff_are_what_the_ledger_says(self) -> None:
        assert self.visit.practising == self.practising
        assert (self.visit.page is Page.STAFF) == self.staffed

    @invariant()
    def a_call_waits_or_is_answered_or_lapses(self) -> None:
        open_calls = {call.no for call in self.visit.standing.waiting}
        assert open_calls <= self.calls

    @invariant()
    def the_ledger_knows_who_is_on_duty(self) -> None:
        assert list(self.visit.standing.on_duty) == self.on_duty
        assert self.visit.page not in RESTING or self.visit.present == self.visit.standing.on_duty

    @invariant()
    def good_and_bad_walk_the_same_path(self) -> None:
        def without_scores(visit: Visit) -> Visit:
            fact = visit.committing
            if isinstance(fact, RatingGiven | RatingChanged):
                fact = structs.replace(fact, score=0)
            return replace(visit, score=visit.score and 0, committing=fact)

        assert without_scores(self.visit) == without_scores(self.mirror)

    @invariant()
    def left_alone_it_always_comes_back_to_rest(self) -> None:
        visit, at_ms = self.visit, self.at_ms
        if visit.committing:
            at_ms += 1
            visit, _ = advance(visit, Committed(at_ms=at_ms))
        visit, _ = advance(visit, Resumed(at_ms=at_ms))
        for _ in range(6):
            at_ms += TIMINGS.staff_ms
            visit, _facts = advance(visit, Ticked(at_ms=at_ms))
        assert visit.page in RESTING
        assert (visit.score, visit.answers, visit.dossier, visit.look) == (None, (), None, Look())
        assert visit.page_no == 0
        assert visit.standing.waiting == ()


TestAnyVisit = AnyVisit.TestCase
TestAnyVisit.settings = settings(max_examples=400, stateful_step_count=50, deadline=None, database=None)
