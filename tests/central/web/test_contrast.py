"""WCAG 2.2 AA, computed from the variables the style sheet really holds."""

import re
from collections.abc import Iterator

import pytest

from sync.central.web.look import load_look

TEXT = [
    ("light-ink", "light-paper"),
    ("light-ink", "light-surface"),
    ("light-ink", "light-tone_key"),
    ("light-ink_soft", "light-paper"),
    ("light-ink_soft", "light-surface"),
    ("light-action", "light-paper"),
    ("light-action", "light-surface"),
    ("light-on_action", "light-action"),
    ("light-on_brand", "light-brand"),
    *((f"chart-level_{score}_text", f"chart-level_{score}") for score in range(1, 6)),
]
SHAPES = [
    ("chart-level_outline", "light-surface"),
    ("light-line", "light-surface"),
    ("light-line", "light-paper"),
    ("light-line", "light-tone_key"),
    ("light-ornament", "light-brand"),
    ("light-action", "light-paper"),
    ("light-brand", "light-surface"),
]


@pytest.fixture(scope="module", name="sheet")
def the_sheet() -> str:
    look = load_look()
    return look.contents[look.address("style.css")].decode()


def _channels(colour: str) -> Iterator[float]:
    for place in (1, 3, 5):
        value = int(colour[place : place + 2], 16) / 255
        yield value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def contrast(sheet: str, one: str, other: str) -> float:
    luminances = []
    for name in (one, other):
        found = re.search(rf"--hl-{name}: (#[0-9A-Fa-f]{{6}});", sheet)
        assert found, name
        red, green, blue = _channels(found[1])
        luminances.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(luminances) + 0.05) / (min(luminances) + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(sheet: str, text: str, ground: str) -> None:
    assert contrast(sheet, text, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_that_mean_something_stand_out_from_their_ground(sheet: str, shape: str, ground: str) -> None:
    assert contrast(sheet, shape, ground) >= 3


def test_every_colour_that_text_has_is_among_those_checked(sheet: str) -> None:
    used = set(re.findall(r"(?<![-\w])color: var\(--hl-([\w-]+)\)", sheet))
    used |= set(re.findall(r"fill: var\(--hl-(chart-level_\d_text)\)", sheet))
    assert used <= {text for text, _ in TEXT}
