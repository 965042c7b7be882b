"""Screens and touch panels, as the kernel tells of them."""

from pathlib import Path

from kiosk.desk import connected_screens, touch_panels

KEYBOARD = 'N: Name="AT Translated"\nB: EV=120013\nB: KEY=402000000 3803078f800d001\n'
MOUSE = 'N: Name="Mouse"\nB: EV=17\nB: REL=903\n'
TABLET = 'N: Name="QEMU USB Tablet"\nB: EV=1f\nB: ABS=100000003\n'
PANEL = 'N: Name="ILITEK Multi-Touch"\nB: EV=1b\nB: ABS=6e18000 103000003\n'
WIDE_PANEL = 'N: Name="Goodix"\nB: EV=b\nB: ABS=2658000 3\n'.replace("2658000 3", "265800000000003")


def test_a_panel_that_tells_where_a_finger_is_is_found_among_all_else(tmp_path: Path) -> None:
    devices = tmp_path / "devices"
    devices.write_text("\n".join((KEYBOARD, MOUSE, TABLET)))
    assert touch_panels(devices) == 0
    devices.write_text("\n".join((KEYBOARD, WIDE_PANEL, MOUSE)))
    assert touch_panels(devices) == 1


def test_a_system_that_says_nothing_is_told_from_one_without_a_panel(tmp_path: Path) -> None:
    assert touch_panels(tmp_path / "nothing") is None
    (tmp_path / "empty").write_text("")
    assert touch_panels(tmp_path / "empty") is None


def test_connected_screens_are_named_by_their_best_mode(tmp_path: Path) -> None:
    assert connected_screens(tmp_path) is None
    for name, status, modes in (
        ("card0", "", ""),
        ("card0-HDMI-A-1", "connected\n", "1920x1080\n1280x720\n"),
        ("card0-DP-1", "disconnected\n", ""),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "status").write_text(status)
        (folder / "modes").write_text(modes)
    assert connected_screens(tmp_path) == ("1920x1080",)
