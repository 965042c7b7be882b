import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central.results.standing import Standing, standing, standings


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "none"),
        (1, "hidden"),
        (9, "hidden"),
        (10, "sparse"),
        (29, "sparse"),
        (30, "enough"),
        (5000, "enough"),
    ],
)
def test_ten_ratings_are_shown_and_thirty_are_enough(n: int, expected: str) -> None:
    assert standing(n) == expected


def test_a_single_hidden_cell_takes_the_smallest_shown_one_with_it() -> None:
    assert standings({"a": 4, "b": 80, "c": 12, "d": 0}) == {
        "a": Standing.HIDDEN,
        "b": Standing.ENOUGH,
        "c": Standing.COVERING,
        "d": Standing.NONE,
    }


def test_two_hidden_cells_that_hold_ten_ratings_need_no_cover() -> None:
    assert standings({"a": 4, "b": 80, "c": 6})["b"] is Standing.ENOUGH


def test_two_hidden_cells_with_fewer_than_ten_ratings_together_are_covered() -> None:
    assert standings({"a": 4, "b": 80, "c": 5, "d": 90})["b"] is Standing.COVERING


@given(st.dictionaries(st.integers(), st.integers(0, 60)))
def test_what_is_hidden_can_never_be_worked_out_from_the_total(numbers: dict[int, int]) -> None:
    result = standings(numbers)
    rated = {cell for cell, n in numbers.items() if n}
    hidden = {cell for cell in rated if not result[cell].shown}
    for cell, n in numbers.items():
        assert result[cell].shown <= (n >= 10)
    if hidden and hidden != rated:
        assert len(hidden) >= 2
        assert sum(numbers[cell] for cell in hidden) >= 10


@given(st.dictionaries(st.integers(), st.integers(10, 60)))
def test_nothing_is_hidden_where_every_cell_has_enough(numbers: dict[int, int]) -> None:
    assert all(found.shown for found in standings(numbers).values())
