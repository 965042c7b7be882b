"""Golden screens: pages as somebody has looked at them, in every pair of page, screen, language and look.

`python -m tests.screens.golden` draws them anew; look at each one that changed before you keep it.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

os.environ["LC_ALL"] = "C.UTF-8"
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QGuiApplication, QImage

from kiosk.ui.scene import Scene
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import CALLED, CARDS, PAGES, PRACTISING, fixed_scene_at, scene_at
from tests.kiosk.ui.staff_scenes import staff_scene_at
from tests.kiosk.ui.stage import Stage, stage
from tests.screens.drawing import SENTENCE, ticking

FOLDER = Path(__file__).parent / "golden"
REFERENCES = ("1280x800", "1920x1080", "1024x768", "1080x1920")
LOOKS = (
    Look("vi"),
    Look("vi", large_text=True, high_contrast=True),
    Look("en", large_text=True),
    Look("en", high_contrast=True),
)
"""Every pair of language, letters and contrast; each page and each screen sees all four."""
MOST = 60
LOSSLESS = 100
ON_DUTY = tuple(card.official for card in CARDS[:3])


def cases() -> dict[str, tuple[str, Scene]]:
    """By name, the screen and the scene of each picture."""
    found = {}
    for (turn, page), (start, screen) in product(enumerate(PAGES), enumerate(REFERENCES)):
        look = LOOKS[(turn + start) % len(LOOKS)]
        flags = ("-large" if look.large_text else "") + ("-contrast" if look.high_contrast else "")
        found[f"{page.value}-{screen}-{look.language}{flags}"] = (screen, scene_at(page, look))
    return found | {
        "attract_fixed-1280x800-vi": ("1280x800", fixed_scene_at()),
        "attract_fixed-1080x1920-en-large": ("1080x1920", fixed_scene_at(Look("en", large_text=True))),
        "attract_duty-1280x800-vi": ("1280x800", scene_at(Page.ATTRACT, present=ON_DUTY)),
        "officials_duty-1080x1920-vi": ("1080x1920", scene_at(Page.OFFICIALS, present=ON_DUTY)),
        "languages-1280x800-vi": ("1280x800", scene_at(Page.SCORE)),
        "languages-1080x1920-en-large-contrast": ("1080x1920", scene_at(Page.SCORE, Look("en", True, True))),
        "score_called-1920x1080-vi": ("1920x1080", scene_at(Page.SCORE, **CALLED)),
        "score_practice-1024x768-vi": ("1024x768", scene_at(Page.SCORE, unreadable=True, **PRACTISING)),
    }


def drawn(screen: str) -> Iterator[tuple[str, QImage]]:
    """The pictures of one screen, by name."""
    with stage(screen, now_ms=ticking()) as opened:
        for name, (where, scene) in cases().items():
            if where == screen:
                _show(opened, scene, asked=name.startswith("languages-"))
                yield name, opened.picture().convertToFormat(QImage.Format.Format_RGB32)


def _show(opened: Stage, scene: Scene, *, asked: bool) -> None:
    visit = scene.visit
    if asked:
        opened.show(scene)
        opened.model.chooseLanguage()
        opened.wait(lambda: opened.find("page-languages") is not None)
        return
    match visit.page:
        case Page.COMMENT:
            opened.write(replace(scene, visit=replace(visit, since_ms=0)), SENTENCE)
        case Page.STAFF_PIN:
            pin = staff_scene_at(visit.page, visit.look.language, turned_away=True, free=4)
            opened.show_staff(scene, ("pin", pin, "status", None, 3))
        case _:
            opened.show(scene)


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
