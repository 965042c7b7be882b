from pathlib import Path

import pytest

from kiosk.desk import Backlight, machine_backlight
from kiosk.desk.backlight import LEAST_PERCENT


def panel(folder: Path, now: str = "120", most: str = "240") -> Path:
    folder.mkdir(parents=True)
    (folder / "brightness").write_text(f"{now}\n")
    (folder / "max_brightness").write_text(f"{most}\n")
    return folder


def test_the_first_panel_is_told_how_bright_to_be(tmp_path: Path) -> None:
    panel(tmp_path / "intel")
    light = machine_backlight(tmp_path)
    assert light is not None
    assert light.percent() == 50
    assert light.set_percent(75)
    assert (tmp_path / "intel" / "brightness").read_text() == "180"


@pytest.mark.parametrize(("wanted", "percent"), [(-30, LEAST_PERCENT), (0, LEAST_PERCENT), (130, 100)])
def test_a_panel_never_becomes_too_dark_to_find_the_way_back(
    tmp_path: Path, wanted: int, percent: int
) -> None:
    light = Backlight(panel(tmp_path / "intel", most="1000"))
    assert light.set_percent(wanted)
    assert light.percent() == percent


def test_a_panel_is_put_out_and_lit_again_as_bright_as_before(tmp_path: Path) -> None:
    light = Backlight(panel(tmp_path / "intel"))
    assert light.shine(on=False)
    assert (tmp_path / "intel" / "bl_power").read_text() == "4"
    assert light.shine(on=True)
    assert (tmp_path / "intel" / "bl_power").read_text() == "0"
    assert light.percent() == 50
    assert not Backlight(tmp_path / "gone").shine(on=False)


def test_a_machine_without_a_panel_that_can_be_told_has_none(tmp_path: Path) -> None:
    assert machine_backlight(tmp_path / "absent") is None
    assert machine_backlight(tmp_path) is None
    panel(tmp_path / "broken", now="much")
    panel(tmp_path / "dark", most="0")
    assert machine_backlight(tmp_path) is None


def test_a_panel_that_may_not_be_told_is_no_error(tmp_path: Path) -> None:
    folder = panel(tmp_path / "intel")
    (folder / "brightness").unlink()
    (folder / "brightness").mkdir()
    light = Backlight(folder)
    assert not light.set_percent(50)
    assert light.percent() is None
