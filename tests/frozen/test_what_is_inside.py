"""What stands in the folders: all that is needed, nothing that is not the program's, every licence."""

import hashlib
import json
import os
import re
import subprocess
from base64 import urlsafe_b64encode
from importlib.metadata import files
from pathlib import Path

import pytest

from build_spec.freezing.comparing import differing_bytes
from tests.frozen.conftest import CENTRAL, DIST, KIOSK
from tests.journeys.programs import ROOT

BOTH = pytest.mark.parametrize("folder", [KIOSK, CENTRAL], ids=lambda folder: folder.name)


@BOTH
def test_no_shared_library_is_missing(folder: Path) -> None:
    libraries = [path for path in folder.rglob("*.so*") if not path.is_symlink()]
    environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(folder / "parts")}
    done = subprocess.run(
        ["ldd", *libraries], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert [line.strip() for line in done.stdout.splitlines() if "not found" in line] == []


@BOTH
def test_nothing_points_out_of_the_folder_or_to_nowhere(folder: Path) -> None:
    links = [path for path in folder.rglob("*") if path.is_symlink()]
    assert [link for link in links if not link.resolve().is_relative_to(folder) or not link.exists()] == []


@BOTH
def test_it_holds_no_tests_and_names_no_folder_of_the_machine_that_froze_it(folder: Path) -> None:
    names = {path.name for path in (folder / "parts").iterdir()}
    assert not names & {"tests", "build_spec", "hypothesis", "pytest", "PyInstaller"}
    here = str(ROOT).encode()
    assert [path for path in folder.rglob("*") if path.is_file() and here in path.read_bytes()] == []


def test_qt_is_the_very_library_of_its_release_and_may_be_replaced() -> None:
    parts = KIOSK / "parts"
    told = {
        str(file): file.hash.value
        for file in files("PySide6_Essentials") or ()
        if file.hash and "/Qt/lib/" in str(file)
    }
    own = [path for path in (parts / "PySide6" / "Qt" / "lib").iterdir() if not path.is_symlink()]
    assert len(own) > 10
    for library in own:
        digest = hashlib.sha256(library.read_bytes()).digest()
        assert told[str(library.relative_to(parts))] == _urlsafe(digest)


@BOTH
def test_every_work_inside_is_named_with_its_licence_and_text(folder: Path) -> None:
    bom = json.loads((folder / "sbom.cdx.json").read_text("utf-8"))
    components = bom["components"]
    assert (bom["bomFormat"], bom["metadata"]["component"]["name"]) == ("CycloneDX", folder.name)
    assert all(component["licenses"] for component in components)
    for component in components:
        texts = list((folder / "notices" / component["bom-ref"]).iterdir())
        assert texts
        assert all(text.stat().st_size for text in texts), component["name"]
    names = {component["name"] for component in components}
    assert {"CPython", "OpenSSL", "libsqlite3-0", "Be Vietnam Pro", "PyInstaller's bootloader"} <= names
    assert ({"Qt", "Qt for Python", "Shiboken", "ICU"} <= names) == (folder == KIOSK)


@pytest.mark.parametrize(("folder", "lock"), [(KIOSK, "kiosk"), (CENTRAL, "central")])
def test_its_libraries_are_those_that_its_lock_pins(folder: Path, lock: str) -> None:
    text = (ROOT / "build_spec" / "locks" / f"{lock}.txt").read_text("utf-8")
    pinned = set(re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==(\S+)", text, re.MULTILINE))
    bom = json.loads((folder / "sbom.cdx.json").read_text("utf-8"))
    wheels = {
        (component["name"].lower().replace("_", "-"), component["version"])
        for component in bom["components"]
        if component.get("purl", "").startswith("pkg:pypi/")
    }
    assert wheels
    assert wheels <= pinned


def test_the_packages_hold_what_the_folders_hold(tmp_path: Path) -> None:
    for folder in (KIOSK, CENTRAL):
        deb = next(DIST.glob(f"{folder.name}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", deb, tmp_path], check=True)
        assert differing_bytes(folder, tmp_path / "usr" / "lib" / folder.name) == 0


def _urlsafe(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
