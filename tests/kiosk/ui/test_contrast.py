import pytest
from PySide6.QtGui import QColor

from kiosk.ui.tokens import palette
from tests.screens.contrast import ratio

PALETTES = ["light", "high_contrast"]
TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "action_pale"),
    ("ink_soft", "paper"),
    ("ink_soft", "surface"),
    ("on_action", "action"),
    ("on_brand", "brand"),
    ("ink", "key_fn"),
    ("ink", "tone_key"),
    ("ink_soft", "tone_key"),
]
EDGES = [
    ("line", "paper"),
    ("line", "surface"),
    ("action", "paper"),
    ("action", "surface"),
    ("action", "action_pale"),
    ("line", "sunken"),
    ("action", "sunken"),
    ("face_line", "face_fill"),
    ("ornament", "brand"),
]


@pytest.mark.parametrize("colours", PALETTES)
@pytest.mark.parametrize(("letters", "ground"), TEXT)
def test_text_stands_out_seven_to_one(colours: str, letters: str, ground: str) -> None:
    assert ratio(*(QColor(palette(colours)[name]) for name in (letters, ground))) >= 7


@pytest.mark.parametrize("colours", PALETTES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_the_edges_of_controls_and_faces_stand_out_three_to_one(colours: str, edge: str, ground: str) -> None:
    assert ratio(*(QColor(palette(colours)[name]) for name in (edge, ground))) >= 3


def test_the_brand_as_a_caption_and_the_receipt_stand_out_in_any_look() -> None:
    light = palette("light")
    assert ratio(QColor(light["brand"]), QColor(light["paper"])) >= 7
    assert ratio(QColor(light["ink"]), QColor(light["on_action"])) >= 7


def test_ratios_are_those_of_wcag() -> None:
    assert ratio(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert ratio(QColor("#767676"), QColor("#FFFFFF")) == pytest.approx(4.54, abs=0.01)
