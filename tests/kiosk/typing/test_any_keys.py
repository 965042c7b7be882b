"""Any sequence of keys, and what must hold after each."""

import string
import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.typing import PLANES, Typing, begin, finished, press
from kiosk.typing.letters import LETTERS

TELEX = [*"aeouydwsfrxjzngchtiq", *"AEDWSU"]
LAYOUT = sorted(
    {key.press for planes in PLANES.values() for plane in planes.values() for row in plane for key in row}
)
JUNK = ["\x00", "\u0301", "a\u0301", "\u200b", "\t", "\r\n", "", "ab", "é", "ﬁ", "日", "😀", "\ud800", "\x7f"]
KEYS = st.lists(
    st.one_of(
        st.sampled_from(TELEX),
        st.sampled_from(LAYOUT),
        st.sampled_from(sorted(LETTERS) + list(string.punctuation) + JUNK),
        st.characters(),
    ),
    max_size=60,
)
WORDS = st.lists(st.sampled_from([*TELEX, "backspace", "ô", "sắc"]), max_size=40)
TYPINGS = st.builds(
    begin, style=st.sampled_from(["modern", "old"]), telex=st.booleans(), limit=st.integers(0, 30)
)


def run(typing: Typing, keys: list[str]) -> Typing:
    for key in keys:
        typing = press(typing, key)
    return typing


@settings(max_examples=400, deadline=None)
@given(TYPINGS, KEYS)
def test_the_text_is_composed_short_enough_and_free_of_control_characters(
    typing: Typing, keys: list[str]
) -> None:
    for key in keys:
        typing = press(typing, key)
        for text in (typing.text, finished(typing)):
            assert unicodedata.is_normalized("NFC", text)
            assert len(text) <= typing.limit
            assert all(c == "\n" or c.isprintable() for c in text)
            assert not any(unicodedata.combining(c) for c in text)


@settings(max_examples=300, deadline=None)
@given(TYPINGS, st.one_of(KEYS, WORDS))
def test_backspace_shortens_until_nothing_is_left(typing: Typing, keys: list[str]) -> None:
    typing = run(typing, keys)
    while typing.text:
        shorter = press(typing, "backspace")
        assert len(shorter.text) < len(typing.text)
        typing = shorter
    assert press(typing, "backspace").text == ""
    settings_only = begin(style=typing.style, telex=typing.telex, limit=typing.limit)
    assert (typing.before, typing.word) == (settings_only.before, settings_only.word)


@settings(max_examples=300, deadline=None)
@given(TYPINGS, st.one_of(KEYS, WORDS), st.sampled_from(["space", "enter", ",", "7"]))
def test_a_mark_taken_back_changes_nothing(typing: Typing, keys: list[str], mark: str) -> None:
    typing = replace(run(typing, keys), limit=10_000)
    assert press(press(typing, mark), "backspace").text == typing.text


@settings(max_examples=300, deadline=None)
@given(TYPINGS, st.one_of(KEYS, WORDS))
def test_what_came_before_the_word_is_not_touched_by_letters(typing: Typing, keys: list[str]) -> None:
    typing = run(typing, keys)
    for key in TELEX:
        assert press(typing, key).text.startswith(typing.before)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*string.ascii_letters, " ", "."]), max_size=30))
def test_without_telex_letters_stand_as_pressed(keys: list[str]) -> None:
    typing = begin(telex=False)
    for key in keys:
        typing = press(typing, key)
    assert typing.text.lower() == "".join(keys).lower()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(string.ascii_lowercase), min_size=1, max_size=12))
def test_a_word_is_never_longer_than_its_keys(keys: list[str]) -> None:
    assert len(run(begin(), keys).text) <= len(keys)
