"""The launcher as a process: it starts something whatever it finds, and counts before it starts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import launch
from kiosk.releases.choosing import TRIAL_STARTS, tried
from kiosk.releases.standing import (
    Standing,
    folder_name,
    read_standing,
    release_of,
    releases_folder,
    write_standing,
)
from tests.journeys.programs import ROOT

NEW, OLD = folder_name(3, "cd" * 32), folder_name(2, "ab" * 32)
PACKAGED = """\
import sys, types
cli = types.ModuleType("kiosk.cli")
cli.main = lambda given: print("packaged", *given) or 0
sys.modules["kiosk.cli"] = cli
from kiosk.launch import main
sys.exit(main(sys.argv[1:]))
"""
NOTHING_ELSE = """\
import sys
import kiosk.launch
heavy = {"msgspec", "cryptography", "sqlite_utils", "PySide6", "requests"} & set(sys.modules)
sys.exit(f"the launcher loads {heavy}" if heavy else 0)
"""


def lay(data: Path, name: str, script: str) -> None:
    folder = releases_folder(data) / name
    folder.mkdir(parents=True)
    (folder / "hailong-kiosk").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "hailong-kiosk").chmod(0o755)


def start(data: Path, *given: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PACKAGED, *(given or ("run",))],
        env=os.environ | {"HAILONG_DATA_FOLDER": str(data), "PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_needs_the_standard_library_only() -> None:
    done = subprocess.run([sys.executable, "-c", NOTHING_ELSE], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""


def test_without_releases_the_packaged_program_runs_with_what_it_was_given(tmp_path: Path) -> None:
    assert start(tmp_path, "status", "--json").stdout == "packaged status --json\n"


@pytest.mark.parametrize("command", ["keep", "leave"])
def test_no_release_keeps_itself(tmp_path: Path, command: str) -> None:
    lay(tmp_path, OLD, "echo old")
    write_standing(tmp_path, Standing(confirmed=OLD, floor=2))
    assert start(tmp_path, command).stdout == f"packaged {command}\n"
    assert start(tmp_path, "status").stdout == "old\n"


def test_a_release_that_crashes_at_each_start_makes_way_to_the_one_before_it(tmp_path: Path) -> None:
    lay(tmp_path, OLD, 'echo old "$1" "$HAILONG_LAUNCHED"')
    lay(tmp_path, NEW, "kill -9 $$")
    write_standing(tmp_path, tried(Standing(confirmed=OLD, floor=2), NEW))
    ends = [start(tmp_path).returncode for _ in range(TRIAL_STARTS)]
    assert ends == [-signal.SIGKILL] * TRIAL_STARTS
    assert start(tmp_path).stdout == f"old run {OLD}\n"
    assert read_standing(tmp_path).news == ((release_of(NEW), 3, "crashed"),)


def test_a_power_cut_after_the_count_is_a_start_that_counts(tmp_path: Path) -> None:
    lay(tmp_path, NEW, "echo new")
    write_standing(tmp_path, tried(Standing(), NEW))
    assert start(tmp_path, HAILONG_CRASH_AT="launch.after_count").returncode == -signal.SIGKILL
    assert read_standing(tmp_path).starts == 1
    assert start(tmp_path).stdout == "new\n"


@pytest.mark.parametrize("damage", ["gone", "empty", "not executable"])
def test_a_program_that_cannot_be_started_is_no_reason_to_start_none(tmp_path: Path, damage: str) -> None:
    lay(tmp_path, OLD, "echo old")
    lay(tmp_path, NEW, "echo new")
    file = releases_folder(tmp_path) / NEW / "hailong-kiosk"
    if damage == "gone":
        file.unlink()
    elif damage == "empty":
        file.write_bytes(bytes(4))
    else:
        file.chmod(0o600)
    write_standing(tmp_path, tried(Standing(confirmed=OLD, floor=2), NEW))
    assert start(tmp_path).stdout == "old\n"
    (releases_folder(tmp_path) / OLD / "hailong-kiosk").unlink()
    assert start(tmp_path).stdout == "packaged run\n"


@pytest.mark.parametrize("content", [b"", b"{}", b'{"confirmed": "../../etc"}', b"\xff", b"[]", b"null"])
def test_a_standing_that_says_nothing_of_use_leaves_the_packaged_program(
    tmp_path: Path, content: bytes
) -> None:
    releases_folder(tmp_path).mkdir(parents=True)
    (releases_folder(tmp_path) / "standing.json").write_bytes(content)
    assert start(tmp_path).stdout == "packaged run\n"


def test_no_trial_begins_that_cannot_be_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_data: Path, _standing: Standing) -> None:
        raise OSError(28, "no room")

    write_standing(tmp_path, tried(Standing(confirmed=OLD, floor=2), NEW))
    monkeypatch.setattr(launch, "write_standing", full)
    assert launch._counted(tmp_path, read_standing(tmp_path)) == OLD
    write_standing(tmp_path, Standing(confirmed=OLD, floor=2))
    assert launch._counted(tmp_path, read_standing(tmp_path)) == OLD


def test_a_standing_that_is_lost_lets_nothing_older_in_than_what_lies_here(tmp_path: Path) -> None:
    lay(tmp_path, NEW, "echo new")
    (releases_folder(tmp_path) / "standing.json").write_bytes(bytes(64))
    assert read_standing(tmp_path) == Standing(floor=3)


def test_a_setting_that_only_a_newer_release_knows_does_not_hinder_the_launcher(tmp_path: Path) -> None:
    lay(tmp_path, OLD, "echo old")
    write_standing(tmp_path, Standing(confirmed=OLD, floor=2))
    config = tmp_path / "kiosk.toml"
    config.write_text(f'data_folder = "{tmp_path}"\nwings = 2\n')
    done = subprocess.run(
        [sys.executable, "-c", PACKAGED, "run", "--config", str(config)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "old\n"
