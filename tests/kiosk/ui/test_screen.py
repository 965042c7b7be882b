import pytest

from kiosk.ui.screen import Screen, assumed_px_per_mm
from kiosk.ui.theme import FIRM, theme_values
from kiosk.ui.tokens import TOKENS
from kiosk.visit import Look
from tests.kiosk.ui.stage import SCREENS


def test_on_the_reference_screen_a_unit_is_a_pixel() -> None:
    screen = Screen(*SCREENS["1280x800"])
    assert (screen.zoom, screen.px_per_u, screen.width_u, screen.height_u) == (1, 1, 1280, 800)


@pytest.mark.parametrize(
    ("name", "zoom"),
    [
        ("1280x800", 1),
        ("1080x1920", 1),
        ("1024x768-15", 1),
        ("1920x1080-15", 1),
        ("1024x768", 0.667),
        ("1920x1080", 1.276),
    ],
)
def test_pages_shrink_only_where_they_do_not_fit_and_grow_only_where_both_sides_have_room(
    name: str, zoom: float
) -> None:
    assert Screen(*SCREENS[name]).zoom == pytest.approx(zoom, abs=0.001)


@pytest.mark.parametrize("name", SCREENS)
def test_what_a_finger_needs_keeps_its_millimetres_on_every_screen(name: str) -> None:
    screen = Screen(*SCREENS[name])
    values = theme_values(screen, Look())
    millimetres = {key: values[key] / screen.px_per_mm for key in FIRM}
    assert min(value for key, value in millimetres.items() if key.startswith("size")) >= 20
    assert millimetres["space_s"] >= 3
    assert millimetres["space_m"] >= 4


@pytest.mark.parametrize("name", [name for name in SCREENS if name != "1024x768"])
def test_main_text_has_24_points_wherever_pages_need_not_shrink(name: str) -> None:
    screen = Screen(*SCREENS[name])
    values = theme_values(screen, Look())
    points = {key: values[f"type_{key}"] / screen.px_per_mm / 25.4 * 72 for key in TOKENS["type_u"]}
    assert points["body"] >= 24
    assert min(points["caption"], points["least"]) >= 18


@pytest.mark.parametrize("size", [(1280, 800), (1080, 1920), (1024, 768), (3840, 2160), (320, 240)])
def test_a_panel_nobody_measured_is_drawn_as_large_as_the_reference(size: tuple[int, int]) -> None:
    screen = Screen(*size, assumed_px_per_mm(*size))
    assert screen.zoom == pytest.approx(1)


def test_pixels_are_whole_and_never_fewer_than_asked() -> None:
    screen = Screen(1080, 1920, 4.03)
    assert [screen.px(u) for u in (0, 0.5, 1, 77)] == [0, 1, 2, 82]
