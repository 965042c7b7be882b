"""Calls, scanned dossiers, invitations, hours, practice and staff."""

import pytest

from kiosk.visit import (
    TIMINGS,
    Called,
    CallLapsed,
    CallMade,
    CornerTouched,
    CorrectionAsked,
    Finished,
    HoursTold,
    InvitationMade,
    KioskPaused,
    KioskResumed,
    OfficialChosen,
    Page,
    Paused,
    PhoneChosen,
    PracticeBegan,
    PracticeEnded,
    PracticeStarted,
    PracticeStopped,
    RatingGiven,
    Resumed,
    Scanned,
    ScoreTouched,
    StaffAdmitted,
    StaffEntered,
    StaffKeyPressed,
    StaffLeft,
    StaffRefused,
    StaffTurnedAway,
    Started,
    VisitAbandoned,
    WentBack,
)
from tests.kiosk.visit.drive import ASKS, CHOOSE, COUNTER, FIXED, OFFICIAL, OTHER_COUNTER, Kiosk

DOSSIER = "H29.10-251124-0001"
OTHER_DOSSIER = "H29.10-251124-0002"


def called(kiosk: Kiosk, counter: str = COUNTER, dossier: str = DOSSIER) -> Kiosk:
    kiosk.send(Called(counter, OFFICIAL, dossier, "returned", at_ms=kiosk.at_ms))
    return kiosk


def in_the_corner(kiosk: Kiosk, touches: int = TIMINGS.corner_touches, apart_ms: int = 300) -> Kiosk:
    for _ in range(touches):
        kiosk.wait(apart_ms).send(CornerTouched(at_ms=kiosk.at_ms))
    return kiosk


def test_a_call_shows_the_faces_for_the_official_and_the_rating_says_so() -> None:
    kiosk = called(Kiosk())
    assert kiosk.facts == [CallMade(1, COUNTER, OFFICIAL)]
    assert (kiosk.visit.page, kiosk.visit.official) == (Page.SCORE, OFFICIAL)
    given = RatingGiven(OFFICIAL, COUNTER, 5, "call", DOSSIER, "returned")
    assert kiosk.touch(ScoreTouched, 5) == (given,)
    assert kiosk.visit.dossier is None


def test_a_call_nobody_answers_lapses_after_a_minute_and_abandons_nothing() -> None:
    kiosk = called(Kiosk())
    assert kiosk.tick(TIMINGS.call_ms - 1) == ()
    assert kiosk.tick(1) == (CallLapsed(1),)
    assert kiosk.page == Page.ATTRACT


def test_a_call_that_is_repeated_is_one_call_on_the_screen_while_it_waits_and_after_its_rating() -> None:
    kiosk = called(Kiosk())
    before = kiosk.visit
    assert called(kiosk).visit == before
    kiosk.touch(ScoreTouched, 4)
    kiosk.commit()
    assert called(kiosk).facts[-1] == kiosk.facts[1]
    called(called(kiosk, OTHER_COUNTER), OTHER_COUNTER)
    assert [fact for fact in kiosk.facts if isinstance(fact, CallMade)] == [
        CallMade(1, COUNTER, OFFICIAL),
        CallMade(2, OTHER_COUNTER, OFFICIAL),
    ]


def test_without_a_dossier_the_same_call_after_a_rating_is_the_next_transaction() -> None:
    kiosk = Kiosk()
    for _ in range(2):
        kiosk.send(Called(COUNTER, OFFICIAL, at_ms=kiosk.at_ms))
    assert kiosk.facts == [CallMade(1, COUNTER, OFFICIAL)]
    kiosk.touch(ScoreTouched, 4)
    kiosk.send(Called(COUNTER, OFFICIAL, at_ms=kiosk.at_ms))
    assert kiosk.facts[-1] == CallMade(2, COUNTER, OFFICIAL)


def test_a_called_citizen_can_say_that_somebody_else_served() -> None:
    kiosk = called(Kiosk(FIXED))
    kiosk.touch(WentBack)
    assert kiosk.page == Page.OFFICIALS
    kiosk.touch(OfficialChosen, None)
    facts = kiosk.touch(ScoreTouched, 2)
    assert facts == (RatingGiven(None, COUNTER, 2, "call", DOSSIER, "returned"),)


