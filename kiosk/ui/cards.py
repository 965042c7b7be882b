"""The officials' cards of one page, in pixels."""

from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

from kiosk.ui.grid import Grid, side_margin_u
from kiosk.ui.names import wrap_name
from kiosk.ui.scene import OfficialCard, in_language
from kiosk.ui.screen import Screen
from kiosk.ui.tokens import type_u

WidthOf = Callable[[str, int], float]
"""How many pixels wide a name stands at a size in u."""
PADDING_U = 8
UPRIGHT_PADDING_U = 16


@dataclass(frozen=True)
class Tile:
    """An official's card: words (`name` holds its line break), place on the page and sizes in pixels."""

    official: str
    full_name: str
    name: str
    counter_no: int
    counter: str
    photo: str
    place_x: int
    place_y: int
    card_width: int
    card_height: int
    photo_width: int
    photo_height: int
    words_x: int
    words_width: int
    upright: bool


def cards_of(
    officials: tuple[OfficialCard, ...],
    grid: Grid,
    screen: Screen,
    width_of: WidthOf,
    *,
    language: str,
    large: bool,
) -> tuple[Tile, ...]:
    """A card for each of `officials`, at most `grid.capacity`, row by row; a lone row is centred."""
    wide, high = (int(side * screen.px_per_u) - 1 for side in grid.card_u)
    photo_wide, photo_high = (
        (wide, int(grid.photo_u[1] * screen.px_per_u))
        if grid.upright
        else (int(grid.photo_u[0] * screen.px_per_u), high)
    )
    padding = screen.px(UPRIGHT_PADDING_U if grid.upright else PADDING_U)
    words_x = padding if grid.upright else photo_wide + padding
    words_wide = wide - words_x - padding
    left, top = screen.px(side_margin_u(screen)), screen.px(grid.top_u)
    across = (screen.width_px - 2 * left - wide) / max(1, grid.columns - 1)
    down = high + screen.px(grid.gap_u)
    absent = grid.columns - len(officials) if grid.upright and grid.rows == 1 else 0
    size = type_u("body", large=large)

    def tile(place: int, card: OfficialCard) -> Tile:
        row, column = divmod(place, grid.columns)
        return Tile(
            official=card.official,
            full_name=normalize("NFC", card.name),
            name="\n".join(wrap_name(card.name, lambda text: width_of(text, size) <= words_wide)),
            counter_no=card.counter_no,
            counter=in_language(card.counter, language),
            photo=card.photo_url or "",
            place_x=left + round((column + absent / 2) * across),
            place_y=top + row * down,
            card_width=wide,
            card_height=high,
            photo_width=photo_wide,
            photo_height=photo_high,
            words_x=words_x,
            words_width=words_wide,
            upright=grid.upright,
        )

    return tuple(tile(place, card) for place, card in enumerate(officials))
