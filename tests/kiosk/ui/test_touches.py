import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.visit import (
    STAFF_PAGES,
    Answered,
    CommentSent,
    Committed,
    Continued,
    CornerTouched,
    CorrectionAsked,
    Desk,
    Event,
    Fact,
    Finished,
    Form,
    Lingered,
    Look,
    LookChosen,
    OfficialChosen,
    Page,
    PageTurned,
    PhoneChosen,
    RatingGiven,
    ReasonTouched,
    ScoreTouched,
    Skipped,
    Started,
    StayedHere,
    WentBack,
    advance,
)
from tests.kiosk.ui.scenes import (
    CALLED,
    CARDS,
    FORM,
    NOW_MS,
    PAGES,
    QUESTIONS,
    fixed_scene_at,
    long_choices_at,
    scene_at,
    scene_of,
    visit_at,
)
from tests.kiosk.ui.stage import SCREENS, Stage, stage

WIDE, HIGH = "1280x800", "1080x1920"
LARGE, CONTRAST, ENGLISH = Look(large_text=True), Look(high_contrast=True), Look("en")
LOOKS: dict[str, Event] = {
    "largeText": LookChosen(LARGE, at_ms=NOW_MS),
    "highContrast": LookChosen(CONTRAST, at_ms=NOW_MS),
    "language": LookChosen(ENGLISH, at_ms=NOW_MS),
}
BAR: dict[str, Event] = {**LOOKS, "readAloud": Lingered(at_ms=NOW_MS)}
OFFICIALS: dict[str, Event] = {
    f"official-{card.official}": OfficialChosen(card.official, at_ms=NOW_MS) for card in CARDS[:12]
}
SCORES: dict[str, Event] = {f"score-{score}": ScoreTouched(score, at_ms=NOW_MS) for score in range(1, 6)}
ANSWERS: dict[str, Event] = {
    f"answer-{question['question']}-{choice}": Answered(question["question"], choice, at_ms=NOW_MS)
    for question in QUESTIONS[1:6]
    for choice in ("yes", "no")
}
REASONS: dict[str, Event] = {
    f"choice-{choice['choice']}": ReasonTouched(choice["choice"], at_ms=NOW_MS)
    for choice in QUESTIONS[6]["choices"]
}
WAYS: dict[str, Event] = {
    "back": WentBack(at_ms=NOW_MS),
    "skip": Skipped(at_ms=NOW_MS),
    "goOn": Continued(at_ms=NOW_MS),
}
CONTROLS: dict[Page, dict[str, Event]] = {
    Page.ATTRACT: {
        **OFFICIALS,
        "wholeDesk": OfficialChosen(None, at_ms=NOW_MS),
        "nextPage": PageTurned(1, at_ms=NOW_MS),
    },
    Page.OUT_OF_HOURS: {"start": Started(at_ms=NOW_MS)},
    Page.OFFICIALS: {
        **OFFICIALS,
        "wholeDesk": OfficialChosen(None, at_ms=NOW_MS),
        "back": WentBack(at_ms=NOW_MS),
        "nextPage": PageTurned(1, at_ms=NOW_MS),
    },
    Page.SCORE: {**SCORES, "back": WentBack(at_ms=NOW_MS), "phone": PhoneChosen(at_ms=NOW_MS)},
    Page.CRITERIA: {**ANSWERS, **WAYS},
    Page.REASONS: {**REASONS, **WAYS},
    Page.COMMENT: {
        "back": WentBack(at_ms=NOW_MS),
        "skip": Skipped(at_ms=NOW_MS),
        "send": CommentSent("", at_ms=NOW_MS),
    },
    Page.THANKS: {"correct": CorrectionAsked(at_ms=NOW_MS), "finish": Finished(at_ms=NOW_MS)},
    Page.STILL_THERE: {"stay": StayedHere(at_ms=NOW_MS), "finish": Finished(at_ms=NOW_MS)},
    Page.PAUSED: {},
    Page.STAFF_PIN: {"back": WentBack(at_ms=NOW_MS)},
    Page.STAFF: {"back": WentBack(at_ms=NOW_MS)},
}
STAFF_ALONE = {
    Page.STAFF_PIN: {"erase", "enter", *(f"digit-{digit}" for digit in range(10))},
    Page.STAFF: {"deliver", "export", "settle", "practise", "tab-status", "tab-tools", "tab-about"},
}
"""What posts nothing to a visit; tests/kiosk/ui/test_staff_pages.py touches it."""

