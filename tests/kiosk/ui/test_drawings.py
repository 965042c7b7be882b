import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage

from assets import FOLDER
from kiosk.ui.drawings import PAINT, draw, rounded
from kiosk.ui.tokens import palette
from kiosk.visit import Page
from tests.kiosk.ui.scenes import CARDS, DEMO, scene_at
from tests.kiosk.ui.stage import Stage, stage

PHOTO = DEMO / "photos" / "01.jpg"
SVGS = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.svg"))
NOTHING = {palette("light")["surface"]}
PALETTES = ["light", "high_contrast", "watermark"]

pytestmark = pytest.mark.usefixtures("qt")


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def filled(width: int, height: int, colour: str = "#123456") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.mark.parametrize("colours", PALETTES)
@pytest.mark.parametrize("name", SVGS)
def test_every_drawing_can_be_drawn_in_every_palette(name: str, colours: str) -> None:
    image = draw(f"{colours}/{name}", QSize(40, 40))
    assert image.size() == QSize(40, 40)
    found = PAINT.findall((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    assert {token for token, _ in found} <= set(palette(colours))
    assert found


@pytest.mark.parametrize("name", [name for name in SVGS if name.startswith("faces/")])
def test_a_face_takes_its_two_colours_from_the_palette(name: str) -> None:
    for colours in ("light", "high_contrast"):
        drawn = colours_of(draw(f"{colours}/{name}", QSize(96, 96)))
        assert {palette(colours)["face_fill"], palette(colours)["face_line"]} <= drawn


def test_a_photo_fills_its_place_and_is_round_only_where_it_is_asked_to_be() -> None:
    corners = [(0, 0), (39, 0), (0, 59), (39, 59)]
    clear = {
        "all": {(0, 0), (39, 0), (0, 59), (39, 59)},
        "left": {(0, 0), (0, 59)},
        "top": {(0, 0), (39, 0)},
    }
    for where, expected in clear.items():
        image = rounded(filled(300, 400), QSize(40, 60), 10, where)
        assert {corner for corner in corners if image.pixelColor(*corner).alpha() == 0} == expected
        assert image.pixelColor(20, 30).name() == "#123456"


def test_a_photo_loses_its_sides_evenly_and_more_below_than_above() -> None:
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    for y in range(80):
        for x in range(80):
            image.setPixelColor(x, y, QColor(x * 3, y * 3, 0))
    narrow = rounded(image, QSize(40, 80), 0, "all")
    assert abs(narrow.pixelColor(20, 40).red() - 120) <= 6
    flat = rounded(image, QSize(80, 40), 0, "all")
    assert abs(flat.pixelColor(40, 0).green() - 30) <= 6


@pytest.fixture(scope="module")
def wide(qt: QGuiApplication) -> Iterator[Stage]:
    """One window."""
    with stage() as opened:
        yield opened


def shown(window: Stage, url: str | None) -> set[str]:
    """The colours in the place of an official's photo."""
    window.show(replace(scene_at(Page.OFFICIALS), officials=(replace(CARDS[0], photo_url=url),)))
    at = window.place(window.item(f"official-{CARDS[0].official}"), 0.2, 0.2)
    return colours_of(window.picture().copy(at.x(), at.y(), 120, 120))


@pytest.mark.parametrize("folder", ["plain", "có dấu", "with space", "per%20cent", "a#b", "a?b", "a+b"])
def test_a_photo_is_found_wherever_it_lies(wide: Stage, tmp_path: Path, folder: str) -> None:
    home = tmp_path / folder
    home.mkdir()
    (home / "face").write_bytes(PHOTO.read_bytes())
    assert shown(wide, (home / "face").as_uri()) == shown(wide, PHOTO.as_uri()) != shown(wide, None)


def test_a_photo_may_come_inside_its_address(wide: Stage) -> None:
    encoded = base64.b64encode(PHOTO.read_bytes()).decode()
    assert shown(wide, f"data:image/jpeg;base64,{encoded}") == shown(wide, PHOTO.as_uri())


def test_somebody_without_a_photo_is_a_plain_figure(wide: Stage) -> None:
    assert shown(wide, None) not in (shown(wide, PHOTO.as_uri()), NOTHING)


@pytest.mark.usefixtures("quiet_qt")
@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.7"])
def test_a_broken_photo_is_logged_and_shows_nothing(
    wide: Stage, tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    photo = tmp_path / "photo.jpg"
    if content is not None:
        photo.write_bytes(content)
    assert shown(wide, photo.as_uri()) == NOTHING
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert caplog.messages[0].startswith("a picture cannot be drawn: ")


def test_a_photo_that_breaks_off_shows_nothing(wide: Stage, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTO.read_bytes()[:60])
    assert shown(wide, photo.as_uri()) == NOTHING


@pytest.mark.usefixtures("quiet_qt")
@pytest.mark.parametrize(
    "address", ["data:image/jpeg;base64,###", "data:,", "http://elsewhere.example/face.jpg", "nonsense"]
)
def test_an_address_that_is_no_photo_is_logged_and_shows_nothing(
    wide: Stage, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert shown(wide, address) == NOTHING
    assert caplog.messages
