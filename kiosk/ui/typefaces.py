"""The bundled letters, and how wide they stand."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from assets import FOLDER
from kiosk.ui.cards import WidthOf
from kiosk.ui.screen import Screen
from kiosk.ui.tokens import TOKENS


class MissingTypeface(Exception):
    """A font file of the bundle cannot be read: the installation is incomplete."""


def load_typefaces() -> None:
    """Make Be Vietnam Pro known to Qt; raises MissingTypeface."""
    for path in sorted((FOLDER / "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise MissingTypeface(f"{path}: not a font Qt can read; install the program again")


@lru_cache(maxsize=2)
def ruler(screen: Screen) -> WidthOf:
    """Measures words as they are drawn, each once: a resting page asks again and again.

    It remembers them: names and notices of the directory, never what a citizen wrote.
    """

    @lru_cache(maxsize=4_096)
    def width_of(text: str, size_u: int) -> float:
        font = QFont(TOKENS["meta"]["font_family"])
        font.setPixelSize(screen.px(size_u))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setWeight(QFont.Weight(TOKENS["weight"]["text"]))
        return QFontMetricsF(font).horizontalAdvance(text)

    return width_of
