"""Backspace: what is seen last goes, and typing goes on as if it had never been."""

import pytest

from tests.kiosk.typing.hands import after, written


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("toans<", "toá"),
        ("toansm<", "toán"),
        ("toans<n", "toán"),
        ("toasn<", "toá"),
        ("as<", ""),
        ("hoaf<", "ho"),
        ("hoaf<e", "hoe"),
        ("aa<", ""),
        ("tooi<", "tô"),
        ("thuowng<", "thươn"),
        ("thuow<", "thu"),
        ("dd<", ""),
        ("windows<<<<<", "ưi"),
        ("windows<", "window"),
        ("xind<f", "xìn"),
        ("toanr<s", "toá"),
        ("HDD<", "H"),
        ("toans <", "toán"),
        ("toans <f", "toàn"),
        ("toans  <<f", "toàn"),
        ("toans, <<f", "toàn"),
        ("toans dej<<<f", "toàn"),
        ("toans dej<<<<<a", "toa"),
        ("data <", "dât"),
        ("nhaat <s", "nhất"),
        ("nhaat, <<s", "nhaats"),
        ("hoa binhf<<<<<f", "hoà"),
        ("book <<ng", "bông"),
        ("passs<", "pas"),
        ("pass<", "pa"),
        ("passport<<<<", "pass"),
        ("12<3", "13"),
        ("HDDN<<N", "HN"),
        ("passport<<<<t", "passt"),
    ],
)
def test_backspace_takes_what_is_seen_and_the_keys_behind_it(keys: str, text: str) -> None:
    assert written(keys) == text


def test_a_space_taken_back_leaves_everything_as_it_was() -> None:
    before = after("ddaats")
    again = after(" <", before)
    assert (again.before, again.word, again.text) == (before.before, before.word, before.text)


def test_tones_of_an_earlier_word_move_on() -> None:
    assert after("khoer manhj<<<<<", after("")).text == "khoẻ"
    assert written("hoaf bihf<<<<<n") == "hoàn"
