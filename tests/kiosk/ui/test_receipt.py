import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.ui.qr import QUIET_MODULES, matrix_of, qr_image
from kiosk.ui.scene import ReceiptCard
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import RECEIPT, scene_at
from tests.kiosk.ui.stage import SCREENS, stage

LONGEST = "HTTP://[2001:DB8::1234:5678]:8443/T/" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 7
LEAST_MODULE_MM = 1.0
"""What a phone's camera reads at arm's length."""


def read(picture: QImage, folder: Path) -> list[str]:
    """What a scanner finds in a picture."""
    file = folder / "page.png"
    assert picture.save(str(file))
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(file)], capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()


@pytest.mark.usefixtures("quiet_qt")
@pytest.mark.parametrize("screen", SCREENS)
def test_the_receipt_on_the_thanks_page_can_be_scanned_in_every_look(screen: str, tmp_path: Path) -> None:
    with stage(screen) as opened:
        for look in (Look(), Look(high_contrast=True), Look("en", large_text=True)):
            opened.show(scene_at(Page.THANKS, look))
            assert read(opened.picture(), tmp_path) == [RECEIPT.url]


@pytest.mark.usefixtures("quiet_qt")
@pytest.mark.parametrize("url", [LONGEST, "HTTP://127.0.0.1:8000/T/ABC", "https://b.gov.vn/t/a%2Bb?c=d&e#f"])
def test_the_scanner_reads_exactly_what_was_minted(url: str, tmp_path: Path) -> None:
    with stage() as opened:
        opened.show(replace(scene_at(Page.THANKS), receipt=ReceiptCard(url, "7K3M-92QD-XV5H")))
        assert read(opened.picture(), tmp_path) == [url]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_module_is_large_enough_for_a_phone(screen: str) -> None:
    with stage(screen) as opened:
        opened.show(scene_at(Page.THANKS))
        side = opened.item("qr").width()
        module = side // len(matrix_of(RECEIPT.url))
        assert module / opened.px_per_mm >= LEAST_MODULE_MM


def test_modules_are_whole_pixels_black_on_white_with_a_quiet_edge() -> None:
    matrix = matrix_of(RECEIPT.url)
    image = qr_image(RECEIPT.url, 400)
    module = image.width() // len(matrix)
    assert image.width() == module * len(matrix) <= 400
    black, white = 0xFF000000, 0xFFFFFFFF
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            corners = {
                image.pixel(x * module + a, y * module + b) for a in (0, module - 1) for b in (0, module - 1)
            }
            assert corners == {black if dark else white}
    edge = [*matrix[:QUIET_MODULES], *(row[:QUIET_MODULES] for row in matrix)]
    assert not any(any(row) for row in edge)


def test_a_place_too_small_for_the_modules_gets_one_pixel_each() -> None:
    assert qr_image(RECEIPT.url, 10).width() == len(matrix_of(RECEIPT.url))


def test_the_next_visit_shows_another_receipt(tmp_path: Path) -> None:
    with stage() as opened:
        opened.show(scene_at(Page.THANKS))
        opened.show(scene_at(Page.ATTRACT))
        assert read(opened.picture(), tmp_path) == []
        other = ReceiptCard(RECEIPT.url.replace("ABC", "CBA", 1), "7K3M-92QD-XV5J")
        opened.show(replace(scene_at(Page.THANKS), receipt=other))
        assert read(opened.picture(), tmp_path) == [other.url]
