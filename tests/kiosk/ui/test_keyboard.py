from itertools import pairwise

import pytest

from kiosk.typing import PLANES, begin, press, rows
from kiosk.ui.keyboard import caps_of, keyboard_height, pool_of, shape_of
from kiosk.ui.screen import Screen
from tests.kiosk.ui.stage import SCREENS

SHAPES = {"1024x768": "narrow", "1080x1920": "tall"}


@pytest.mark.parametrize("screen", SCREENS)
def test_each_panel_gets_the_arrangement_it_has_room_for(screen: str) -> None:
    assert shape_of(Screen(*SCREENS[screen])) == SHAPES.get(screen, "wide")


@pytest.mark.parametrize("screen", SCREENS)
def test_keys_of_every_plane_are_fit_for_a_finger_and_fill_the_tray(screen: str) -> None:
    panel = Screen(*SCREENS[screen])
    for plane in PLANES[shape_of(panel)].values():
        caps = caps_of(plane, panel, "vi")
        assert min(min(cap.key_width, cap.key_height) for cap in caps) >= 20 * panel.px_per_mm
        for one, other in pairwise(caps):
            if one.place_y == other.place_y:
                assert other.place_x - one.place_x - one.key_width >= 2 * panel.px_per_mm
            else:
                assert other.place_y - one.place_y - one.key_height >= 2 * panel.px_per_mm
        assert min(cap.place_x for cap in caps) >= 0
        assert max(cap.place_x + cap.key_width for cap in caps) <= panel.width_px
        assert caps[-1].place_y + caps[-1].key_height <= keyboard_height(panel)


def test_every_plane_of_a_panel_has_as_many_keys_the_spare_ones_waiting() -> None:
    panel = Screen(*SCREENS["1280x800"])
    pools = {name: pool_of(caps_of(plane, panel, "vi"), "wide") for name, plane in PLANES["wide"].items()}
    assert len(set(map(len, pools.values()))) == 1
    for name, plane in PLANES["wide"].items():
        assert sum(bool(cap.press) for cap in pools[name]) == sum(map(len, plane))


def test_keys_are_drawn_not_lettered_where_no_letter_is_meant() -> None:
    panel = Screen(*SCREENS["1280x800"])
    once, locked = (press(begin(), "shift"), press(press(press(begin(), "shift"), "shift"), "shift"))
    glyphs = [
        {cap.press: cap.glyph for cap in caps_of(rows(typing, "wide"), panel, "vi") if cap.glyph}
        for typing in (once, begin(), locked)
    ]
    assert [shown["shift"] for shown in glyphs] == ["shift", "shift_on", "shift_lock"]
    assert all(shown["backspace"] == "backspace" and shown["enter"] == "enter" for shown in glyphs)


def test_keys_are_told_in_the_language_of_the_screen() -> None:
    panel = Screen(*SCREENS["1280x800"])
    told = {
        language: {cap.press: cap.spoken for cap in caps_of(rows(begin(), "wide"), panel, language)}
        for language in ("vi", "en")
    }
    assert (told["vi"]["sắc"], told["en"]["sắc"]) == ("dấu sắc", "acute tone")
    assert (told["vi"]["backspace"], told["en"]["backspace"]) == ("xóa lùi", "backspace")
