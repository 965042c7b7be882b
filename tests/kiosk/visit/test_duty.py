"""Officials sign on and off: who is rated then, and that no citizen is disturbed."""

from dataclasses import replace

import pytest

from kiosk.visit import (
    TIMINGS,
    CornerTouched,
    Desk,
    DeskChanged,
    DutyBegan,
    DutyEnded,
    DutyLapsed,
    DutyToggled,
    Fact,
    Finished,
    Notice,
    Page,
    RatingGiven,
    ScoreTouched,
)
from tests.kiosk.visit.drive import CHOOSE, COUNTER, FIXED, OFFICIAL, OTHER_COUNTER, OTHER_OFFICIAL, Kiosk


def toggle(kiosk: Kiosk, official: str = OFFICIAL) -> tuple[Fact, ...]:
    """Signed on or off, long after whatever was before."""
    kiosk.tick(TIMINGS.notice_ms)
    return kiosk.send(DutyToggled(official, at_ms=kiosk.at_ms))


def rated(kiosk: Kiosk) -> str | None:
    """Who the next citizen rates without choosing."""
    kiosk.reach_score().touch_face(4)
    (given,) = [fact for fact in kiosk.facts[-1:] if isinstance(fact, RatingGiven)]
    return given.official


def test_who_signed_on_at_a_fixed_kiosk_is_rated_instead_of_the_rosters() -> None:
    kiosk = Kiosk(FIXED)
    assert toggle(kiosk) == (DutyBegan(OFFICIAL, "c1"),)
    assert rated(kiosk) == OFFICIAL


def test_a_face_on_the_resting_page_rates_who_signed_on() -> None:
    kiosk = Kiosk(FIXED)
    toggle(kiosk)
    assert kiosk.touch(ScoreTouched, 2) == (RatingGiven(OFFICIAL, "c1", 2),)


def test_who_signs_on_a_second_time_signs_off_and_the_roster_holds_again() -> None:
    kiosk = Kiosk(FIXED)
    toggle(kiosk)
    assert toggle(kiosk) == (DutyEnded(OFFICIAL, "c1"),)
    assert rated(kiosk) == FIXED.official


def test_a_fixed_counter_has_one_seat_and_who_takes_it_relieves_who_forgot_to_sign_off() -> None:
    kiosk = Kiosk(FIXED)
    toggle(kiosk)
    assert toggle(kiosk, OTHER_OFFICIAL) == (DutyEnded(OFFICIAL, "c1"), DutyBegan(OTHER_OFFICIAL, "c1"))
    assert rated(kiosk) == OTHER_OFFICIAL


def test_several_are_on_duty_at_a_shared_kiosk() -> None:
    kiosk = Kiosk(CHOOSE)
    toggle(kiosk)
    toggle(kiosk, OTHER_OFFICIAL)
    assert list(kiosk.visit.present) == [OFFICIAL, OTHER_OFFICIAL]
    assert toggle(kiosk) == (DutyEnded(OFFICIAL, COUNTER),)
    assert list(kiosk.visit.present) == [OTHER_OFFICIAL]


def test_a_badge_that_is_read_twice_signs_on_once() -> None:
    kiosk = Kiosk()
    toggle(kiosk)
    kiosk.tick(TIMINGS.notice_ms - 1)
    assert kiosk.send(DutyToggled(OFFICIAL, at_ms=kiosk.at_ms)) == ()
    assert kiosk.visit.standing.on_duty == (OFFICIAL,)


def test_a_visit_under_way_rates_whom_it_began_with() -> None:
    kiosk = Kiosk(FIXED)
    toggle(kiosk)
    kiosk.reach_score()
    before = kiosk.visit
    assert kiosk.send(DutyToggled(OTHER_OFFICIAL, at_ms=kiosk.at_ms))
    assert replace(kiosk.visit, standing=before.standing) == before
    kiosk.touch_face(1)
    assert kiosk.facts[-1] == RatingGiven(OFFICIAL, "c1", 1)
    kiosk.commit()
    kiosk.touch(Finished)
    assert kiosk.visit.present == (OTHER_OFFICIAL,)


def test_an_official_reads_that_it_worked_and_after_some_seconds_nobody_does() -> None:
    kiosk = Kiosk()
    toggle(kiosk)
    assert kiosk.page == Page.ATTRACT
    assert kiosk.visit.standing.notice == Notice(OFFICIAL, True, kiosk.at_ms + TIMINGS.notice_ms)
    kiosk.tick(TIMINGS.notice_ms)
    assert kiosk.visit.standing.notice is None


def test_an_officials_pin_leads_back_to_the_resting_page() -> None:
    kiosk = Kiosk()
    for _ in range(TIMINGS.corner_touches):
        kiosk.wait(200).send(CornerTouched(at_ms=kiosk.at_ms))
    assert kiosk.page == Page.STAFF_PIN
    assert kiosk.send(DutyToggled(OFFICIAL, at_ms=kiosk.at_ms)) == (DutyBegan(OFFICIAL, COUNTER),)
    assert (kiosk.page, kiosk.visit.present) == (Page.ATTRACT, (OFFICIAL,))


def test_a_new_day_ends_the_duties_of_the_day_before() -> None:
    kiosk = Kiosk()
    toggle(kiosk)
    toggle(kiosk, OTHER_OFFICIAL)
    ended = kiosk.send(DutyLapsed((OFFICIAL, OTHER_OFFICIAL), at_ms=kiosk.at_ms))
    assert ended == (DutyEnded(OFFICIAL, COUNTER), DutyEnded(OTHER_OFFICIAL, COUNTER))
    assert kiosk.visit.present == ()


def test_only_who_left_is_on_duty_no_more_and_who_never_was_is_no_line() -> None:
    kiosk = Kiosk()
    toggle(kiosk)
    toggle(kiosk, OTHER_OFFICIAL)
    gone = kiosk.send(DutyLapsed((OFFICIAL, "somebody else"), at_ms=kiosk.at_ms))
    assert gone == (DutyEnded(OFFICIAL, COUNTER),)
    assert kiosk.visit.present == (OTHER_OFFICIAL,)


@pytest.mark.parametrize("moved", [replace(CHOOSE, counter=OTHER_COUNTER), FIXED])
def test_a_kiosk_that_moves_to_another_counter_ends_the_duties_at_the_old_one(moved: Desk) -> None:
    kiosk = Kiosk()
    toggle(kiosk)
    assert kiosk.send(DeskChanged(moved, at_ms=kiosk.at_ms)) == (DutyEnded(OFFICIAL, COUNTER),)
    assert kiosk.visit.present == ()


def test_a_kiosk_that_is_only_asked_other_questions_keeps_who_is_on_duty() -> None:
    kiosk = Kiosk()
    toggle(kiosk)
    assert kiosk.send(DeskChanged(replace(CHOOSE, form=FIXED.form), at_ms=kiosk.at_ms)) == ()
    assert kiosk.visit.present == (OFFICIAL,)
