"""What the screen is told, and the receipt a phone can read."""

from dataclasses import replace
from pathlib import Path

from kiosk.app.drafting import InHand
from kiosk.app.scenes import questions_on, receipt_of, scene_of, scenes_to
from kiosk.identity import Identity
from kiosk.ui.scene import Scene
from kiosk.visit import Desk, Page, begin
from sync.contract.keys import verified_raw
from sync.contract.token import Purpose, read_token, receipt_code
from tests.kiosk.app.test_drafting import (
    LAN,
    OTHER_COUNTER,
    QUESTIONS,
    RATING,
    SUPERVISORS_SEAL,
    UNIT,
    posting,
)

LEDGER = "10000000-0000-4000-8000-000000000001"
IN_HAND = InHand(LEDGER, RATING, 7)


def test_a_receipt_names_the_rating_and_is_signed_by_this_kiosk(tmp_path: Path) -> None:
    identity = Identity.make(tmp_path)
    receipt = receipt_of(Purpose.RATING, IN_HAND, posting(), identity)
    start, _, text = receipt.url.partition("/T/")
    token, message, signature = read_token(text)
    assert start == "HTTPS://HAILONG.EXAMPLE"
    assert token == (Purpose.RATING, UNIT, LEDGER, RATING)
    assert receipt.code == receipt_code(RATING)
    assert verified_raw(identity.public, signature, message)


def test_a_receipt_is_shown_with_thanks_only(tmp_path: Path) -> None:
    shown: list[Scene] = []
    show = scenes_to(shown.append, Identity.make(tmp_path), lambda: 5, lambda: None)
    visit = begin(Desk(), 0)
    for page in Page:
        show(type(visit)(page, visit.desk, 0, 0), posting(), IN_HAND)
    assert [scene.visit.page for scene in shown if scene.receipt] == [Page.THANKS]


def test_officials_come_by_counter_with_the_photos_that_are_here(tmp_path: Path) -> None:
    shown: list[Scene] = []
    show = scenes_to(shown.append, Identity.make(tmp_path), lambda: 5, lambda: None)
    show(begin(Desk(), 0), posting(), IN_HAND)
    scene = shown[0]
    assert [card.name for card in scene.officials] == ["Trần Bình", "Lê Thị Lan"]
    assert scene.officials[1].official == LAN
    assert scene.officials[0].counter_no == 1
    assert scene.officials[0].counter == {"vi": "Đất đai", "en": "Land"}
    assert scene.unit_name["vi"] == "Phường An Bình"
    assert OTHER_COUNTER not in str(scene)


def test_the_faces_and_their_question_are_the_questionnaires(tmp_path: Path) -> None:
    shown: list[Scene] = []
    show = scenes_to(shown.append, Identity.make(tmp_path), lambda: 5, lambda: None)
    show(begin(Desk(), 0), posting(), IN_HAND)
    question = posting().score_question
    assert shown[0].score_text == question.text
    assert list(shown[0].levels.items()) == [(choice.score, choice.text) for choice in question.choices]


def test_a_page_holds_the_questions_of_its_step_and_none_while_they_are_written() -> None:
    here = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL)
    visit = replace(begin(here.desk, 0), page=Page.CRITERIA)
    cards = questions_on(visit, here)
    assert [card.question for card in cards] == ["polite", "harassed"]
    assert cards[0].choices == (("yes", {"vi": "Có"}), ("no", {"vi": "Không"}))
    reasons = questions_on(replace(visit, page=Page.REASONS, step=1), here)
    assert [(card.question, card.kind) for card in reasons] == [("improve", "reasons")]
    assert questions_on(replace(visit, asked_all=True), here) == ()
    assert questions_on(replace(visit, page=Page.SCORE), here) == ()


def test_a_comment_is_asked_with_its_words_where_there_is_somebody_to_seal_for() -> None:
    here = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL)
    visit = replace(begin(here.desk, 0), page=Page.COMMENT, step=2)
    (card,) = questions_on(visit, here)
    assert (card.question, card.kind, card.text, card.choices) == ("comment", "comment", {"vi": "Góp ý?"}, ())
    assert "comment" not in [asked.question for asked in posting(QUESTIONS).desk.form.asked]


def test_the_directory_says_where_tones_are_typed() -> None:
    here = posting(tone_style="old")
    assert scene_of(begin(here.desk, 0), here, None, None, 0).tone_style == "old"
