"""Panels smaller than those the pages were made for: words still lie beside one another."""

import pytest

from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import scene_at
from tests.kiosk.ui.stage import SCREENS
from tests.screens.drawing import drawn_alone
from tests.screens.test_pages import overlaps

pytestmark = pytest.mark.usefixtures("quiet_qt")
UPRIGHT_10 = (800, 1280, 5.88)


def test_thanks_on_an_upright_10_inch_panel_are_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCREENS, "800x1280-10", UPRIGHT_10)
    looks = [Look(language, large_text=large) for language in ("vi", "en") for large in (False, True)]
    scenes = [("thanks", scene_at(Page.THANKS, look)) for look in looks]
    scenes += [("thanks-invited", scene_at(Page.THANKS, look, invited=True)) for look in looks]
    over = [(drawn.name, *pair) for drawn in drawn_alone("800x1280-10", scenes) for pair in overlaps(drawn)]
    assert over == []
