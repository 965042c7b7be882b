"""Every syllable of the table, typed in every order."""

import unicodedata
from collections.abc import Callable

import pytest

from tests.kiosk.typing.hands import after, pressed, small, written
from tests.kiosk.typing.orders import INLINE, ORDERS, plain, tone_last
from tests.kiosk.typing.syllables import SYLLABLES, Syllable

ROW = {"s": "sắc", "f": "huyền", "r": "hỏi", "x": "ngã", "j": "nặng"}


def test_the_table_holds_at_least_twelve_thousand_syllables() -> None:
    assert len({syllable.modern for syllable in SYLLABLES}) >= 12_000
    assert len({(s.letters, s.tone) for s in SYLLABLES}) == len(SYLLABLES)


@pytest.mark.parametrize("keys", ORDERS, ids=lambda order: order.__name__)
def test_every_syllable_comes_out_right_in_each_order(keys: Callable[[Syllable], str]) -> None:
    wrong = {keys(s): (s.modern, seen) for s in SYLLABLES if (seen := written(keys(s))) != s.modern}
    assert wrong == {}


def test_every_syllable_comes_out_right_in_the_old_style() -> None:
    wrong = {s.modern: seen for s in SYLLABLES if (seen := written(tone_last(s), "old")) != s.old}
    assert wrong == {}


def test_every_syllable_stays_when_its_word_ends_and_when_it_is_taken_up_again() -> None:
    for syllable in SYLLABLES[::3]:
        ended = after(tone_last(syllable) + " ")
        assert ended.text == syllable.modern + " "
        assert after("<", ended).text == syllable.modern


def test_every_syllable_comes_out_right_by_the_rows_alone() -> None:
    for telex in (True, False):
        wrong = {}
        for s in SYLLABLES[:: 2 if telex else 7]:
            letters = s.letters.replace("oo", "ooo") if telex else s.letters
            keys = [*letters, *([ROW[s.tone]] if s.tone else [])]
            if (seen := pressed(*keys, telex=telex)) != s.modern:
                wrong[s.modern] = seen
        assert wrong == {}


def test_marks_by_the_row_after_all_letters_come_out_the_same() -> None:
    for s in SYLLABLES[::5]:
        if "oo" in s.letters:
            continue
        marks = [letter for letter in s.letters if letter in INLINE]
        keys = [*plain(s.letters), *([ROW[s.tone]] if s.tone else []), *marks]
        assert pressed(*keys) == s.modern, keys


def test_capitals_stay_capitals_and_first_letters_first() -> None:
    for s in SYLLABLES[::9]:
        keys = tone_last(s)
        assert written(keys.upper()) == s.modern.upper()
        assert written(keys[0].upper() + keys[1:]) == s.modern[0].upper() + s.modern[1:], keys


def test_what_is_seen_is_composed_after_every_key() -> None:
    for s in SYLLABLES[::7]:
        state = small()
        for key in tone_last(s):
            state = after(key, state)
            assert unicodedata.is_normalized("NFC", state.text)
