"""The keyboard's data: every key works, is named, and can be drawn."""

from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from kiosk.typing import COLUMNS, PLANES, Key, Shape, Shift, begin, press, rows
from kiosk.typing.keys import MARKS
from kiosk.typing.letters import LETTERS
from tests.kiosk.typing.hands import after, small

FONTS = sorted((Path(__file__).parents[3] / "assets" / "fonts").glob("*.ttf"))
LAID_OUT = [(shape, plane) for shape, planes in PLANES.items() for plane in planes.values()]
KEYS = list(dict.fromkeys(key for _, plane in LAID_OUT for row in plane for key in row))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.kind}-{key.press}")
def test_every_key_does_something_and_has_a_name_in_both_languages(key: Key) -> None:
    state = replace(after("ta"), plane="letters" if key.press in {"numbers", "signs"} else "numbers")
    changed = press(after("ta" + "s") if key.press == "ngang" else state, key.press)
    assert replace(changed, last_key="") != replace(state, last_key="")
    assert key.vi
    assert key.en


@pytest.mark.parametrize("shape", PLANES)
def test_all_letters_digits_and_tones_are_there_without_a_long_press(shape: Shape) -> None:
    there = {key.press for plane in PLANES[shape].values() for row in plane for key in row}
    assert set("abcdefghijklmnopqrstuvwxyz0123456789ăâêôơưđ.,?!-/:()@") <= there
    assert {"sắc", "huyền", "hỏi", "ngã", "nặng", "ngang", "backspace", "space", "enter", "shift"} <= there


def test_a_plane_that_a_shape_lacks_shows_its_letters() -> None:
    signs = press(small(), "signs")
    assert rows(signs, "narrow") == PLANES["narrow"]["signs"]
    assert rows(signs, "wide") == PLANES["wide"]["letters"]


def test_every_shape_can_type_the_same() -> None:
    there = {
        shape: {key.press for plane in planes.values() for row in plane for key in row} - {"signs"}
        for shape, planes in PLANES.items()
    }
    assert there["wide"] == there["tall"]
    assert there["wide"] - there["narrow"] == {"…"}


def test_no_row_is_wider_than_its_columns() -> None:
    for shape, plane in LAID_OUT:
        for row in plane:
            assert sum(key.width for key in row) <= COLUMNS[shape] + 0.01


def test_no_plane_shows_the_same_key_twice() -> None:
    for _, plane in LAID_OUT:
        presses = [key.press for row in plane for key in row]
        assert len(presses) == len(set(presses))


def test_letters_are_shown_as_they_will_be_written() -> None:
    assert "Q" in {key.label for row in rows(begin()) for key in row}
    assert "q" in {key.label for row in rows(small()) for key in row}
    assert "Đ" in {key.label for row in rows(begin()) for key in row}
    numbers = press(begin(), "numbers")
    assert rows(numbers) == PLANES["tall"]["numbers"]
    assert rows(press(small(), "q")) is rows(press(small(), "w"))


def test_shift_shows_its_state() -> None:
    shown = {}
    for shift in Shift:
        row = rows(replace(begin(), shift=shift))[4]
        shown[shift] = (row[0].pressed, row[0].label)
    assert shown[Shift.OFF][0] is False
    assert shown[Shift.ONCE][0] is True
    assert shown[Shift.LOCK][1] != shown[Shift.ONCE][1]


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_the_fonts_can_draw_all_that_can_be_typed(font: Path) -> None:
    drawn = TTFont(font).getBestCmap()
    assert {c for c in LETTERS | MARKS if ord(c) not in drawn} == set()
