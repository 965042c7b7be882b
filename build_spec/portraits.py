"""Draw the fictional officials' portraits into assets/demo/photos, flat, in the mock-ups' colours.

`python -m build_spec.portraits` draws a JPEG (360 x 480) for each photo that province.json names.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from assets import FOLDER

DEMO = FOLDER / "demo"
SIZE = (360, 480)
GROUNDS = ("#E8DCC6", "#DCE2E5", "#E5D9CF", "#DDE3D5")
SKINS = ("#E9BD97", "#D9A77C", "#F0C9A4", "#DFB088")
DARK, GREY = "#26211F", "#5A5654"


@dataclass(frozen=True)
class Person:
    """How somebody looks: each field picks one of the ways to draw it."""

    hair: str
    clothes: str
    ground: int
    skin: int
    hair_colour: str = DARK
    glasses: bool = False


def draw(person: Person) -> QImage:
    """A head and shoulders on a plain ground, in a 300 x 400 frame."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUNDS[person.ground]))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SIZE[0] / 300, SIZE[1] / 400)
    painter.setPen(Qt.PenStyle.NoPen)
    back, front = HAIR[person.hair]
    back(painter, QColor(person.hair_colour))
    body(painter, person)
    front(painter, QColor(person.hair_colour))
    if person.glasses:
        spectacles(painter)
    painter.end()
    return image


def blob(painter: QPainter, colour: QColor | str, data: str) -> None:
    """A filled shape: M, L and C commands with absolute numbers, as in SVG."""
    path, numbers = QPainterPath(), iter(data.split())

    def point() -> QPointF:
        return QPointF(float(next(numbers)), float(next(numbers)))

    for command in numbers:
        if command == "M":
            path.moveTo(point())
        elif command == "L":
            path.lineTo(point())
        else:
            path.cubicTo(point(), point(), point())
    path.closeSubpath()
    painter.fillPath(path, QColor(colour))


def oval(painter: QPainter, colour: QColor | str, x: float, y: float, width: float, height: float) -> None:
    """A filled ellipse around a centre."""
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(x - width / 2, y - height / 2, width, height))


def body(painter: QPainter, person: Person) -> None:
    """Shoulders in their clothes, neck, ears and face."""
    skin = QColor(SKINS[person.skin])
    cloth, collar = CLOTHES[person.clothes]
    blob(painter, cloth, "M 22 400 C 30 318 78 296 122 288 L 178 288 C 222 296 270 318 278 400")
    blob(painter, skin.darker(108), "M 122 236 L 178 236 L 178 296 C 168 312 132 312 122 296")
    blob(painter, collar, "M 122 282 L 150 316 L 124 342 L 104 292")
    blob(painter, collar, "M 178 282 L 150 316 L 176 342 L 196 292")
    if person.clothes == "tie":
        blob(painter, "#1B3A5C", "M 141 318 L 159 318 L 164 334 L 168 392 L 150 400 L 132 392 L 136 334")
    if person.clothes == "badge":
        blob(painter, "#8E2018", "M 204 336 L 240 336 L 240 348 L 204 348")
    for side in (-1, 1):
        oval(painter, skin, 150 + side * 62, 182, 20, 34)
    oval(painter, skin, 150, 178, 124, 156)


