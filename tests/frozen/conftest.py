"""An office whose programs are the frozen ones in dist/."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import any_office, office, postgres, wire
from tests.journeys.programs import PROGRAMS, ROOT

__all__ = ["any_office", "office", "postgres", "wire"]

DIST = Path(os.environ.get("HAILONG_DIST", ROOT / "dist"))
KIOSK = DIST / "hailong-kiosk"
CENTRAL = DIST / "hailong-central"


EXPECTED = re.compile(r"\d+ of \d+ lines|\d+ % of \d+ pages")
"""How far a delivery or a backup is."""


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever a journey runs is the frozen program; what it says on standard error must be expected."""
    for folder in (KIOSK, CENTRAL):
        assert folder.is_dir(), f"{folder} is not there: make installers"
    monkeypatch.setitem(PROGRAMS, "kiosk.cli", [str(KIOSK / "hailong-kiosk")])
    monkeypatch.setitem(PROGRAMS, "sync.central.cli", [str(CENTRAL / "hailong-central")])
    yield
    said = capfd.readouterr().err.splitlines()
    assert [line for line in said if not EXPECTED.fullmatch(line)] == []