def test_a_called_citizen_who_leaves_is_both_abandoned_and_unrated() -> None:
    kiosk = called(Kiosk())
    kiosk.touch(WentBack)
    kiosk.tick(TIMINGS.page_ms)
    assert kiosk.tick(TIMINGS.still_there_ms) == (VisitAbandoned(Page.OFFICIALS), CallLapsed(1))


def test_a_call_never_interrupts_and_is_answered_afterwards() -> None:
    kiosk = Kiosk().rate()
    called(kiosk)
    assert kiosk.page == Page.THANKS
    kiosk.touch(Finished)
    assert (kiosk.visit.page, kiosk.visit.via) == (Page.SCORE, "call")


def test_a_waiting_call_lapses_and_a_newer_one_of_its_counter_replaces_it() -> None:
    kiosk = called(called(called(Kiosk().reach_score()), dossier=OTHER_DOSSIER), OTHER_COUNTER)
    assert kiosk.facts == [
        CallMade(1, COUNTER, OFFICIAL),
        CallLapsed(1),
        CallMade(2, COUNTER, OFFICIAL),
        CallMade(3, OTHER_COUNTER, OFFICIAL),
    ]
    kiosk.tick(TIMINGS.call_ms)
    assert kiosk.facts[-2:] == [CallLapsed(2), CallLapsed(3)]


def test_a_warning_on_the_resting_page_goes_by_itself() -> None:
    kiosk = Kiosk()
    kiosk.send(Scanned(None, at_ms=kiosk.at_ms))
    kiosk.tick(TIMINGS.page_ms - 1)
    assert kiosk.visit.unreadable
    kiosk.tick(1)
    assert (kiosk.visit.unreadable, kiosk.page) == (False, Page.ATTRACT)


def test_a_scanned_dossier_starts_a_visit_and_goes_with_its_rating() -> None:
    kiosk = Kiosk(FIXED)
    kiosk.send(Scanned(DOSSIER, "received", at_ms=kiosk.at_ms))
    assert kiosk.touch(ScoreTouched, 4) == (
        RatingGiven(FIXED.official, "c1", 4, "scan", DOSSIER, "received"),
    )


