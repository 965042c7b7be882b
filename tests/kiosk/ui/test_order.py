"""Where a key leads."""

import pytest

from kiosk.ui.order import Box, nearest, reading_rows

GRID = {f"{row}{column}": Box(column * 110, row * 60, 100, 50) for row in range(3) for column in range(3)}


def test_controls_are_read_row_by_row_from_the_left() -> None:
    assert reading_rows(GRID) == (("00", "01", "02"), ("10", "11", "12"), ("20", "21", "22"))


def test_what_stands_a_little_lower_is_still_the_same_row() -> None:
    boxes = {"low": Box(0, 10, 50, 80), "high": Box(60, 0, 50, 80), "next": Box(0, 100, 50, 80)}
    assert reading_rows(boxes) == (("low", "high"), ("next",))


def test_without_controls_there_are_no_rows() -> None:
    assert reading_rows({}) == ()


@pytest.mark.parametrize(
    ("direction", "found"), [("left", "10"), ("right", "12"), ("up", "01"), ("down", "21")]
)
def test_an_arrow_leads_to_the_neighbour(direction: str, found: str) -> None:
    others = {name: box for name, box in GRID.items() if name != "11"}
    assert nearest(others, GRID["11"], direction) == found  # type: ignore[arg-type]


def test_at_the_edge_an_arrow_leads_nowhere() -> None:
    assert nearest(GRID, GRID["00"], "left") is None


def test_what_is_straight_ahead_goes_before_what_is_nearer_aside() -> None:
    boxes = {"ahead": Box(0, 300, 100, 50), "aside": Box(150, 60, 100, 50)}
    assert nearest(boxes, Box(0, 0, 100, 50), "down") == "ahead"


def test_boxes_are_joined() -> None:
    assert Box(0, 0, 10, 10).around(Box(20, 5, 10, 10)) == Box(0, 0, 30, 15)