pytestmark = pytest.mark.usefixtures("quiet_qt")


@pytest.fixture(scope="module")
def wide(qt: QGuiApplication) -> Iterator[Stage]:
    """One window for all tests that leave it as it was."""
    with stage(WIDE) as opened:
        yield opened


@pytest.fixture
def window(wide: Stage) -> Stage:
    """That window, with nothing posted yet."""
    wide.rest()
    wide.events.clear()
    return wide


@pytest.mark.parametrize("screen", [WIDE, HIGH])
def test_every_control_posts_its_event_once_and_there_is_no_other_control(screen: str) -> None:
    with stage(screen) as opened:
        for page, controls in CONTROLS.items():
            opened.show(scene_at(page))
            expected = {**controls, **(LOOKS if page in STAFF_PAGES else BAR)}
            there = {item.objectName() for item in opened.controls() if item.isEnabled()}
            keys = {name for name in there if name.startswith("key-")}
            assert there - STAFF_ALONE.get(page, set()) - keys == set(expected)
            for name, event in expected.items():
                opened.events.clear()
                opened.touch(name)
                assert opened.events == [event], f"{name} on {page}"


def test_the_last_page_of_officials_turns_back_only(window: Stage) -> None:
    window.show(scene_at(Page.OFFICIALS, page_no=1))
    window.touch("nextPage")
    assert window.events == []
    window.touch("previousPage")
    assert window.events == [PageTurned(-1, at_ms=NOW_MS)]


def test_an_official_who_did_not_sign_on_can_be_rated_by_name(window: Stage) -> None:
    visit = replace(visit_at(Page.ATTRACT, present=(CARDS[0].official,)), guard_until_ms=0)
    facts: list[Fact] = []
    for name in ("nextPage", f"official-{CARDS[1].official}", "score-1"):
        window.show(scene_of(visit))
        window.rest()
        window.events.clear()
        window.touch(name)
        visit, more = advance(replace(visit, guard_until_ms=0), window.events[0])
        facts += more
    assert facts == [RatingGiven(CARDS[1].official, None, 1)]


def test_a_touched_look_button_touched_again_takes_its_look_back(window: Stage) -> None:
    window.show(scene_at(Page.SCORE, Look("en", large_text=True, high_contrast=True)))
    for name in LOOKS:
        window.touch(name)
    assert window.events == [
        LookChosen(Look("en", high_contrast=True), at_ms=NOW_MS),
        LookChosen(Look("en", large_text=True), at_ms=NOW_MS),
        LookChosen(Look("vi", large_text=True, high_contrast=True), at_ms=NOW_MS),
    ]


@pytest.mark.parametrize("screen", [WIDE, HIGH])
@pytest.mark.parametrize("official", [CARDS[0].official, None])
def test_attract_of_a_fixed_kiosk_is_the_faces(screen: str, official: str | None) -> None:
    with stage(screen) as opened:
        opened.show(fixed_scene_at(official=official))
        expected = {**SCORES, "phone": PhoneChosen(at_ms=NOW_MS), **BAR}
        assert {item.objectName() for item in opened.controls()} == set(expected)
        for name, event in expected.items():
            opened.events.clear()
            opened.touch(name)
            assert opened.events == [event]


def test_a_face_touched_on_attract_keeps_its_mark_until_the_next_page() -> None:
    with stage(WIDE) as opened:
        scene = fixed_scene_at()
        visit = replace(scene.visit, guard_until_ms=0)
        opened.show(scene)
        opened.touch("score-2")
        pressed, _ = advance(visit, opened.events[0])
        assert pressed.page is Page.SCORE
        opened.model.show(replace(scene, visit=pressed))
        QTest.qWait(200)
        assert opened.find("page-score") is None
        assert opened.item("score-2").property("sunk")
        opened.show(scene_of(advance(pressed, Committed(at_ms=NOW_MS))[0]))
        assert opened.find("page-attract") is None


def test_the_whole_closed_page_starts_a_visit_but_its_header_does_not(window: Stage) -> None:
    window.show(scene_at(Page.OUT_OF_HOURS))
    window.touch_at(QPoint(1100, 400))
    assert window.events == [Started(at_ms=NOW_MS)]
    window.events.clear()
    for x in (40, 640, 1200):
        for y in (1, 40, 79):
            window.touch_at(QPoint(x, y))
    assert window.events == []


