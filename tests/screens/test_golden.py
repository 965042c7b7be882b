"""What a page looks like changes only when somebody has looked at it."""

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.kiosk.ui.scenes import PAGES
from tests.screens import strip
from tests.screens.golden import FOLDER, MOST, REFERENCES, cases, drawn

SEEN = 24
"""Of 255: a difference of a colour's part that an eye may see."""
PARTS = 0.0005
"""So much of a picture may differ: the edge of a letter, never a word."""
FOUND = Path(__file__).parents[2] / "build" / "golden"


def differing(one: QImage, other: QImage) -> float:
    """The part of the pixels that differ visibly; everything where the sizes do."""
    if one.size() != other.size():
        return 1.0
    ours, theirs = (bytes(image.constBits()) for image in (one, other))
    if ours == theirs:
        return 0.0
    seen = sum(
        any(abs(ours[at + part] - theirs[at + part]) > SEEN for part in range(3))
        for at in range(0, len(ours), 4)
        if ours[at : at + 4] != theirs[at : at + 4]
    )
    return seen / (len(ours) // 4)


@pytest.mark.parametrize("screen", REFERENCES)
@pytest.mark.usefixtures("quiet_qt")
def test_every_golden_screen_looks_as_it_did(screen: str) -> None:
    changed = []
    for name, picture in drawn(screen):
        golden = QImage(str(FOLDER / f"{name}.webp")).convertToFormat(picture.format())
        if differing(golden, picture) > PARTS:
            FOUND.mkdir(parents=True, exist_ok=True)
            picture.save(str(FOUND / f"{name}.png"))
            changed.append(name)
    assert changed == [], f"look at {FOUND}, then: python -m tests.screens.golden"


def test_golden_screens_show_every_page_in_every_pair_of_looks() -> None:
    files = {file.stem for file in FOLDER.glob("*.webp")}
    assert files == set(cases())
    assert len(files) <= MOST
    shown = set()
    for screen, scene in cases().values():
        look = scene.visit.look
        factors = (scene.visit.page, screen, look.language, look.large_text, look.high_contrast)
        shown |= set(combinations(enumerate(factors), 2))
    values = (PAGES, REFERENCES, ("vi", "en"), (False, True), (False, True))
    pairs = {
        ((one, first), (other, second))
        for one, other in combinations(range(len(values)), 2)
        for first in values[one]
        for second in values[other]
    }
    assert pairs <= shown


@pytest.mark.usefixtures("quiet_qt")
def test_the_readme_shows_the_pages_as_they_are() -> None:
    for name, picture in strip.drawn().items():
        shown = QImage(str(strip.PICTURES / name)).convertToFormat(picture.format())
        assert differing(shown, picture) <= PARTS, f"python -m tests.screens.strip draws {name} anew"


def test_a_changed_word_is_a_difference() -> None:
    name, picture = next(drawn(REFERENCES[0]))
    assert name in cases()
    other = picture.copy()
    for x in range(100, 140):
        for y in range(200, 230):
            other.setPixel(x, y, 0)
    assert differing(picture, other) > PARTS
