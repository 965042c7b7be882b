from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.cards import Tile, cards_of
from kiosk.ui.grid import MOST_CARDS, PORTRAIT_TOP, Grid, grid_bottom_u, officials_grid
from kiosk.ui.screen import Screen
from tests.kiosk.ui.scenes import people
from tests.kiosk.ui.stage import SCREENS

ANY_SCREEN = st.sampled_from([Screen(*size) for size in SCREENS.values()])
REFERENCE = Screen(*SCREENS["1280x800"])
PORTRAIT = Screen(*SCREENS["1080x1920"])
GAP_MM = 3
TARGET_MM = 20


def cards(screen: Screen, grid: Grid, count: int, *, large: bool) -> tuple[Tile, ...]:
    return cards_of(
        people(count), grid, screen, lambda text, size: len(text) * size / 2, language="vi", large=large
    )


def gap_px(one: Tile, other: Tile) -> int:
    across = max(one.place_x, other.place_x) - min(
        one.place_x + one.card_width, other.place_x + other.card_width
    )
    down = max(one.place_y, other.place_y) - min(
        one.place_y + one.card_height, other.place_y + other.card_height
    )
    return max(across, down)


@given(ANY_SCREEN, st.integers(0, 60), st.booleans())
def test_no_card_lies_outside_its_page_or_on_another_one(screen: Screen, count: int, large: bool) -> None:
    grid = officials_grid(screen, count, large=large)
    on_page = cards(screen, grid, min(count, grid.capacity), large=large)
    lowest = screen.height_px - screen.px(grid_bottom_u(screen))
    highest = max(screen.px(80), int(screen.height_px * PORTRAIT_TOP) if screen.portrait else 0)
    for tile in on_page:
        assert tile.place_x >= 0
        assert tile.place_x + tile.card_width <= screen.width_px
        assert tile.place_y >= highest
        assert tile.place_y + tile.card_height <= lowest
        assert min(tile.card_width, tile.card_height) >= TARGET_MM * screen.px_per_mm
        assert 0 < tile.photo_width <= tile.card_width
        assert 0 < tile.photo_height <= tile.card_height
        assert tile.words_x + tile.words_width < tile.card_width
    for one, other in combinations(on_page, 2):
        assert gap_px(one, other) >= GAP_MM * screen.px_per_mm


@given(ANY_SCREEN, st.integers(0, 60), st.booleans())
def test_every_official_is_on_exactly_one_page_of_at_most_twelve(
    screen: Screen, count: int, large: bool
) -> None:
    grid = officials_grid(screen, count, large=large)
    assert 1 <= grid.capacity <= MOST_CARDS
    assert count <= grid.capacity or grid.capacity >= 4


@given(ANY_SCREEN, st.integers(1, 12), st.booleans())
def test_words_have_room_for_two_lines_of_a_name_and_a_counter(
    screen: Screen, count: int, large: bool
) -> None:
    tile = cards(screen, officials_grid(screen, count, large=large), 1, large=large)[0]
    room = tile.card_height - (tile.photo_height if tile.upright else 0)
    body, caption = (41, 33) if large else (33, 26)
    assert room >= int((2 * body + caption) * 1.2 * screen.px_per_u)


@pytest.mark.parametrize(
    ("screen", "count", "columns", "rows", "upright"),
    [
        (REFERENCE, 1, 3, 1, True),
        (REFERENCE, 2, 3, 1, True),
        (REFERENCE, 3, 3, 1, True),
        (REFERENCE, 4, 2, 2, False),
        (REFERENCE, 5, 2, 3, False),
        (REFERENCE, 7, 2, 4, False),
        (REFERENCE, 9, 3, 3, False),
        (REFERENCE, 12, 3, 4, False),
        (REFERENCE, 14, 3, 4, False),
        (PORTRAIT, 2, 2, 1, True),
        (PORTRAIT, 3, 1, 3, False),
        (PORTRAIT, 5, 2, 3, False),
        (PORTRAIT, 12, 2, 6, False),
        (PORTRAIT, 14, 2, 6, False),
    ],
)
def test_the_fewer_the_larger(screen: Screen, count: int, columns: int, rows: int, upright: bool) -> None:
    grid = officials_grid(screen, count, large=False)
    assert (grid.columns, grid.rows, grid.upright) == (columns, rows, upright)


@pytest.mark.parametrize("count", [1, 2])
def test_a_lone_row_stands_in_the_middle(count: int) -> None:
    grid = officials_grid(REFERENCE, count, large=False)
    tiles = cards(REFERENCE, grid, count, large=False)
    left, right = tiles[0].place_x, 1280 - tiles[-1].place_x - tiles[-1].card_width
    assert abs(left - right) <= 1


def test_where_three_columns_would_cut_words_there_are_two() -> None:
    assert officials_grid(REFERENCE, 12, large=True).columns == 2
    assert officials_grid(Screen(*SCREENS["1024x768"]), 12, large=False).columns == 2