@pytest.mark.parametrize("page", [page for page in PAGES if page is not Page.OUT_OF_HOURS])
def test_a_touch_beside_every_control_does_nothing(window: Stage, page: Page) -> None:
    window.show(scene_at(page))
    for point in (QPoint(1278, 90), QPoint(640, 20), QPoint(3, 500), QPoint(640, 797)):
        window.touch_at(point)
    assert window.events == []


@pytest.mark.parametrize(
    ("page", "name"),
    [(Page.SCORE, "score-3"), (Page.OFFICIALS, f"official-{CARDS[4].official}"), (Page.THANKS, "finish")],
)
def test_a_finger_that_slides_off_takes_nothing_and_one_that_slides_within_counts(
    window: Stage, page: Page, name: str
) -> None:
    window.show(scene_at(page))
    item = window.item(name)
    window.press(window.place(item))
    window.slide(window.place(item, 0.5, -0.5))
    window.lift(window.place(item, 0.5, -0.5))
    assert window.events == []
    window.press(window.place(item, 0.3, 0.3))
    window.slide(window.place(item, 0.7, 0.7))
    window.lift(window.place(item, 0.7, 0.7))
    assert window.events == [CONTROLS[page][name]]


def test_a_finger_that_slides_off_and_comes_back_counts(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    inside, outside = (window.place(window.item("score-2"), 0.5, y) for y in (0.5, -0.3))
    window.press(inside)
    window.slide(outside)
    window.slide(inside)
    window.lift(inside)
    assert window.events == [ScoreTouched(2, at_ms=NOW_MS)]


def test_a_finger_that_slides_from_one_face_to_another_takes_neither(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    window.press(window.place(window.item("score-2")))
    window.slide(window.place(window.item("score-3")))
    window.lift(window.place(window.item("score-3")))
    assert window.events == []


@pytest.mark.parametrize("name", ["score-1", "score-3", "score-5"])
def test_a_finger_held_until_the_page_asks_rates_nothing_and_the_next_touch_is_heard(
    window: Stage, name: str
) -> None:
    window.show(scene_at(Page.SCORE))
    held = window.place(window.item(name))
    window.press(held)
    window.show(scene_at(Page.STILL_THERE))
    window.lift(held)
    assert window.events == []
    window.touch("stay")
    assert window.events == [StayedHere(at_ms=NOW_MS)]


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_fingers_on_two_faces_the_first_that_lifts_is_the_rating(window: Stage, first: int) -> None:
    visit = replace(visit_at(Page.SCORE), guard_until_ms=0)
    window.show(scene_of(visit))
    faces = [window.place(window.item(f"score-{score}")) for score in (1, 5)]
    window.press(faces[0], 0)
    window.press(faces[1], 1)
    window.lift(faces[first], first)
    window.lift(faces[1 - first], 1 - first)
    assert 1 <= len(window.events) <= 2
    facts: list[Fact] = []
    for event in window.events:
        visit, more = advance(visit, event)
        facts += more
    assert facts == [RatingGiven(CARDS[0].official, None, (1, 5)[first])]


def test_a_panel_that_speaks_as_a_mouse_is_understood(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    QTest.mouseClick(window.window, Qt.MouseButton.LeftButton, pos=window.place(window.item("score-5")))
    assert window.events == [ScoreTouched(5, at_ms=NOW_MS)]


def test_hovering_touches_nothing(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    QTest.mouseMove(window.window, window.place(window.item("score-5")))
    assert window.events == []


def test_all_five_faces_answer_a_touch_alike_and_only_the_touched_one_sinks(window: Stage) -> None:
    window.show(scene_at(Page.SCORE))
    cards = [window.item(f"score-{score}") for score in range(1, 6)]
    at_rest = [card.property("marked") for card in cards]
    point = window.place(cards[3])
    window.press(point)
    pressed = [card.property("marked") for card in cards], [card.property("sunk") for card in cards]
    window.slide(QPoint(point.x(), 90))
    window.wait(lambda: not any(card.property("marked") for card in cards))
    window.lift(QPoint(point.x(), 90))
    assert at_rest == [False] * 5
    assert pressed == ([True] * 5, [False, False, False, True, False])


def test_the_pressed_mark_is_seen_before_the_page_leaves() -> None:
    with stage(WIDE) as opened:
        opened.show(scene_at(Page.SCORE))
        opened.touch("score-4")
        opened.model.show(scene_at(Page.THANKS))
        assert opened.find("page-score") is not None
        assert opened.item("score-4").property("sunk")
        opened.wait(lambda: opened.find("page-thanks") is not None)
        assert opened.find("page-score") is None


def test_a_rating_that_is_being_written_keeps_its_mark() -> None:
    with stage(WIDE) as opened:
        opened.show(scene_at(Page.SCORE))
        opened.touch("score-4")
        given = RatingGiven(CARDS[0].official, None, 4)
        opened.model.show(scene_at(Page.SCORE, score=4, committing=given))
        QTest.qWait(200)
        assert opened.item("score-4").property("sunk")
        assert not opened.item("score-3").property("sunk")


def test_a_score_that_comes_back_shows_no_face_pressed() -> None:
    with stage(WIDE) as opened:
        opened.show(scene_at(Page.SCORE))
        opened.touch("score-4")
        opened.show(scene_at(Page.THANKS, score=4))
        opened.show(scene_at(Page.SCORE, score=4, correcting=True))
        assert not any(item.property("marked") for item in opened.controls())


def test_a_touch_that_goes_wrong_is_logged_and_the_next_one_works(caplog: pytest.LogCaptureFixture) -> None:
    posted: list[Event] = []

    def post(event: Event) -> None:
        posted.append(event)
        raise RuntimeError("no")

    with stage(WIDE, post) as opened, caplog.at_level(logging.ERROR):
        opened.show(scene_at(Page.SCORE))
        opened.touch("score-1")
        opened.touch("score-2")
    assert posted == [SCORES["score-1"], SCORES["score-2"]]
    assert caplog.messages == ["a touch went wrong"] * 2


def test_before_the_first_scene_there_is_nothing_to_touch() -> None:
    with stage(WIDE) as opened:
        opened.picture()
        opened.touch_at(QPoint(640, 400))
        assert opened.controls() == []
        assert opened.events == []


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_lies_over_a_control(screen: str) -> None:
    with stage(screen) as opened:
        for page in (Page.ATTRACT, Page.OFFICIALS, Page.SCORE, Page.CRITERIA, Page.REASONS, Page.THANKS):
            opened.show(scene_at(page, LARGE))
            for item in opened.controls():
                if item.isEnabled():
                    opened.events.clear()
                    for part in ((0.04, 0.06), (0.96, 0.94)):
                        opened.touch_at(opened.place(item, *part))
                    assert len(opened.events) == 2, item.objectName()
                    assert opened.events[0] == opened.events[1]


@pytest.mark.parametrize("page", [Page.CRITERIA, Page.REASONS])
def test_a_single_question_has_large_choices(window: Stage, page: Page) -> None:
    window.show(long_choices_at(page, 5))
    window.touch("choice-3")
    expected = (
        Answered("long", "3", at_ms=NOW_MS) if page is Page.CRITERIA else ReasonTouched("3", at_ms=NOW_MS)
    )
    assert window.events == [expected]


def picked(on: Stage) -> set[str]:
    return {
        item.objectName()
        for item in on.controls()
        if item.objectName()[:3] in {"ans", "cho"} and ticked(item)
    }


def ticked(item: QQuickItem) -> bool:
    return bool(item.property("chosen")) and bool(item.property("checked"))


def test_what_was_answered_is_ticked_and_what_is_taken_back_is_not(window: Stage) -> None:
    window.show(scene_at(Page.CRITERIA, answers=()))
    assert picked(window) == set()
    window.show(scene_at(Page.CRITERIA))
    assert picked(window) == {"answer-polite-yes", "answer-clear-yes", "answer-on_time-no"}
    window.touch("answer-polite-yes")
    assert picked(window) == {"answer-polite-yes", "answer-clear-yes", "answer-on_time-no"}
    window.show(scene_at(Page.CRITERIA, answers=(("polite", "no"),)))
    assert picked(window) == {"answer-polite-no"}


def test_an_answer_that_is_touched_is_not_made_anew(window: Stage) -> None:
    window.show(scene_at(Page.CRITERIA))
    before = window.item("answer-polite-no")
    window.show(scene_at(Page.CRITERIA, answers=(("polite", "no"),)))
    assert window.item("answer-polite-no") is before


def test_answers_that_are_being_written_stay_as_they_were_touched() -> None:
    with stage(WIDE) as opened:
        form = Form(asked=FORM.asked[:-1])
        visit = replace(visit_at(Page.REASONS), desk=Desk(form=form), guard_until_ms=0)
        opened.show(scene_of(visit))
        opened.touch("goOn")
        written, _ = advance(visit, opened.events[0])
        assert (written.page, written.reasons) == (Page.REASONS, ())
        opened.model.show(scene_of(written))
        QTest.qWait(200)
        assert picked(opened) == {"choice-waiting", "choice-papers"}
        assert opened.model.values["holding"]
        opened.show(scene_of(advance(written, Committed(at_ms=NOW_MS))[0]))
        assert opened.find("page-reasons") is None


def test_the_next_questions_come_in_like_a_page() -> None:
    second = long_choices_at(Page.CRITERIA, 3)
    with stage(still=False) as window:
        window.show(long_choices_at(Page.CRITERIA, 5))
        window.model.show(replace(second, visit=replace(second.visit, step=1)))
        assert window.item("page-criteria").opacity() < 1
        window.show(replace(second, visit=replace(second.visit, step=1)))
        assert [item.objectName() for item in window.controls()][:3] == ["choice-0", "choice-1", "choice-2"]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("page", [Page.ATTRACT, Page.PAUSED, Page.SCORE])
def test_the_corner_staff_know_is_large_unseen_and_takes_quick_touches(screen: str, page: Page) -> None:
    with stage(screen) as opened:
        opened.show(scene_at(page))
        before = opened.picture()
        corner = opened.item("corner")
        assert min(corner.width(), corner.height()) >= 20 * opened.px_per_mm
        for _ in range(5):
            opened.touch_at(opened.place(corner))
        assert opened.events == [CornerTouched(at_ms=NOW_MS)] * 5
        assert not opened.model.values["holding"]
        assert opened.picture() == before


@pytest.mark.parametrize("screen", [WIDE, HIGH])
def test_somebody_called_by_mistake_names_another_one_or_the_whole_desk(screen: str) -> None:
    with stage(screen) as opened:
        opened.show(scene_at(Page.SCORE, **CALLED))
        for name in ("back", "wholeDesk", "phone"):
            opened.touch(name)
        assert opened.events == [
            WentBack(at_ms=NOW_MS),
            OfficialChosen(None, at_ms=NOW_MS),
            PhoneChosen(at_ms=NOW_MS),
        ]
        assert opened.item("back").property("text") == "Người khác đã phục vụ tôi"


def test_after_a_rating_nobody_is_invited_or_called(window: Stage) -> None:
    window.show(scene_at(Page.SCORE, score=3, correcting=True, **CALLED))
    assert window.item("back").property("text") == "Quay lại"
    assert (window.find("phone"), window.find("wholeDesk")) == (None, None)


def test_somebody_invited_cannot_choose_again(window: Stage) -> None:
    window.show(scene_at(Page.THANKS, invited=True))
    assert window.find("correct") is None
    window.touch("finish")
    assert window.events == [Finished(at_ms=NOW_MS)]


def test_read_aloud_is_a_touch_of_its_own_and_hides_where_nothing_can_be_heard() -> None:
    asked: list[str] = []
    with stage(WIDE, read_aloud=lambda: asked.append("read")) as opened:
        opened.show(scene_at(Page.SCORE))
        opened.touch("readAloud")
        assert (asked, opened.events) == (["read"], [Lingered(at_ms=NOW_MS)])
        assert not opened.item("readAloud").property("checked")
        opened.show(replace(scene_at(Page.SCORE), reading_aloud=True))
        assert opened.item("readAloud").property("checked")
        opened.show(replace(scene_at(Page.SCORE), may_read_aloud=False))
        assert opened.find("readAloud") is None


def test_reading_aloud_that_goes_wrong_is_logged_and_the_page_works(caplog: pytest.LogCaptureFixture) -> None:
    def wrong() -> None:
        raise RuntimeError("no")

    with stage(WIDE, read_aloud=wrong) as opened, caplog.at_level(logging.ERROR):
        opened.show(scene_at(Page.SCORE))
        opened.touch("readAloud")
        opened.touch("score-1")
    assert caplog.messages == ["reading aloud went wrong"]
    assert opened.events[-1] == SCORES["score-1"]
