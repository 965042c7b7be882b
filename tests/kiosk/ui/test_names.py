from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.names import wrap_name

LONG = "Nguyễn Thị Phương Thảo Nguyên"
SYLLABLES = st.lists(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáảãạằễợỹ", min_size=1, max_size=9), max_size=9)


@pytest.mark.parametrize(
    ("room", "lines"),
    [
        (29, (LONG,)),
        (28, ("Nguyễn Thị Phương", "Thảo Nguyên")),
        (17, ("Nguyễn Thị Phương", "Thảo Nguyên")),
        (16, ("Nguyễn T. Phương", "Thảo Nguyên")),
        (15, ("Nguyễn T. P.", "Thảo Nguyên")),
        (11, ("Nguyễn T.…", "Thảo Nguyên")),
        (6, ("Nguyễ…", "Thảo…")),
        (0, ("…", "…")),
    ],
)
def test_a_long_name_breaks_before_its_last_two_syllables_and_loses_the_middle_ones_first(
    room: int, lines: tuple[str, ...]
) -> None:
    assert wrap_name(LONG, lambda text: len(text) <= room) == lines


def test_two_syllables_stand_one_below_the_other_and_one_alone_is_elided() -> None:
    assert wrap_name("Trương Định", lambda text: len(text) <= 6) == ("Trương", "Định")
    assert wrap_name("Nguyễnthịphương", lambda text: len(text) <= 6) == ("Nguyễ…",)
    assert wrap_name("", lambda text: False) == ("…",)


def test_marks_that_came_apart_are_one_letter_again() -> None:
    apart = normalize("NFD", "Nguyễn  Ỷ  Vân")
    assert wrap_name(apart, lambda text: True) == ("Nguyễn Ỷ Vân",)
    assert wrap_name(apart, lambda text: len(text) <= 8) == ("Nguyễn", "Ỷ Vân")


def test_an_initial_keeps_its_marks() -> None:
    assert wrap_name("Lê Ỹ Ấn Thị Ái", lambda text: len(text) <= 7) == ("Lê Ỹ Ấn", "Thị Ái")
    assert wrap_name("Lê Ỹoan Ấn Thị Ái", lambda text: len(text) <= 9) == ("Lê Ỹ. Ấn", "Thị Ái")


@given(SYLLABLES, st.integers(1, 40))
def test_whatever_the_name_no_line_is_longer_than_its_room(syllables: list[str], room: int) -> None:
    lines = wrap_name(" ".join(syllables), lambda text: len(text) <= room)
    assert 1 <= len(lines) <= 2
    assert all(len(line) <= room for line in lines)
    if len(" ".join(syllables)) <= room:
        assert lines == (" ".join(syllables),)
