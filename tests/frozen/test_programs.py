"""The frozen programs do what those in a virtual environment do, and say nothing else."""

import subprocess
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from sync.contract.version import SOFTWARE
from tests.frozen.conftest import CENTRAL, KIOSK
from tests.journeys.office import Office

BOTH = (KIOSK / "hailong-kiosk", CENTRAL / "hailong-central")


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("program", BOTH, ids=lambda program: program.name)
def test_it_tells_what_it_can_do_and_of_which_version_it_is(program: Path) -> None:
    helped, told = run(program, "--help"), run(program, "--version")
    assert (helped.returncode, helped.stderr, told.returncode, told.stderr) == (0, "", 0, "")
    assert program.name in helped.stdout
    assert SOFTWARE in told.stdout


@pytest.mark.parametrize("program", BOTH, ids=lambda program: program.name)
def test_without_settings_or_data_it_refuses_in_words(program: Path, tmp_path: Path) -> None:
    command = ["status"] if program.name == "hailong-kiosk" else ["serve", "--port", "no"]
    refused = subprocess.run(
        [program, *command], env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert refused.returncode == (5 if program.name == "hailong-kiosk" else 2)
    assert refused.stderr.count("\n") == 1


def test_a_kiosk_that_was_enrolled_finds_nothing_wrong(office: Office) -> None:
    with office.serving():
        office.enrol()
        found = {finding["what"]: finding["good"] for finding in office.kiosk("check", "--json").told}
    assert {"ledger", "directory", "photos", "central server"} <= found.keys()
    assert all(found.values())


def test_the_server_shows_its_pages_with_their_letters_and_looks(office: Office) -> None:
    with office.serving() as server:
        page = fetch(f"{server.address}/sign-in")
        assert "Hài Lòng" in page.decode()
        links = [part.partition('"')[0] for part in page.decode().split('href="')[1:]]
        style = next(link for link in links if ".css" in link)
        assert b"font-face" in fetch(f"{server.address}{style}")


def test_the_server_looks_after_holidays_backups_and_people(office: Office, tmp_path: Path) -> None:
    assert office.central("look").code == 0
    assert office.central("account", "first", "--login", "minh@tinh.example", "--name", "Minh").code == 0
    kept = tmp_path / "monday.backup"
    assert office.central("backup", str(kept), "--stdin", typed="một câu dài để niêm phong").code == 0
    assert kept.stat().st_size > 0
    assert office.central("check").code == 0


def fetch(address: str) -> bytes:
    with closing(urllib.request.urlopen(address, timeout=30)) as answer:
        content: bytes = answer.read()
    return content
