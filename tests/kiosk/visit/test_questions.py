"""The optional questions: skippable, the same at every score, written before thanks are said."""

import pytest

from kiosk.visit import (
    TIMINGS,
    Answered,
    Asked,
    CommentSent,
    Continued,
    CorrectionAsked,
    Desk,
    Finished,
    Form,
    Lingered,
    Page,
    Paused,
    RatingChanged,
    RatingDetailed,
    ReasonTouched,
    ScoreTouched,
    Skipped,
    WentBack,
)
from tests.kiosk.visit.drive import ASKS, FORM, Kiosk


def test_questions_with_two_choices_share_a_page_and_others_stand_alone() -> None:
    pages = [[asked.question for asked in step] for step in FORM.steps(())]
    assert pages == [["polite", "clear"], ["on_time"], ["improve"], ["comment"]]


def test_at_most_five_rows_share_a_page() -> None:
    form = Form(asked=tuple(Asked(f"q{n}", "choice", ("yes", "no")) for n in range(7)))
    assert [len(step) for step in form.steps(())] == [5, 2]


def test_a_question_that_depends_on_an_answer_comes_only_after_it() -> None:
    late = FORM.steps((("on_time", "late"),))
    assert [step[0].question for step in late] == ["polite", "on_time", "why_late", "improve", "comment"]


def test_an_answer_to_a_question_that_is_asked_no_more_leads_nowhere() -> None:
    form = Form(
        asked=(
            Asked("on_time", "choice", ("yes", "late", "unsure")),
            Asked("why", "choice", ("papers", "staff", "system"), (("on_time", ("late",)),)),
            Asked("which", "choice", ("map", "form", "proof"), (("why", ("papers",)),)),
        )
    )
    led = (("on_time", "late"), ("why", "papers"), ("which", "map"))
    assert [step[0].question for step in form.steps(led)] == ["on_time", "why", "which"]
    assert [step[0].question for step in form.steps((("on_time", "yes"), *led[1:]))] == ["on_time"]


def test_no_answer_moves_a_question_to_another_page() -> None:
    pair = ("yes", "no")
    form = Form(
        asked=(
            Asked("clear", "choice", pair),
            Asked("why", "choice", pair, (("clear", ("no",)),)),
            Asked("polite", "choice", pair),
        )
    )
    pages = [
        [[one.question for one in step] for step in form.steps(answers)]
        for answers in ((), (("clear", "no"),))
    ]
    assert pages == [[["clear"], ["polite"]], [["clear"], ["why"], ["polite"]]]


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_the_same_questions_follow_every_score(score: int) -> None:
    kiosk = Kiosk(ASKS).rate(score)
    walked = [kiosk.visit.page]
    while kiosk.visit.page is not Page.THANKS:
        kiosk.touch(Skipped)
        walked.append(kiosk.visit.page)
    assert walked == [Page.CRITERIA, Page.CRITERIA, Page.REASONS, Page.COMMENT, Page.THANKS]
    assert not any(isinstance(fact, RatingDetailed) for fact in kiosk.facts)


def test_everything_answered_is_one_line_and_thanks_wait_for_it() -> None:
    kiosk = Kiosk(ASKS).rate()
    kiosk.touch(Answered, "polite", "yes")
    kiosk.touch(Answered, "clear", "no")
    kiosk.touch(Continued)
    kiosk.touch(Answered, "on_time", "late")
    kiosk.touch(Continued)
    kiosk.touch(Answered, "why_late", "absent")
    kiosk.touch(Continued)
    kiosk.touch(ReasonTouched, "waiting")
    kiosk.touch(ReasonTouched, "papers")
    kiosk.touch(Continued)
    facts = kiosk.touch(CommentSent, " Xin thêm ghế. ")
    answers = (("polite", "yes"), ("clear", "no"), ("on_time", "late"), ("why_late", "absent"))
    assert facts == (RatingDetailed(answers, ("waiting", "papers"), "Xin thêm ghế."),)
    assert (kiosk.visit.page, kiosk.visit.committing) == (Page.COMMENT, facts[0])
    kiosk.commit()
    assert kiosk.page == Page.THANKS
    assert (kiosk.visit.answers, kiosk.visit.reasons) == ((), ())


def test_an_answer_touched_again_is_taken_back_and_another_replaces_it() -> None:
    kiosk = Kiosk(ASKS).rate()
    kiosk.touch(Answered, "polite", "yes")
    kiosk.touch(Answered, "polite", "no")
    assert kiosk.visit.answers == (("polite", "no"),)
    kiosk.touch(Answered, "polite", "no")
    assert not kiosk.visit.answers


@pytest.mark.parametrize(
    ("question", "choice"), [("polite", "maybe"), ("on_time", "late"), ("improve", "waiting")]
)
def test_what_is_not_on_the_page_cannot_be_answered(question: str, choice: str) -> None:
    kiosk = Kiosk(ASKS).rate()
    before = kiosk.wait(TIMINGS.repeat_guard_ms).visit
    kiosk.send(Answered(question, choice, at_ms=kiosk.at_ms))
    assert kiosk.visit == before


