"""The kiosk on a real display: it fills the screen, and a finger reaches it there."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.journeys.display import display
from tests.journeys.office import Office, rate


@pytest.mark.parametrize("size", [(1280, 800), (1080, 1920)])
def test_a_visit_on_a_real_display_fills_it(office: Office, tmp_path: Path, size: tuple[int, int]) -> None:
    office.config.write_text('data_folder = "kiosk"\ndeliver = false\n')
    with office.serving():
        office.enrol()
    picture = tmp_path / "attract.png"
    with display(*size) as name, office.citizen(QT_QPA_PLATFORM="xcb", DISPLAY=name) as someone:
        someone.see("attract")
        someone.picture(picture)
        rate(someone, 5)
        assert someone.leave() == 0
    assert office.scores() == [5]
    assert QImage(str(picture)).size().toTuple() == size