def test_an_unreadable_code_warns_and_blocks_nothing() -> None:
    kiosk = Kiosk(FIXED)
    kiosk.send(Scanned(None, at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.unreadable) == (Page.ATTRACT, True)
    kiosk.touch(Started)
    assert not kiosk.visit.unreadable
    assert kiosk.touch(ScoreTouched, 4) == (RatingGiven(FIXED.official, "c1", 4),)


def test_an_invitation_takes_the_place_of_the_rating() -> None:
    kiosk = Kiosk(ASKS).reach_score()
    facts = kiosk.send(PhoneChosen(at_ms=kiosk.at_ms))
    assert facts == (InvitationMade(OFFICIAL, COUNTER),)
    assert kiosk.touch(ScoreTouched, 5) == ()
    kiosk.commit()
    assert (kiosk.visit.page, kiosk.visit.invited) == (Page.THANKS, True)
    kiosk.touch(CorrectionAsked)
    assert kiosk.page == Page.THANKS
    assert kiosk.touch(Finished) == ()


def test_on_a_fixed_desk_one_touch_of_a_face_is_a_whole_visit() -> None:
    kiosk = Kiosk(FIXED)
    assert kiosk.touch(ScoreTouched, 3) == (RatingGiven(FIXED.official, "c1", 3),)
    kiosk.commit()
    assert kiosk.page == Page.THANKS


def test_on_a_shared_desk_an_official_can_be_touched_at_once() -> None:
    kiosk = Kiosk(CHOOSE)
    kiosk.touch(OfficialChosen, OFFICIAL)
    assert (kiosk.visit.page, kiosk.visit.official) == (Page.SCORE, OFFICIAL)


def test_hours_change_the_resting_page_and_no_visit() -> None:
    kiosk = Kiosk(FIXED)
    kiosk.send(HoursTold(False, at_ms=kiosk.at_ms))
    assert kiosk.page == Page.OUT_OF_HOURS
    kiosk.touch(Started)
    kiosk.send(HoursTold(True, at_ms=kiosk.at_ms))
    assert kiosk.page == Page.SCORE
    kiosk.send(HoursTold(False, at_ms=kiosk.at_ms))
    kiosk.touch(ScoreTouched, 5)
    kiosk.commit()
    kiosk.touch(Finished)
    assert kiosk.page == Page.OUT_OF_HOURS


def test_practice_marks_ratings_and_ends_by_itself() -> None:
    kiosk = Kiosk(FIXED)
    assert kiosk.send(PracticeStarted(at_ms=kiosk.at_ms)) == (PracticeBegan(),)
    assert kiosk.send(PracticeStarted(at_ms=kiosk.at_ms)) == ()
    assert kiosk.touch(ScoreTouched, 5) == (RatingGiven(FIXED.official, "c1", 5, practice=True),)
    kiosk.commit()
    assert PracticeEnded() in kiosk.tick(TIMINGS.practice_ms)
    assert not kiosk.visit.practising
    assert kiosk.send(PracticeStopped(at_ms=kiosk.at_ms)) == ()


def test_five_quick_touches_in_the_corner_ask_for_the_pin() -> None:
    assert in_the_corner(Kiosk()).visit.page is Page.STAFF_PIN
    assert in_the_corner(Kiosk(), touches=4).visit.page is Page.ATTRACT
    assert in_the_corner(Kiosk(), apart_ms=800).visit.page is Page.ATTRACT


def test_the_key_for_staff_does_what_the_corner_does() -> None:
    kiosk = Kiosk()
    assert kiosk.send(StaffKeyPressed(at_ms=kiosk.at_ms)) == ()
    assert kiosk.page == Page.STAFF_PIN
    kiosk.send(StaffAdmitted("s1", at_ms=kiosk.at_ms))
    kiosk.send(StaffKeyPressed(at_ms=kiosk.at_ms))
    assert kiosk.page == Page.STAFF
    citizen = Kiosk().reach_score()
    citizen.send(StaffKeyPressed(at_ms=citizen.at_ms))
    assert citizen.page == Page.SCORE


def test_the_corner_never_disturbs_a_citizen() -> None:
    kiosk = in_the_corner(Kiosk().reach_score())
    assert kiosk.page == Page.SCORE


def test_staff_enter_by_pin_and_leave_by_hand_or_by_time() -> None:
    kiosk = in_the_corner(Kiosk())
    assert kiosk.send(StaffTurnedAway(at_ms=kiosk.at_ms)) == (StaffRefused(),)
    assert kiosk.send(StaffAdmitted("s1", at_ms=kiosk.at_ms)) == (StaffEntered("s1"),)
    assert kiosk.page == Page.STAFF
    assert kiosk.touch(WentBack) == (StaffLeft(),)
    assert kiosk.page == Page.ATTRACT
    in_the_corner(kiosk).send(StaffAdmitted("s1", at_ms=kiosk.at_ms))
    assert kiosk.tick(TIMINGS.staff_ms) == (StaffLeft(),)


@pytest.mark.parametrize("verdict", [StaffAdmitted("s1", at_ms=9_000), StaffTurnedAway(at_ms=9_000)])
def test_a_verdict_that_comes_too_late_admits_nobody(verdict: StaffAdmitted | StaffTurnedAway) -> None:
    kiosk = Kiosk()
    assert kiosk.send(verdict) == ()
    assert kiosk.page == Page.ATTRACT


def test_staff_can_enter_a_paused_kiosk_and_it_stays_paused_until_the_reason_is_gone() -> None:
    kiosk = Kiosk()
    kiosk.send(Paused("disk_full", at_ms=kiosk.at_ms))
    in_the_corner(kiosk).send(StaffAdmitted("s1", at_ms=kiosk.at_ms))
    kiosk.touch(WentBack)
    assert kiosk.page == Page.PAUSED
    in_the_corner(kiosk).send(StaffAdmitted("s1", at_ms=kiosk.at_ms))
    assert kiosk.send(Resumed(at_ms=kiosk.at_ms)) == (KioskResumed(),)
    assert kiosk.page == Page.STAFF
    kiosk.touch(WentBack)
    assert kiosk.page == Page.ATTRACT


def test_a_reason_to_pause_does_not_throw_staff_out() -> None:
    kiosk = in_the_corner(Kiosk())
    assert kiosk.send(Paused("disk_full", at_ms=kiosk.at_ms)) == (KioskPaused("disk_full"),)
    assert kiosk.page == Page.STAFF_PIN
    kiosk.touch(WentBack)
    assert kiosk.page == Page.PAUSED