def test_a_reason_that_stands_alone_removes_the_others_and_they_it() -> None:
    kiosk = Kiosk(ASKS).rate()
    kiosk.touch(Skipped)
    kiosk.touch(Skipped)
    kiosk.touch(ReasonTouched, "waiting")
    kiosk.touch(ReasonTouched, "nothing")
    assert kiosk.visit.reasons == ("nothing",)
    kiosk.touch(ReasonTouched, "papers")
    assert kiosk.visit.reasons == ("papers",)


def test_skipping_drops_what_was_chosen_on_that_page_only() -> None:
    kiosk = Kiosk(ASKS).rate()
    kiosk.touch(Answered, "polite", "yes")
    kiosk.touch(Continued)
    kiosk.touch(Answered, "on_time", "early")
    kiosk.touch(Skipped)
    assert kiosk.visit.answers == (("polite", "yes"),)


def test_an_answer_to_a_question_that_is_no_longer_asked_is_not_told() -> None:
    kiosk = Kiosk(ASKS).rate()
    kiosk.touch(Continued)
    kiosk.touch(Answered, "on_time", "late")
    kiosk.touch(Continued)
    kiosk.touch(Answered, "why_late", "papers")
    kiosk.touch(WentBack)
    kiosk.touch(Answered, "on_time", "early")
    kiosk.touch(Continued)
    assert kiosk.page == Page.REASONS
    assert kiosk.touch(Finished) == (RatingDetailed((("on_time", "early"),)),)


def test_back_from_the_first_question_corrects_the_score_and_comes_back() -> None:
    kiosk = Kiosk(ASKS).rate(4)
    kiosk.touch(WentBack)
    assert (kiosk.visit.page, kiosk.visit.correcting) == (Page.SCORE, True)
    assert kiosk.touch(ScoreTouched, 2) == (RatingChanged(2),)
    kiosk.commit()
    assert (kiosk.visit.page, kiosk.visit.step) == (Page.CRITERIA, 0)


def test_a_correction_from_thanks_asks_nothing_again() -> None:
    kiosk = Kiosk(ASKS).rate(4)
    kiosk.touch(Finished)
    assert kiosk.page == Page.THANKS
    kiosk.touch(CorrectionAsked)
    kiosk.touch(ScoreTouched, 1)
    kiosk.commit()
    assert kiosk.page == Page.THANKS


def test_walking_away_keeps_what_was_answered_but_no_unsent_comment() -> None:
    kiosk = Kiosk(ASKS).rate()
    kiosk.touch(Answered, "clear", "yes")
    kiosk.tick(TIMINGS.page_ms)
    assert kiosk.page == Page.STILL_THERE
    assert kiosk.tick(TIMINGS.still_there_ms) == (RatingDetailed((("clear", "yes"),)),)
    assert kiosk.page == Page.ATTRACT
    assert not kiosk.visit.answers


def test_a_pause_amid_the_questions_keeps_what_was_answered() -> None:
    kiosk = Kiosk(ASKS).rate()
    kiosk.touch(Answered, "clear", "yes")
    facts = kiosk.send(Paused("clock", at_ms=kiosk.at_ms))
    assert facts[0] == RatingDetailed((("clear", "yes"),))


def test_an_empty_comment_is_none() -> None:
    kiosk = Kiosk(ASKS).rate()
    for _ in range(3):
        kiosk.touch(Skipped)
    assert kiosk.touch(CommentSent, "  \n") == ()
    assert kiosk.page == Page.THANKS


def test_a_score_the_questionnaire_does_not_offer_cannot_be_touched() -> None:
    kiosk = Kiosk(Desk(form=Form(levels=(2, 4, 5)))).reach_score()
    assert kiosk.touch_face(3) == ()
    assert kiosk.page == Page.SCORE
    assert kiosk.touch_face(4) != ()


def reach_comment() -> Kiosk:
    kiosk = Kiosk(ASKS).rate()
    for _ in range(3):
        kiosk.touch(Skipped)
    assert kiosk.page == Page.COMMENT
    return kiosk


def test_who_types_has_all_the_time_of_the_page_again() -> None:
    kiosk = reach_comment()
    for _ in range(5):
        kiosk.tick(TIMINGS.page_ms - 1)
        assert kiosk.send(Lingered(at_ms=kiosk.at_ms)) == ()
    assert kiosk.page == Page.COMMENT
    kiosk.tick(TIMINGS.page_ms)
    assert kiosk.page == Page.STILL_THERE


def test_sending_right_after_a_key_is_not_a_second_touch_of_a_hand_that_shakes() -> None:
    kiosk = reach_comment().wait(TIMINGS.repeat_guard_ms)
    kiosk.send(Lingered(at_ms=kiosk.at_ms))
    assert kiosk.send(CommentSent("Chờ lâu", at_ms=kiosk.at_ms)) == (RatingDetailed(comment="Chờ lâu"),)


def test_typing_while_it_is_written_changes_nothing() -> None:
    kiosk = reach_comment()
    kiosk.touch(CommentSent, "Chờ lâu")
    before = kiosk.visit
    kiosk.wait(100).send(Lingered(at_ms=kiosk.at_ms))
    assert kiosk.visit == before
