"""The pictures of the README, drawn from the demo's data: `python -m tests.screens.strip`."""

import os
from dataclasses import replace

os.environ["LC_ALL"] = "C.UTF-8"
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from assets import FOLDER
from kiosk.ui.scene import Scene
from kiosk.ui.tokens import palette
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import CARDS, fixed_scene_at, scene_at
from tests.kiosk.ui.stage import stage
from tests.screens.drawing import SENTENCE, ticking

PICTURES = FOLDER / "screenshots"
WIDE, HIGH = "1280x800", "1080x1920"
ON_DUTY = tuple(card.official for card in CARDS[:6])
VISIT = (
    scene_at(Page.ATTRACT, present=ON_DUTY),
    scene_at(Page.SCORE),
    scene_at(Page.CRITERIA),
    scene_at(Page.REASONS),
    scene_at(Page.COMMENT),
    scene_at(Page.THANKS),
)
UPRIGHT = (fixed_scene_at(), scene_at(Page.SCORE, Look("en", high_contrast=True)))
"""Beside the visit: a fixed kiosk's first page on a tall screen, and in high contrast."""
SMALL = 0
"""A PNG is always lossless; this is how hard it is packed."""
COLUMNS, CELL_PX, GAP_PX = 3, (400, 250), 16


def pictures(screen: str, scenes: tuple[Scene, ...]) -> list[QImage]:
    """The pages as a citizen sees them, the comment with a sentence on it."""
    seen = []
    with stage(screen, now_ms=ticking()) as opened:
        for scene in scenes:
            if scene.visit.page is Page.COMMENT:
                opened.write(replace(scene, visit=replace(scene.visit, since_ms=0)), SENTENCE)
            else:
                opened.show(scene)
            seen.append(opened.picture())
    return seen


def strip() -> QImage:
    """A whole visit in rows, then the tall screens, as high as the rows together."""
    wide, high = CELL_PX
    rows = len(VISIT) // COLUMNS
    tall = rows * high + (rows - 1) * GAP_PX
    shots = [
        (
            picture.scaledToHeight(high, Qt.TransformationMode.SmoothTransformation),
            place % COLUMNS * (wide + GAP_PX),
            place // COLUMNS * (high + GAP_PX),
        )
        for place, picture in enumerate(pictures(WIDE, VISIT))
    ]
    left = COLUMNS * (wide + GAP_PX)
    for picture in pictures(HIGH, UPRIGHT):
        small = picture.scaledToHeight(tall, Qt.TransformationMode.SmoothTransformation)
        shots.append((small, left, 0))
        left += small.width() + GAP_PX
    together = QImage(left + GAP_PX, tall + 2 * GAP_PX, QImage.Format.Format_RGB32)
    together.fill(QColor(palette("light")["sunken"]))
    painter = QPainter(together)
    for small, x, y in shots:
        painter.drawImage(GAP_PX + x, GAP_PX + y, small)
    painter.end()
    return together


def drawn() -> dict[str, QImage]:
    """Both, by file name."""
    return {"kiosk.png": pictures(WIDE, (fixed_scene_at(),))[0], "visit.png": strip()}


def main() -> None:
    """Draw them anew."""
    application = QGuiApplication(["strip"])
    for name, picture in drawn().items():
        picture.save(str(PICTURES / name), quality=SMALL)
    application.quit()


if __name__ == "__main__":
    main()
