"""The tokens as one citizen sees them on one screen: colours of the palette, sizes in pixels."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor
from PySide6.QtQml import QmlElement

from kiosk.ui.reflect import Reflection, reflected
from kiosk.ui.screen import Screen
from kiosk.ui.tokens import TOKENS, palette, type_u
from kiosk.visit import Look

QML_IMPORT_NAME = "HaiLong"
QML_IMPORT_MAJOR_VERSION = 1

SIZED = {"space_u": "space", "size_u": "size", "radius_u": "radius", "border_u": "border"}
FIRM = {"size_target_min", "size_button", "size_tall_button", "size_key", "space_key", "space_s", "space_m"}
"""Targets, and the gaps between them, however small the panel: 20 mm, 3 mm, of keys 2 mm, of faces 4 mm."""
MOVING = ("motion_press", "motion_page")
PLAIN = {"weight": "weight", "line_height": "line", "motion_ms": "motion"}


def theme_values(screen: Screen, look: Look, *, still: bool = False) -> dict[str, Any]:
    """Token names (`space_margin`, `ink`, `type_body`) to QColor, pixels, weights and milliseconds.

    `still`: nothing glides or fades.
    """
    colours = "high_contrast" if look.high_contrast else "light"
    values: dict[str, Any] = {key: QColor(colour) for key, colour in palette(colours).items()}
    for table, prefix in SIZED.items():
        for key, size in TOKENS[table].items():
            name = f"{prefix}_{key}"
            if isinstance(size, int):
                values[name] = screen.px(screen.firm(size) if name in FIRM else size)
    for table, prefix in PLAIN.items():
        values |= {f"{prefix}_{key}": value for key, value in TOKENS[table].items()}
    if still:
        values |= dict.fromkeys(MOVING, TOKENS["motion_ms"]["reduced"])
    for key in TOKENS["type_u"]:
        values[f"type_{key}"] = screen.px(type_u(key, large=look.large_text))
    light = palette("light")
    values |= {"receipt": QColor(light["on_action"]), "on_receipt": QColor(light["ink"])}
    values["type_receipt"] = screen.px(type_u("body"))
    values["type_header"] = screen.px(type_u("caption"))
    if look.high_contrast:
        values["border_rest"] = values["border_high_contrast"]
        values["border_pressed"] = screen.px(TOKENS["border_u"]["pressed"] + 2)
    return values | {
        "palette": colours,
        "portrait": screen.portrait,
        "high_contrast": look.high_contrast,
        "large_text": look.large_text,
        "font_family": TOKENS["meta"]["font_family"],
    }


REFERENCE = theme_values(Screen(1280, 800, 3.81), Look())
TYPES: Mapping[str, type] = {name: type(value) for name, value in REFERENCE.items()}


@QmlElement
class Theme(Reflection):
    """QML's `Theme`: every token as a property, and `u` for the few lengths that only one page has."""

    vars().update(reflected(TYPES))

    def __init__(self, screen: Screen, *, still: bool = False) -> None:
        super().__init__(theme_values(screen, Look(), still=still))
        self._screen = screen
        self._look = Look()
        self._still = still

    def fit(self, screen: Screen, look: Look) -> None:
        """Another screen, another look; nothing where both are as before."""
        if (screen, look) != (self._screen, self._look):
            self._screen, self._look = screen, look
            self.reflect(theme_values(screen, look, still=self._still))

    @Slot(float, result=int)
    def u(self, length: float) -> int:
        """Pixels of a length in u."""
        return self._screen.px(length)

    @Slot(float, result=int)
    def mm(self, length: float) -> int:
        """Pixels of a length in millimetres, however large things are on this screen; rounded down."""
        return int(self._screen.px_per_mm * length)
