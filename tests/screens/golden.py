"""Golden screens: pages as somebody has looked at them, in every pair of page, screen, language and look.

`python -m tests.screens.golden` draws them anew; look at each one that changed before you keep it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["LC_ALL"] = "C.UTF-8"
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from allpairspy import AllPairs
from PySide6.QtGui import QGuiApplication, QImage

from kiosk.ui.scene import Scene
from kiosk.visit import Look
from tests.kiosk.ui.scenes import PAGES, scene_at
from tests.kiosk.ui.stage import stage

FOLDER = Path(__file__).parent / "golden"
REFERENCES = ("1280x800", "1920x1080", "1024x768", "1080x1920")
MOST = 60
LOSSLESS = 100


def cases() -> dict[str, tuple[str, Scene]]:
    """By name, the screen and the scene of each picture."""
    factors = [list(PAGES), list(REFERENCES), ["vi", "en"], [False, True], [False, True]]
    found = {}
    for page, screen, language, large, contrast in AllPairs(factors):
        look = ("-large" if large else "") + ("-contrast" if contrast else "")
        name = f"{page.value}-{screen}-{language}{look}"
        found[name] = (screen, scene_at(page, Look(language, large, contrast)))
    return found


def drawn(screen: str) -> Iterator[tuple[str, QImage]]:
    """The pictures of one screen, by name."""
    with stage(screen) as opened:
        for name, (where, scene) in cases().items():
            if where == screen:
                opened.show(scene)
                yield name, opened.picture().convertToFormat(QImage.Format.Format_RGB32)


def main() -> None:
    """Draw all of them; print what is new or changed."""
    application = QGuiApplication(["golden"])
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        if old.stem not in cases():
            old.unlink()
            print("gone", old.name)
    for screen in REFERENCES:
        for name, picture in drawn(screen):
            file = FOLDER / f"{name}.webp"
            if not file.exists() or QImage(str(file)).convertToFormat(picture.format()) != picture:
                picture.save(str(file), quality=LOSSLESS)
                print("drawn", file.name)
    application.quit()


if __name__ == "__main__":
    main()
