"""What is installed elsewhere is whole, and comes from pinned parts only."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "build_spec" / "locks"
PIN = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)(?: ; .*)? \\$", re.MULTILINE)


def tracked(*folders: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *folders], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(listed.stdout.split())


def test_the_wheel_holds_every_file_of_the_programs_and_their_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sources = {name for name in tracked("assets/i18n") if name.endswith(".ts")}
    compiled = {name.removesuffix(".ts") + ".qm" for name in sources}
    pictures = tracked("assets/screenshots")
    assert tracked("kiosk", "sync", "assets") - pictures | compiled <= held
    assert not {name for name in held if name.startswith(("tests", "build_spec")) or name in pictures}


@pytest.mark.parametrize("name", ["kiosk", "central", "build", "installers", "development", "kinto"])
def test_a_lock_pins_with_hashes_and_names_no_registry(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    assert "://" not in text
    assert "--index" not in text
    assert all("--hash=sha256:" in block for block in blocks if block.strip())
    assert len(PIN.findall(text)) == len([block for block in blocks if block.strip()])


@pytest.mark.parametrize("name", ["kiosk", "central", "build", "installers"])
def test_what_is_tested_is_what_is_installed(name: str) -> None:
    tested = dict(PIN.findall((LOCKS / "development.txt").read_text(encoding="utf-8")))
    installed = dict(PIN.findall((LOCKS / f"{name}.txt").read_text(encoding="utf-8")))
    assert installed
    assert installed.items() <= tested.items()


def test_qt_is_the_release_that_counts_none_right() -> None:
    kiosk = dict(PIN.findall((LOCKS / "kiosk.txt").read_text(encoding="utf-8")))
    assert kiosk["pyside6-essentials"] == "6.11.3"
