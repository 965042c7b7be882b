"""How the officials' cards are laid out: 3 columns, 2 in portrait and for large letters; 12 cards at most."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from kiosk.ui.screen import Screen
from kiosk.ui.tokens import TOKENS, type_u

SPACE: Final[dict[str, int]] = TOKENS["space_u"]
SIZE: Final[dict[str, int]] = TOKENS["size_u"]
PORTRAIT_TOP = 0.4
"""Below this part of a portrait screen everybody reaches."""
TITLE_LINES = (1.9, 1.46)
"""The title with its air, in title sizes: comfortable, and where a row of cards depends on it, close."""
NAME_LINE = 1.2
CARD_EDGE_U = 4
CARD_WIDTH_LINES = 10
"""A card narrower than so many letter sizes is too narrow for a third column."""
TALLEST_CARD_U, TALLEST_PHOTO_U = 200, 128
PHOTO_RATIO = 0.58
NAME_PADDING_U = (10, 6)
MOST_CARDS = 12


@dataclass(frozen=True)
class Grid:
    """Columns, rows, where they begin and a card's size in u; `name_u` is the width a name may take."""

    columns: int
    rows: int
    top_u: float
    card_u: tuple[float, float]

    @property
    def capacity(self) -> int:
        return self.columns * self.rows

    @property
    def photo_u(self) -> float:
        return min(self.card_u[1], TALLEST_PHOTO_U) * PHOTO_RATIO

    @property
    def name_u(self) -> float:
        return self.card_u[0] - self.photo_u - sum(NAME_PADDING_U)


def officials_grid(screen: Screen, count: int, *, large: bool) -> Grid:
    """The grid for `count` officials; where they do not fit, it is full and there are several pages."""
    columns = 3
    if screen.portrait or _card_width_u(screen, 3) < CARD_WIDTH_LINES * type_u("body", large=large):
        columns = 2
    most = MOST_CARDS // columns
    comfortable, close = (_top_u(screen, lines, large=large) for lines in TITLE_LINES)
    top = comfortable if _rows_below(comfortable, screen, large=large) >= most else close
    fitting = max(1, min(most, _rows_below(top, screen, large=large)))
    rows = min(fitting, max(2, ceil(count / columns)))
    high = (_room_u(top, screen) - (rows - 1) * SPACE["s"]) / rows
    return Grid(columns, rows, top, (_card_width_u(screen, columns), min(high, TALLEST_CARD_U)))


def _card_width_u(screen: Screen, columns: int) -> float:
    return (screen.width_u - 2 * side_margin_u(screen) - (columns - 1) * SPACE["s"]) / columns


def _rows_below(top_u: float, screen: Screen, *, large: bool) -> int:
    lines = 2 * type_u("body", large=large) + type_u("caption", large=large)
    return int((_room_u(top_u, screen) + SPACE["s"]) // (NAME_LINE * lines + CARD_EDGE_U + SPACE["s"]))


def _room_u(top_u: float, screen: Screen) -> float:
    return screen.height_u - top_u - grid_bottom_u(screen)


def _top_u(screen: Screen, title_lines: float, *, large: bool) -> float:
    if screen.portrait:
        return screen.height_u * PORTRAIT_TOP + SPACE["s"]
    return SIZE["header"] + title_lines * type_u("title", large=large)


def side_margin_u(screen: Screen) -> int:
    """The free edge left and right of the officials' page."""
    return SPACE["xl"] if screen.portrait else SPACE["l"]


def grid_bottom_u(screen: Screen) -> float:
    """What the buttons below the cards take: two rows in portrait, one in landscape."""
    if screen.portrait:
        return SPACE["xl"] + 2 * SIZE["button"] + SPACE["s"] + SPACE["l"]
    return SPACE["s"] + SIZE["button"] + SPACE["s"]
