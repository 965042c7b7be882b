"""How the officials' cards are laid out: 12 at most, the fewer the larger."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from kiosk.ui.screen import Screen
from kiosk.ui.tokens import TOKENS, type_u

SPACE: Final[dict[str, int]] = TOKENS["space_u"]
SIZE: Final[dict[str, int]] = TOKENS["size_u"]
MOST_CARDS = 12
PORTRAIT_TOP = 0.4
"""Below this part of a portrait screen everybody reaches."""
TITLE_LINES = (1.9, 1.46)
"""The title with its air, in title sizes: comfortable, and where a row of cards depends on it, close."""
RESTING_LINES = (1.15, 1.25)
"""Caption and title, one over the other, on a resting page."""
RESTING_AIR_U = (20, 8)
TEXT_LINE = 1.2
CARD_EDGE_U = 12
EMBLEM_U = 72
CARD_WIDTH_LINES = 11
"""A card narrower than so many letter sizes is too narrow for a third column."""
BESIDE_HEIGHT_U, BESIDE_HEIGHT_PARTS = 200, 0.4
PHOTO_HEIGHT_PARTS, PHOTO_WIDTH_PARTS = 0.58, 0.19
"""A photo beside the words is so wide, in parts of the card's height, of its width; the lesser counts."""
UPRIGHT_PARTS = (0.8, 1)
"""A photo stands above the words where it can be so high, in parts of the card's width; and how high."""


@dataclass(frozen=True)
class Grid:
    """Columns, rows, where they begin, how far apart they are; a card's size and its photo's, all in u."""

    columns: int
    rows: int
    top_u: float
    gap_u: float
    card_u: tuple[float, float]
    photo_u: tuple[float, float]

    @property
    def capacity(self) -> int:
        return self.columns * self.rows

    @property
    def upright(self) -> bool:
        return self.photo_u[0] == self.card_u[0]


@dataclass(frozen=True)
class Room:
    """Room for a notice on Attract: its width and type size in u, and so many lines."""

    width_u: float
    size_u: int
    lines: int


def notice_room(screen: Screen, *, large: bool) -> Room:
    """Beside the title or, in portrait, above it; what NoticeBoard.qml has there."""
    if screen.portrait:
        return Room(700, type_u("body", large=large), 3)
    width = screen.width_u / 2 - EMBLEM_U - SPACE["m"] - SPACE["margin"]
    return Room(width, type_u("caption", large=large), 2)


def officials_grid(screen: Screen, count: int, *, large: bool, resting: bool = False) -> Grid:
    """The grid for `count` officials; where they do not fit, it is full and there are several pages.

    On a `resting` page an invitation stands above the title.
    """
    tops = [_top_u(screen, lines, large=large) for lines in TITLE_LINES]
    if resting and not screen.portrait:
        tops = [_resting_top_u(air, large=large) for air in RESTING_AIR_U]
    fitting = [max(1, _rows_below(top, screen, large=large)) for top in tops]
    columns = _columns(screen, count, fitting[0], large=large)
    wanted = min(max(1, ceil(count / columns)), MOST_CARDS // columns)
    rows, top = max(zip((min(wanted, fit) for fit in fitting), tops, strict=True))
    gap = screen.firm(SPACE["s"])
    wide = (screen.width_u - 2 * side_margin_u(screen) - (columns - 1) * gap) / columns
    high = (_room_u(top, screen) - (rows - 1) * gap) / rows
    above = high - _words_u(large=large) - CARD_EDGE_U
    least, best = UPRIGHT_PARTS
    if above >= least * wide:
        photo = (wide, min(above, best * wide))
        high -= above - photo[1]
    else:
        high = min(high, BESIDE_HEIGHT_U, wide * BESIDE_HEIGHT_PARTS)
        photo = (min(high * PHOTO_HEIGHT_PARTS, wide * PHOTO_WIDTH_PARTS), high)
    return Grid(columns, rows, top, gap, (wide, high), photo)


def _columns(screen: Screen, count: int, rows: int, *, large: bool) -> int:
    if screen.portrait:
        return 1 if 2 < count <= 4 else 2
    third = (screen.width_u - 2 * side_margin_u(screen)) / 3 - SPACE["s"]
    narrow = third < CARD_WIDTH_LINES * type_u("body", large=large)
    return 2 if count > 3 and (narrow or count <= 2 * rows) else 3


def _words_u(*, large: bool) -> float:
    lines = 2 * type_u("body", large=large) + type_u("caption", large=large)
    return TEXT_LINE * lines + CARD_EDGE_U


def _rows_below(top_u: float, screen: Screen, *, large: bool) -> int:
    gap = screen.firm(SPACE["s"])
    card = max(_words_u(large=large), screen.firm(SIZE["target_min"]))
    return int((_room_u(top_u, screen) + gap) // (card + gap))


def _room_u(top_u: float, screen: Screen) -> float:
    return screen.height_u - top_u - grid_bottom_u(screen)


def _top_u(screen: Screen, title_lines: float, *, large: bool) -> float:
    if screen.portrait:
        return screen.height_u * PORTRAIT_TOP + SPACE["s"]
    return SIZE["header"] + title_lines * type_u("title", large=large)


def _resting_top_u(air_u: float, *, large: bool) -> float:
    caption, title = RESTING_LINES
    words = caption * type_u("caption", large=large) + title * type_u("title", large=large)
    return SIZE["header"] + words + air_u


def side_margin_u(screen: Screen) -> int:
    """The free edge left and right of the officials' page."""
    return SPACE["xl"] if screen.portrait else SPACE["l"]


def grid_bottom_u(screen: Screen) -> float:
    """What the buttons below the cards take: two rows in portrait, one in landscape."""
    button, gap = screen.firm(SIZE["button"]), screen.firm(SPACE["s"])
    if screen.portrait:
        return SPACE["xl"] + 2 * button + gap + SPACE["l"]
    return gap + button + gap
