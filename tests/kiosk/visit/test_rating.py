import pytest

from kiosk.visit import (
    TIMINGS,
    CommitFailed,
    Committed,
    CorrectionAsked,
    InvitationMade,
    KioskPaused,
    KioskResumed,
    OfficialChosen,
    Page,
    Paused,
    PhoneChosen,
    RatingChanged,
    RatingGiven,
    Resumed,
    ScoreTouched,
    Started,
    WentBack,
)
from tests.kiosk.visit.drive import CHOOSE, FIXED, OFFICIAL, Kiosk


def test_the_first_touch_of_a_face_is_a_fact_at_once_and_the_page_waits_for_the_store() -> None:
    kiosk = Kiosk().reach_score()
    facts = kiosk.touch_face(2)
    assert facts == (RatingGiven(OFFICIAL, CHOOSE.counter, 2),)
    assert (kiosk.visit.page, kiosk.visit.committing) == (Page.SCORE, facts[0])


def test_thanks_appear_only_after_the_store_has_committed() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.touch_face(5)
    kiosk.tick(30)
    assert kiosk.visit.page is Page.SCORE
    kiosk.send(Committed(at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.committing) == (Page.THANKS, None)


def test_a_fixed_desk_asks_for_the_score_directly_and_rates_whoever_is_on_duty() -> None:
    kiosk = Kiosk(FIXED)
    kiosk.send(Started(at_ms=kiosk.at_ms))
    assert kiosk.visit.page is Page.SCORE
    kiosk.wait(TIMINGS.repeat_guard_ms)
    assert kiosk.touch_face(1) == (RatingGiven(FIXED.official, "c1", 1),)


def test_the_whole_desk_can_be_rated() -> None:
    kiosk = Kiosk().reach_score(official=None)
    assert kiosk.visit.whole_desk
    assert kiosk.touch_face(3) == (RatingGiven(None, CHOOSE.counter, 3),)


def test_a_second_touch_while_committing_is_ignored() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.touch_face(2)
    before = kiosk.wait(1_000).visit
    assert kiosk.touch_face(5) == ()
    assert kiosk.visit == before


@pytest.mark.parametrize("after_ms", [0, 399])
def test_a_shaking_hand_does_not_touch_through_to_the_next_page(after_ms: int) -> None:
    kiosk = Kiosk()
    kiosk.send(Started(at_ms=kiosk.at_ms))
    kiosk.wait(after_ms).send(OfficialChosen(OFFICIAL, at_ms=kiosk.at_ms))
    assert kiosk.visit.page is Page.OFFICIALS


def test_an_ignored_touch_does_not_prolong_the_guard() -> None:
    kiosk = Kiosk()
    kiosk.send(Started(at_ms=kiosk.at_ms))
    kiosk.wait(300).send(OfficialChosen(None, at_ms=kiosk.at_ms))
    kiosk.wait(100).send(OfficialChosen(OFFICIAL, at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.official) == (Page.SCORE, OFFICIAL)


def test_a_late_double_tap_on_a_face_does_not_press_a_button_of_thanks() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.touch_face(4)
    kiosk.wait(390).send(Committed(at_ms=kiosk.at_ms))
    kiosk.wait(20).send(CorrectionAsked(at_ms=kiosk.at_ms))
    assert kiosk.visit.page is Page.THANKS


def test_another_face_after_correcting_changes_the_rating_and_never_gives_a_second() -> None:
    kiosk = Kiosk().reach_thanks(4)
    kiosk.send(CorrectionAsked(at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.correcting, kiosk.visit.committing) == (Page.SCORE, True, None)
    kiosk.wait(TIMINGS.repeat_guard_ms)
    assert kiosk.touch_face(2) == (RatingChanged(2),)
    kiosk.wait(40).send(Committed(at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.correcting, kiosk.visit.score) == (Page.THANKS, False, 2)


def test_the_same_face_after_correcting_says_thanks_and_writes_nothing() -> None:
    kiosk = Kiosk().reach_thanks(4)
    kiosk.send(CorrectionAsked(at_ms=kiosk.at_ms))
    kiosk.wait(TIMINGS.repeat_guard_ms)
    assert kiosk.touch_face(4) == ()
    assert (kiosk.visit.page, kiosk.visit.correcting) == (Page.THANKS, False)


def test_a_rating_can_be_corrected_again_and_back() -> None:
    kiosk = Kiosk().reach_thanks(4)
    for score in (1, 4):
        kiosk.send(CorrectionAsked(at_ms=kiosk.at_ms))
        kiosk.wait(TIMINGS.repeat_guard_ms)
        assert kiosk.touch_face(score) == (RatingChanged(score),)
        kiosk.send(Committed(at_ms=kiosk.at_ms))
        kiosk.wait(TIMINGS.repeat_guard_ms)


def test_going_back_from_a_correction_keeps_the_rating() -> None:
    kiosk = Kiosk().reach_thanks(4)
    kiosk.send(CorrectionAsked(at_ms=kiosk.at_ms))
    kiosk.wait(TIMINGS.repeat_guard_ms).send(WentBack(at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.score, kiosk.visit.correcting) == (Page.THANKS, 4, False)


def test_a_store_slower_than_two_seconds_pauses_and_a_late_commit_still_says_thanks() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.touch_face(3)
    kiosk.tick(TIMINGS.commit_ms)
    assert kiosk.visit.page is Page.SCORE
    assert kiosk.tick(1) == (KioskPaused("slow"),)
    assert (kiosk.visit.page, kiosk.visit.pause_reason) == (Page.PAUSED, "slow")
    assert kiosk.send(Committed(at_ms=kiosk.at_ms)) == (KioskResumed(),)
    assert (kiosk.visit.page, kiosk.visit.score, kiosk.visit.pause_reason) == (Page.THANKS, 3, None)


@pytest.mark.parametrize("slow", [False, True])
def test_a_failed_commit_pauses_and_leaves_no_rating(slow: bool) -> None:
    kiosk = Kiosk().reach_score()
    kiosk.touch_face(3)
    if slow:
        kiosk.tick(TIMINGS.commit_ms + 1)
    assert kiosk.send(CommitFailed("disk_full", at_ms=kiosk.at_ms)) == (KioskPaused("disk_full"),)
    assert (kiosk.visit.page, kiosk.visit.pause_reason) == (Page.PAUSED, "disk_full")
    assert (kiosk.visit.score, kiosk.visit.committing, kiosk.visit.official) == (None, None, None)


def test_a_verdict_still_due_never_reaches_the_next_citizen() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.touch_face(3)
    kiosk.tick(TIMINGS.commit_ms + 1)
    assert kiosk.send(Resumed(at_ms=kiosk.at_ms)) == ()
    assert kiosk.visit.page is Page.PAUSED
    kiosk.send(Paused("clock", at_ms=kiosk.at_ms))
    assert kiosk.send(Committed(at_ms=kiosk.at_ms)) == ()
    assert (kiosk.visit.page, kiosk.visit.score) == (Page.PAUSED, None)


def test_a_verdict_nobody_waits_for_changes_nothing() -> None:
    kiosk = Kiosk().reach_thanks()
    before = kiosk.visit
    assert kiosk.send(Committed(at_ms=kiosk.at_ms)) == ()
    assert kiosk.send(CommitFailed("disk_full", at_ms=kiosk.at_ms)) == ()
    assert kiosk.visit == before


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_every_score_takes_the_same_path(score: int) -> None:
    def path(touched: int) -> list[object]:
        kiosk = Kiosk().reach_score()
        seen: list[object] = [kiosk.visit.page, len(kiosk.touch_face(touched)), kiosk.visit.page]
        kiosk.wait(50).send(Committed(at_ms=kiosk.at_ms))
        visit = kiosk.visit
        return [*seen, visit.page, visit.deadline_ms, visit.guard_until_ms, visit.since_ms]

    assert path(score) == path(5)


def test_faces_on_other_pages_do_nothing() -> None:
    kiosk = Kiosk()
    assert kiosk.send(ScoreTouched(1, at_ms=kiosk.at_ms)) == ()
    assert kiosk.visit.page is Page.ATTRACT


def test_on_a_fixed_desk_one_touch_on_attract_invites_to_rate_by_phone() -> None:
    kiosk = Kiosk(FIXED)
    assert kiosk.touch(PhoneChosen) == (InvitationMade(FIXED.official, "c1"),)


def test_on_a_shared_kiosk_attract_knows_nobody_to_invite_for_and_two_touches_are_a_visit() -> None:
    kiosk = Kiosk(CHOOSE)
    assert kiosk.touch(PhoneChosen) == ()
    assert kiosk.touch(OfficialChosen, OFFICIAL) == ()
    assert kiosk.touch(ScoreTouched, 2) == (RatingGiven(OFFICIAL, CHOOSE.counter, 2),)
