"""The keys of the on-screen keyboard, in pixels: the arrangement a panel has room for, each key's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.typing import COLUMNS, PLANES, Key, Rows, Shape
from kiosk.ui.grid import SIZE, SPACE
from kiosk.ui.screen import Screen

KEYS_BESIDE_TONES: Final = len(PLANES["wide"]["letters"][0])
PLANE_KEYS: Final = frozenset({"letters", "signs", "numbers"})
ICONS: Final[Mapping[str, str]] = {
    "⇧": "shift",
    "⇪": "shift_lock",
    "⌫": "backspace",
    "⏎": "enter",
}


@dataclass(frozen=True)
class KeyCap:
    """A key and its place: `label` or `glyph` (a drawing) is shown, under a tone its name as `hint`.

    `on`: its state holds. `turns`: to another plane, where its place belongs to another key. Without
    `press` it waits, unseen, for a plane of more keys.
    """

    press: str
    kind: str
    label: str
    hint: str
    glyph: str
    spoken: str
    on: bool
    turns: bool
    place_x: int
    place_y: int
    key_width: int
    key_height: int


WAITING: Final = KeyCap("", "letter", "", "", "", "", False, False, 0, 0, 0, 0)


def shape_of(screen: Screen) -> Shape:
    """The arrangement whose keys are all wide enough for a finger."""
    if _fits(screen, COLUMNS["tall"] if screen.portrait else KEYS_BESIDE_TONES, SPACE["m"]):
        return "tall" if screen.portrait else "wide"
    return "narrow"


def keyboard_height(screen: Screen) -> int:
    """How high the keyboard is with its edge, whatever plane it shows."""
    lines = len(PLANES[shape_of(screen)]["letters"])
    return lines * (_row_height(screen) + _gap(screen)) - _gap(screen) + 2 * _edge(screen)


def caps_of(rows: Rows, screen: Screen, language: str) -> tuple[KeyCap, ...]:
    """A key for each of `rows`; fewer rows are higher, a shorter row is centred."""
    side = screen.px(SPACE["xs" if shape_of(screen) == "narrow" else "m"])
    gap, edge = _gap(screen), _edge(screen)
    columns = COLUMNS[shape_of(screen)]
    across = (screen.width_px - 2 * side + gap) / columns
    high = (keyboard_height(screen) - 2 * edge + gap) // len(rows) - gap
    caps = []
    for line, row in enumerate(rows):
        at = (columns - sum(key.width for key in row)) / 2
        for key in row:
            left, right = side + round(at * across), side + round((at + key.width) * across)
            caps.append(_cap(key, language, left, edge + line * (high + gap), right - left - gap, high))
            at += key.width
    return tuple(caps)


def pool_of(caps: tuple[KeyCap, ...], shape: Shape) -> tuple[KeyCap, ...]:
    """`caps` and as many that wait as the fullest plane of `shape` needs: no plane makes keys anew."""
    most = max(sum(map(len, plane)) for plane in PLANES[shape].values())
    return caps + (WAITING,) * (most - len(caps))


def _cap(key: Key, language: str, left: int, top: int, wide: int, high: int) -> KeyCap:
    icon = ICONS.get(key.label, "")
    return KeyCap(
        press=key.press,
        kind=key.kind,
        label="" if icon else key.label,
        hint=key.press if key.kind == "tone" else "",
        glyph="shift_on" if icon == "shift" and key.pressed else icon,
        spoken=key.vi if language == "vi" else key.en,
        on=key.pressed,
        turns=key.press in PLANE_KEYS,
        place_x=left,
        place_y=top,
        key_width=wide,
        key_height=high,
    )


def _fits(screen: Screen, columns: int, side_u: float) -> bool:
    across = (screen.width_px - 2 * screen.px(side_u) + _gap(screen)) / columns
    return across - _gap(screen) >= screen.px(screen.firm(SIZE["key"]))


def _gap(screen: Screen) -> int:
    return screen.px(screen.firm(SPACE["key"]))


def _edge(screen: Screen) -> int:
    return screen.px(SPACE["s" if screen.portrait else "xs"])


def _row_height(screen: Screen) -> int:
    return screen.px(screen.firm(SIZE["tall_button" if screen.portrait else "key"]))
