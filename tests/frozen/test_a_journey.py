"""The whole way with nothing but frozen programs: a touch on a real display becomes a figure."""

import shutil
from pathlib import Path

import pytest

from tests.frozen.conftest import KIOSK
from tests.frozen.visitor import frozen_kiosk, unexpected
from tests.journeys.office import Office, rate
from tests.journeys.programs import PROGRAMS, end

QUIET = 'data_folder = "kiosk"\nreserve_mib = 1\nreduce_motion = true\n'


def test_touches_on_a_real_display_are_delivered_and_counted(any_office: Office, tmp_path: Path) -> None:
    any_office.config.write_text(QUIET)
    with any_office.serving():
        any_office.enrol()
        with frozen_kiosk(any_office.config, tmp_path) as (visitor, kiosk):
            rate(visitor, 5)
            rate(visitor, 1)
            assert end(kiosk) == 0
        assert any_office.kiosk("deliver").code == 0
        last, settled = any_office.standing()
    assert any_office.scores() == [5, 1]
    assert last == settled
    assert any_office.counted() == (2, [])
    assert unexpected(tmp_path / "said") == []


def test_the_words_are_there_in_english_too(office: Office, tmp_path: Path) -> None:
    office.config.write_text(QUIET + "deliver = false\n")
    with office.serving():
        office.enrol()
    with frozen_kiosk(office.config, tmp_path) as (visitor, kiosk):
        visitor.read("Ai đã phục vụ Ông/Bà?")
        visitor.touch("language")
        visitor.read("Who served you?")
        assert end(kiosk) == 0
    assert unexpected(tmp_path / "said") == []


def test_without_recordings_it_takes_ratings_as_well(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "silent"
    shutil.copytree(KIOSK, silent, symlinks=True, ignore=shutil.ignore_patterns("*.wav"))
    monkeypatch.setitem(PROGRAMS, "kiosk.cli", [str(silent / "hailong-kiosk")])
    office.config.write_text(QUIET + "deliver = false\n")
    with office.serving():
        office.enrol()
    with frozen_kiosk(office.config, tmp_path) as (visitor, kiosk):
        rate(visitor, 4)
        assert end(kiosk) == 0
    assert office.scores() == [4]
    assert unexpected(tmp_path / "said") == []
