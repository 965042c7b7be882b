"""What is asked, as the pages show it."""

from unicodedata import normalize

import pytest

from kiosk.ui.props import derive_props
from kiosk.ui.questions import Level, Row, in_two_lines, least_lines, levels_of
from kiosk.ui.scene import Scene
from kiosk.ui.screen import Screen
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import few_levels_at, long_choices_at, scene_at
from tests.kiosk.ui.stage import SCREENS
from tests.kiosk.ui.test_props import props

PORTRAIT = Screen(*SCREENS["1080x1920"])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Rất không hài lòng", "Rất không\nhài lòng"),
        ("Không hài lòng", "Không\nhài lòng"),
        ("Bình thường", "Bình\nthường"),
        ("Rất  hài lòng", "Rất\nhài lòng"),
        ("Very dissatisfied", "Very\ndissatisfied"),
        ("Neutral", "Neutral"),
        ("Hoàn toàn không hài lòng", "Hoàn toàn\nkhông hài lòng"),
        ("", ""),
    ],
)
def test_a_level_is_broken_before_its_last_two_syllables_unless_that_is_uneven(text: str, lines: str) -> None:
    assert in_two_lines(text) == lines


@pytest.mark.parametrize("scores", [(2, 4, 5), (1, 2, 4, 5), (1, 2, 3, 4, 5)])
def test_faces_stand_from_the_worst_to_the_best_whatever_order_they_came_in(scores: tuple[int, ...]) -> None:
    words = {score: {"vi": normalize("NFD", f"Mức {score}")} for score in reversed(scores)}
    levels = levels_of(words, "en", broken=False)
    assert levels == tuple(Level(score, f"Mức {score}") for score in scores)


def test_words_of_faces_stand_in_one_line_beside_them_and_in_two_below() -> None:
    scene = scene_at(Page.SCORE, Look("en"))
    assert props(scene).levels[0] == Level(1, "Very\ndissatisfied")
    upright = props(scene, screen=PORTRAIT)
    assert upright.levels[0] == Level(1, "Very dissatisfied")
    assert upright.level_words.splitlines() == [level.words for level in upright.levels]
    assert upright.score_text == "How satisfied are you with the service?"
    assert [level.score for level in props(few_levels_at((2, 4, 5))).levels] == [2, 4, 5]


def test_several_questions_are_rows_and_their_choices_are_told_with_them() -> None:
    shown = props(scene_at(Page.CRITERIA, Look("en")))
    assert shown.rows[3] == Row("Done on time?")
    assert (shown.question, len(shown.rows), len(shown.choices)) == ("", 5, 10)
    assert [choice.spoken for choice in shown.choices[6:8]] == ["Done on time? Yes", "Done on time? No"]
    assert [choice.picked for choice in shown.choices[6:8]] == [False, True]


def test_a_lone_question_is_the_title_and_has_no_row() -> None:
    shown = props(scene_at(Page.REASONS))
    assert (shown.question, shown.rows, shown.step) == ("Điều gì cần cải thiện?", (), 1)
    picked = [choice.choice for choice in shown.choices if choice.picked]
    assert picked == ["waiting", "papers"]
    assert shown.choices[2].spoken == shown.choices[2].words == "Phải chờ lâu"


def test_a_reason_is_no_answer_and_an_answer_no_reason() -> None:
    def picked(scene: Scene) -> list[str]:
        return [choice.choice for choice in props(scene).choices if choice.picked]

    assert picked(long_choices_at(Page.CRITERIA, 4)) == ["0"]
    assert picked(long_choices_at(Page.REASONS, 4)) == ["0", "3"]


def test_a_page_without_questions_holds_none() -> None:
    shown = props(scene_at(Page.THANKS))
    assert (shown.rows, shown.choices, shown.question, shown.least_lines) == ((), (), "", 0)


@pytest.mark.parametrize(
    ("questions", "choices", "lines"), [(1, 12, 4), (1, 2, 1), (2, 4, 1), (5, 10, 3), (0, 0, 0)]
)
def test_a_full_page_needs_so_many_lines(questions: int, choices: int, lines: int) -> None:
    assert least_lines(questions, choices) == lines


def test_answers_are_shown_alike_at_every_score() -> None:
    bad, good = (scene_at(Page.CRITERIA, score=score) for score in (1, 5))
    assert props(bad) == props(good)
    assert derive_props(bad, PORTRAIT, lambda text, size: 0, {"vi": "Tiếng Việt"}).choices[0].words == "Có"
