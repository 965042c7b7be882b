"""The end of the room, and keys that are no keys."""

import pytest

from kiosk.typing import begin, finished, press
from tests.kiosk.typing.hands import after, small


def test_at_most_five_hundred_characters_fit() -> None:
    state = begin()
    for _ in range(600):
        state = press(state, "b")
    assert (len(state.text), state.room) == (500, 0)


def test_a_full_text_still_takes_tones_and_marks() -> None:
    state = after("toan", small(limit=4))
    assert after("s", state).text == "toán"
    assert press(state, "nặng").text == "toạn"
    assert press(state, "m") == state
    assert press(state, "space") == state


def test_a_key_that_would_turn_a_word_into_more_letters_than_fit_changes_nothing() -> None:
    state = after("dat" + "a", small(limit=3))
    assert state.text == "dât"
    assert press(state, "space") == state
    assert finished(state) == "dât"


def test_finishing_ends_the_last_word_and_trims() -> None:
    assert finished(after("  gui data")) == "Gui data"
    assert finished(after("toans \n ")) == "toán"
    assert finished(begin()) == ""


@pytest.mark.parametrize(
    "key", ["", "\x00", "\t", "\u0301", "a\u0301", "ab", "ü", "😀", "SẮC", "delete", "\ud800"]
)
def test_what_is_no_key_changes_nothing(key: str) -> None:
    state = after("toans")
    assert press(state, key) == state


@pytest.mark.parametrize(("key", "text"), [("ế", "viế"), ("Ữ", "viỮ"), ("Đ", "viĐ")])
def test_letters_of_another_keyboard_are_taken_as_they_are(key: str, text: str) -> None:
    assert press(after("vi"), key).text == text


def test_tones_move_on_behind_a_letter_of_another_keyboard() -> None:
    assert after("tj", press(after("vi"), "ế")).text == "việt"


def test_a_tone_key_pressed_for_hours_does_not_fill_the_memory() -> None:
    state = after("toan")
    for _ in range(500):
        state = after("sf", state)
    assert state.text == "toàn"
    assert state.word.keys is None or len(state.word.keys) <= 40
