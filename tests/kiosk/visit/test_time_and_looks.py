from dataclasses import replace

import pytest

from kiosk.visit import (
    TIMINGS,
    CorrectionAsked,
    Desk,
    DeskChanged,
    Finished,
    KioskPaused,
    KioskResumed,
    Lingered,
    Look,
    LookChosen,
    Page,
    PageTurned,
    Paused,
    Resumed,
    Started,
    StayedHere,
    VisitAbandoned,
    WentBack,
    begin,
)
from tests.kiosk.visit.drive import CHOOSE, FIXED, Kiosk

ENGLISH = Look(language="en", large_text=True)


def clean(kiosk: Kiosk) -> bool:
    fresh = begin(kiosk.visit.desk, kiosk.visit.since_ms)
    now = kiosk.visit
    return now == replace(fresh, guard_until_ms=now.guard_until_ms, standing=now.standing)


def test_a_silent_page_asks_whether_somebody_is_still_there_and_counts_down() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.tick(TIMINGS.page_ms)
    assert (kiosk.visit.page, kiosk.visit.returns_to) == (Page.STILL_THERE, Page.SCORE)
    assert kiosk.visit.deadline_ms == kiosk.at_ms + TIMINGS.still_there_ms


def test_one_touch_returns_to_the_page_with_its_whole_time() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.tick(TIMINGS.page_ms)
    kiosk.wait(TIMINGS.repeat_guard_ms).send(StayedHere(at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.returns_to) == (Page.SCORE, None)
    assert kiosk.visit.deadline_ms == kiosk.at_ms + TIMINGS.page_ms
    assert kiosk.visit.official is not None


def test_walking_away_before_a_face_is_an_abandoned_visit_that_names_its_page() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.tick(TIMINGS.page_ms)
    assert kiosk.tick(TIMINGS.still_there_ms) == (VisitAbandoned(Page.SCORE),)
    assert kiosk.visit.page is Page.ATTRACT
    assert clean(kiosk)


def test_walking_away_after_a_face_loses_nothing_and_abandons_nothing() -> None:
    kiosk = Kiosk().reach_thanks(4)
    kiosk.send(CorrectionAsked(at_ms=kiosk.at_ms))
    kiosk.tick(TIMINGS.page_ms)
    assert kiosk.tick(TIMINGS.still_there_ms) == ()
    assert kiosk.visit.page is Page.ATTRACT
    assert clean(kiosk)


def test_thanks_end_by_themselves_without_a_question() -> None:
    kiosk = Kiosk().reach_thanks()
    deadline = kiosk.visit.deadline_ms
    assert deadline is not None
    assert kiosk.tick(deadline - kiosk.at_ms) == ()
    assert kiosk.visit.page is Page.ATTRACT
    assert clean(kiosk)


@pytest.mark.parametrize("touch", [StayedHere, lambda at_ms: LookChosen(ENGLISH, at_ms=at_ms)])
def test_thanks_can_be_extended_by_one_touch(touch: type[StayedHere]) -> None:
    kiosk = Kiosk().reach_thanks()
    kiosk.wait(15_000).send(touch(at_ms=kiosk.at_ms))
    kiosk.tick(TIMINGS.thanks_ms - 1)
    assert kiosk.visit.page is Page.THANKS


def test_finishing_ends_the_visit_clean_and_a_double_tap_starts_no_new_one() -> None:
    kiosk = Kiosk().reach_thanks()
    kiosk.send(LookChosen(ENGLISH, at_ms=kiosk.at_ms))
    kiosk.wait(TIMINGS.repeat_guard_ms).send(Finished(at_ms=kiosk.at_ms))
    assert clean(kiosk)
    kiosk.wait(200).send(Started(at_ms=kiosk.at_ms))
    assert kiosk.visit.page is Page.ATTRACT


def test_somebody_who_is_done_can_say_so_while_the_question_shows() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.tick(TIMINGS.page_ms)
    kiosk.wait(TIMINGS.repeat_guard_ms)
    assert kiosk.send(Finished(at_ms=kiosk.at_ms)) == (VisitAbandoned(Page.SCORE),)
    assert clean(kiosk)


def test_back_leads_from_the_score_to_the_officials_to_attract() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.send(WentBack(at_ms=kiosk.at_ms))
    assert (kiosk.visit.page, kiosk.visit.official) == (Page.OFFICIALS, None)
    kiosk.wait(TIMINGS.repeat_guard_ms)
    assert kiosk.send(WentBack(at_ms=kiosk.at_ms)) == (VisitAbandoned(Page.OFFICIALS),)
    assert clean(kiosk)


def test_back_on_a_fixed_desk_leads_to_attract() -> None:
    kiosk = Kiosk(FIXED).reach_score()
    assert kiosk.send(WentBack(at_ms=kiosk.at_ms)) == (VisitAbandoned(Page.SCORE),)
    assert clean(kiosk)


def test_officials_are_paged_and_never_before_the_first_page() -> None:
    kiosk = Kiosk()
    kiosk.send(Started(at_ms=kiosk.at_ms))
    for step, page_no in ((1, 1), (1, 2), (-1, 1), (-1, 0), (-1, 0)):
        kiosk.wait(TIMINGS.repeat_guard_ms).send(PageTurned(step, at_ms=kiosk.at_ms))
        assert kiosk.visit.page_no == page_no


def test_a_look_chosen_on_attract_goes_into_the_visit() -> None:
    kiosk = Kiosk()
    kiosk.send(LookChosen(ENGLISH, at_ms=kiosk.at_ms))
    kiosk.wait(TIMINGS.repeat_guard_ms).reach_score()
    assert kiosk.visit.look == ENGLISH


def test_a_look_left_behind_on_attract_goes_by_itself() -> None:
    kiosk = Kiosk()
    kiosk.send(LookChosen(ENGLISH, at_ms=kiosk.at_ms))
    kiosk.tick(TIMINGS.page_ms)
    assert clean(kiosk)


def test_a_pause_remembers_nothing_of_the_visit_but_how_to_read_it() -> None:
    kiosk = Kiosk().reach_score()
    kiosk.send(LookChosen(ENGLISH, at_ms=kiosk.at_ms))
    assert kiosk.send(Paused("clock", at_ms=kiosk.at_ms)) == (KioskPaused("clock"),)
    assert (kiosk.visit.official, kiosk.visit.look, kiosk.visit.page) == (None, ENGLISH, Page.PAUSED)
    kiosk.tick(TIMINGS.page_ms)
    assert kiosk.visit.look == Look()
    assert kiosk.send(Resumed(at_ms=kiosk.at_ms)) == (KioskResumed(),)
    assert clean(kiosk)


def test_a_pause_told_twice_is_one_fact_and_another_reason_is_another() -> None:
    kiosk = Kiosk()
    for reason in ("clock", "clock", "disk_full"):
        kiosk.wait(1_000).send(Paused(reason, at_ms=kiosk.at_ms))
    assert kiosk.facts == [KioskPaused("clock"), KioskPaused("disk_full")]


def test_resuming_what_is_not_paused_changes_nothing() -> None:
    kiosk = Kiosk().reach_score()
    before = kiosk.visit
    assert kiosk.send(Resumed(at_ms=kiosk.at_ms)) == ()
    assert kiosk.visit == before


def test_a_desk_changes_at_once_when_nobody_is_there() -> None:
    kiosk = Kiosk(CHOOSE)
    kiosk.send(DeskChanged(FIXED, at_ms=kiosk.at_ms))
    assert kiosk.visit == begin(FIXED, kiosk.visit.since_ms)


def test_a_desk_never_changes_under_a_citizen() -> None:
    other = Desk(attribution="fixed", official=None, counter="c9")
    kiosk = Kiosk(CHOOSE).reach_thanks()
    kiosk.send(DeskChanged(other, at_ms=kiosk.at_ms))
    assert kiosk.visit.desk == CHOOSE
    kiosk.send(Finished(at_ms=kiosk.at_ms))
    assert kiosk.visit.desk == other
    assert clean(kiosk)


def test_a_page_of_officials_turned_on_attract_is_forgotten_when_nobody_goes_on() -> None:
    kiosk = Kiosk(CHOOSE)
    kiosk.touch(PageTurned, 1)
    assert (kiosk.visit.page, kiosk.visit.page_no) == (Page.ATTRACT, 1)
    kiosk.tick(TIMINGS.page_ms)
    assert clean(kiosk)


def test_a_key_that_moves_gives_the_page_its_whole_time_and_guards_nothing() -> None:
    kiosk = Kiosk().reach_score()
    before = kiosk.visit
    kiosk.wait(30_000).send(Lingered(at_ms=kiosk.at_ms))
    assert kiosk.visit == replace(before, deadline_ms=kiosk.at_ms + TIMINGS.page_ms)


def test_a_desk_with_patience_waits_as_many_times_as_long() -> None:
    kiosk = Kiosk(replace(CHOOSE, patience=3)).reach_score()
    assert kiosk.visit.deadline_ms == kiosk.visit.since_ms + 3 * TIMINGS.page_ms
    kiosk.tick(3 * TIMINGS.page_ms)
    assert kiosk.visit.page is Page.STILL_THERE
    assert kiosk.visit.deadline_ms == kiosk.at_ms + 3 * TIMINGS.still_there_ms