def spectacles(painter: QPainter) -> None:
    """Two rims and a bridge."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(DARK), 4))
    for side in (-1, 1):
        painter.drawRoundedRect(QRectF(150 + side * 29 - 21, 166, 42, 32), 13, 13)
    painter.drawLine(QPointF(142, 178), QPointF(158, 178))


def temples(painter: QPainter, colour: QColor) -> None:
    """What shows of short hair beside the face."""
    oval(painter, colour, 150, 152, 134, 118)


def bob_back(painter: QPainter, colour: QColor) -> None:
    """Hair down to the jaw."""
    blob(painter, colour, "M 72 276 C 62 100 92 84 150 84 C 208 84 238 100 228 276 C 200 288 100 288 72 276")


def long_back(painter: QPainter, colour: QColor) -> None:
    """Hair over the shoulders."""
    blob(painter, colour, "M 66 340 C 58 100 92 82 150 82 C 208 82 242 100 234 340 C 190 360 110 360 66 340")


def bun_back(painter: QPainter, colour: QColor) -> None:
    """A knot on top."""
    oval(painter, colour, 150, 74, 70, 66)


def parted(painter: QPainter, colour: QColor) -> None:
    """A parting over the forehead."""
    blob(
        painter,
        colour,
        "M 82 186 C 78 110 104 88 150 88 C 196 88 222 110 218 186 "
        "C 214 146 190 132 150 128 C 110 132 86 146 82 186",
    )


def swept(painter: QPainter, colour: QColor) -> None:
    """A fringe swept to one side."""
    blob(
        painter,
        colour,
        "M 82 190 C 76 108 108 86 152 86 C 200 86 224 112 218 190 C 212 152 196 140 176 128 "
        "C 150 150 112 152 96 150 C 88 160 84 172 82 190",
    )


def cropped(painter: QPainter, colour: QColor) -> None:
    """Short hair."""
    blob(
        painter,
        colour,
        "M 82 172 C 74 112 106 86 150 86 C 194 86 226 112 218 172 C 212 146 206 138 196 134 "
        "C 166 142 134 142 104 134 C 94 138 88 146 82 172",
    )


def receding(painter: QPainter, colour: QColor) -> None:
    """Short hair that has drawn back."""
    blob(
        painter,
        colour,
        "M 84 178 C 76 112 108 90 150 90 C 192 90 224 112 216 178 C 212 150 204 130 182 118 "
        "C 160 112 140 112 118 118 C 96 130 88 150 84 178",
    )


Stroke = Callable[[QPainter, QColor], None]
HAIR: dict[str, tuple[Stroke, Stroke]] = {
    "bob": (bob_back, parted),
    "fringe": (bob_back, swept),
    "long": (long_back, swept),
    "bun": (bun_back, parted),
    "short": (temples, cropped),
    "receding": (temples, receding),
}
CLOTHES = {
    "blouse": ("#F7F3EA", "#DCD2C2"),
    "navy": ("#1B3A5C", "#FFFFFF"),
    "tie": ("#C8D5E2", "#FFFFFF"),
    "badge": ("#7D8FA3", "#FFFFFF"),
    "rose": ("#B98C86", "#F7F3EA"),
}
WOMEN = [
    Person("bob", "blouse", 0, 0),
    Person("bun", "blouse", 2, 2),
    Person("fringe", "navy", 3, 2),
    Person("long", "rose", 1, 0),
    Person("bun", "badge", 0, 3, glasses=True),
    Person("bob", "rose", 3, 1, GREY),
    Person("long", "blouse", 1, 2, glasses=True),
]
MEN = [
    Person("short", "navy", 1, 1, GREY),
    Person("short", "tie", 3, 1),
    Person("receding", "badge", 0, 3, glasses=True),
    Person("short", "blouse", 2, 0),
    Person("receding", "navy", 3, 2),
    Person("short", "badge", 1, 3),
    Person("receding", "tie", 2, 1, GREY, glasses=True),
]


def main() -> None:
    """Draw every portrait the demo's province names."""
    province = json.loads((DEMO / "province.json").read_text(encoding="utf-8"))
    women, men = 0, 0
    for official in province["officials"]:
        photo = official["photo"]
        if photo is None:
            continue
        if " Thị " in official["name"] or "Ngọc" in official["name"] or "Nữ" in official["name"]:
            person, women = WOMEN[women % len(WOMEN)], women + 1
        else:
            person, men = MEN[men % len(MEN)], men + 1
        if not draw(person).save(str(DEMO / photo), quality=88):
            raise OSError(f"could not write {photo}")


if __name__ == "__main__":
    main()
