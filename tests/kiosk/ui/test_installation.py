from pathlib import Path

import pytest

from kiosk.ui import typefaces, window
from kiosk.ui.model import VisitModel
from kiosk.ui.typefaces import MissingTypeface
from kiosk.ui.window import BrokenScreen, open_window
from tests.kiosk.ui.scenes import NOW_MS

pytestmark = pytest.mark.usefixtures("qt")


def test_a_screen_without_its_pages_says_which_file_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "QML", tmp_path)
    with pytest.raises(BrokenScreen, match=r"Main\.qml"):
        open_window(VisitModel(lambda event: None, lambda: NOW_MS), windowed=True)


def test_letters_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Torn.ttf").write_bytes(b"no letters")
    monkeypatch.setattr(typefaces, "FOLDER", tmp_path)
    with pytest.raises(MissingTypeface, match=r"Torn\.ttf: not a font Qt can read"):
        typefaces.load_typefaces()
