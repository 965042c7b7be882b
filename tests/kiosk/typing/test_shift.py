"""Shift, capitals at the beginning of a sentence, planes."""

import pytest

from kiosk.typing import Shift, begin, press
from tests.kiosk.typing.hands import after, pressed, small


def test_a_text_begins_with_a_capital() -> None:
    assert after("xin", begin()).text == "Xin"


@pytest.mark.parametrize("before", ["a. ", "a! ", "a? ", "a… ", 'a." ', "a.) ", "a.  "])
def test_a_sentence_begins_with_a_capital(before: str) -> None:
    assert after(before + "b", begin()).text == before.capitalize() + "B"


@pytest.mark.parametrize("before", ["a.", "a, ", "a ", "3.", "a: ", "a-"])
def test_within_a_sentence_letters_are_small(before: str) -> None:
    assert after(before + "b", small()).text == before + "b"


def test_a_new_line_begins_with_a_capital() -> None:
    assert pressed("a", "enter", "b") == "a\nB"


def test_one_tap_makes_one_capital_two_lock_three_release() -> None:
    assert after("^abc").text == "Abc"
    assert after("^^abc").text == "ABC"
    assert after("^^ab^c").text == "ABc"
    assert after("^^^abc").text == "abc"


def test_a_capital_that_came_by_itself_can_be_made_small() -> None:
    assert after("^abc", begin()).text == "abc"
    assert after("^^^abc", begin()).text == "ABC"


def test_erasing_back_to_the_beginning_offers_the_capital_again() -> None:
    assert after("a<", begin()).shift is Shift.AUTO


def test_capitals_by_lock_are_read_as_telex() -> None:
    assert after("^^dduwowngf").text == "ĐƯỜNG"
    assert after("^dduwowngf").text == "Đường"
    assert after("^ô").text == "Ô"


def test_planes_change_without_a_trace_in_the_text() -> None:
    state = press(after("toa"), "numbers")
    assert (state.text, state.plane) == ("toa", "numbers")
    state = press(state, "letters")
    assert after("ns", state).text == "toán"
