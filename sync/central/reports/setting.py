"""Measures of an administrative document (Decree 30/2020/NĐ-CP, appendix I), in points or in mm."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from assets import FOLDER
from sync.central.reports.layout import Column

STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 20, 30, 15
A4_MM: Final = (210, 297)
BODY, SMALL, CELL, WIDE_CELL = 13, 11, 10, 8
STATE_SIZE, MOTTO_SIZE, ISSUER_SIZE = 12, 13, 12
INDENT_MM: Final = 10
INSIDE: Final = 3
"""Beside what stands in a cell."""
LEFT_HEAD: Final = 0.42
"""How much of the page's width the issuer's side of the head has."""
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI")
FAMILY: Final = "Tinos"
REGULAR, STRONG, SLANTED = FAMILY, f"{FAMILY}-Bold", f"{FAMILY}-Italic"
_FACES: Final = {REGULAR: "Regular", STRONG: "Bold", SLANTED: "Italic", f"{FAMILY}-BoldItalic": "BoldItalic"}


def width_of(text: str, face: str, size: float) -> float:
    """How wide a line is; Tinos has the widths of Times New Roman."""
    load_faces()
    return float(pdfmetrics.stringWidth(text, face, size))


def fitted(text: str, size: float, room: float) -> str:
    """A number with its interval: in one line where there is room, otherwise in two."""
    return text if width_of(text, REGULAR, size) <= room else text.replace(" (", "\n(")


def shares_of(columns: Sequence[Column]) -> list[float]:
    """How much of a table's width each column has."""
    whole = sum(column.width for column in columns)
    return [column.width / whole for column in columns]


@cache
def load_faces() -> None:
    """Make the faces known to the typesetter, once."""
    for name, face in _FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / "serif" / f"Tinos-{face}.ttf")))
    pdfmetrics.registerFontFamily(FAMILY, *_FACES)
