"""An administrator installs both packages in a Debian that has nothing else, and a citizen rates there."""

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from build_spec.linux.debs import build_deb
from build_spec.releases import make_release, write_release
from kiosk.releases.standing import Standing, number_of, read_standing
from kiosk.store import LEVEL
from sync.contract.keys import public_bytes
from sync.contract.version import SOFTWARE
from tests.frozen.conftest import DIST, KIOSK
from tests.journeys.office import UNIT as PLACE
from tests.journeys.office import rate
from tests.journeys.programs import ROOT, ledger_lines
from tests.packaging.debian import Debian, base, booted, copied, fetch, why_impossible
from tests.packaging.screen import EXPECTED, USER, put_before, visitor
from tests.packaging.waiting import until

PROBLEM = why_impossible()
pytestmark = pytest.mark.skipif(PROBLEM is not None, reason=PROBLEM or "")
DATA = "/var/lib/hailong-kiosk"
UNIT = "hailong-kiosk.service"
NEXT = f"{SOFTWARE}+next"
RELEASE = ("hailong-central", "release")
BY = ("--as", "Minh", "--json")
UPDATE_SECONDS = 1200
RATED = 2
QUESTION = "hailong-kiosk hailong-kiosk/delete-data boolean"


def deb(program: str) -> Path:
    found = next(DIST.glob(f"hailong-{program}_*.deb"), None)
    assert found is not None, "there is nothing to install: make installers"
    return found


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Debian]:
    """Both packages installed, with what apt finds them to need, and the machine switched on."""
    with copied(base(ROOT / "build" / "debian"), tmp_path) as root:
        for program in ("central", "kiosk"):
            (root / "opt" / deb(program).name).write_bytes(deb(program).read_bytes())
        fetch(root, f"/opt/{deb('central').name}", f"/opt/{deb('kiosk').name}")
        with booted(root) as made:
            yield made


def lines(system: Debian) -> list[str]:
    """The kinds of all lines in the kiosk's ledger."""
    return [line["kind"] for line in ledger_lines(system.file(DATA))]


def pid_of_kiosk(system: Debian) -> str:
    return system.run("pgrep", "--exact", "--oldest", "hailong-kiosk").stdout.strip()


@pytest.mark.timeout(2400)
def test_a_whole_life(system: Debian, tmp_path: Path) -> None:
    """Install, enrol, rate, hang, update, roll back, upgrade, go back, remove, install again, purge."""
    both_are_there_without_python(system)
    enrolled(system)
    rated_and_counted(system)
    back_after_a_hang_and_a_kill(system)
    key = Ed25519PrivateKey.generate()
    updated_by_the_server(system, key)
    rolled_back(system, key, tmp_path)
    upgraded(system, tmp_path)
    gone_back(system)
    removed_and_installed_again(system)
    purged(system)


def both_are_there_without_python(system: Debian) -> None:
    assert system.run("which", "python3", check=False).returncode != 0
    for program in ("hailong-kiosk", "hailong-central"):
        assert SOFTWARE in system.run(program, "--version").stdout
        assert system.run("systemctl", "is-enabled", program).stdout.strip() == "enabled"
    assert system.run("stat", "--format=%U %a", DATA).stdout.split() == [USER, "700"]
    system.until("hailong-central.service", "ActiveState", "active")
    assert system.shows(UNIT, "ActiveState") == "inactive", "it is not enrolled yet"


def enrolled(system: Debian) -> None:
    system.run("hailong-central", "directory", "load", "/usr/lib/hailong-central/parts/assets/demo")
    added = system.run("hailong-central", "kiosk", "add", "--unit", PLACE, "--name", "Sảnh", "--json")
    told = json.loads(added.stdout)
    code = f"{told['code']}.{told['fingerprint']}"
    system.run("hailong-kiosk", "enrol", "--central", told["address"], "--code", code)
    found = json.loads(system.run("hailong-kiosk", "check", "--json").stdout)
    assert all(finding["good"] for finding in found)


def rated_and_counted(system: Debian) -> None:
    put_before(system)
    system.run("systemctl", "start", UNIT)
    assert system.shows(UNIT, "ActiveState") == "active", "it said itself that it is ready"
    with visitor(system) as someone:
        rate(someone, 5)
    system.run("systemctl", "stop", UNIT)
    assert [line for line in system.said(UNIT) if not EXPECTED.fullmatch(line)] == []
    assert system.shows(UNIT, "Result") == "success"
    assert lines(system)[-1] == "kiosk.stopped"
    system.run("hailong-kiosk", "deliver")
    proof = json.loads(system.run("hailong-central", "verify", "--json").stdout)
    assert (proof["ratings"], proof["differences"]) == (1, [])


def back_after_a_hang_and_a_kill(system: Debian) -> None:
    system.run("systemctl", "start", UNIT)
    for times, signal in enumerate(("STOP", "KILL"), start=1):
        system.run("kill", f"-{signal}", pid_of_kiosk(system))
        system.until(UNIT, "NRestarts", str(times))
        system.until(UNIT, "ActiveState", "active")


def updated_by_the_server(system: Debian, key: Ed25519PrivateKey) -> None:
    """The administrator names the vendor's key; all that follows is done at the province."""
    with system.file("/etc/hailong/release.keys").open("a", encoding="utf-8") as keys:
        keys.write(f"{public_bytes(key).hex()}\n")
    system.run("systemctl", "restart", UNIT)
    file = released(system, KIOSK, key, 2)
    added = system.run(*RELEASE, "add", file, "--new-key", public_bytes(key).hex(), *BY)
    system.run(*RELEASE, "stage", json.loads(added.stdout)["release"], "--ring", "all", *BY)
    until(
        lambda: number_of(standing(system).confirmed or "") == 2, "release 2 is not at work", UPDATE_SECONDS
    )
    assert system.run("readlink", f"/proc/{pid_of_kiosk(system)}/exe").stdout.startswith(
        f"{DATA}/releases/2-"
    )
    assert system.shows(UNIT, "ActiveState") == "active", "it says itself that it is ready"
    with visitor(system) as someone:
        rate(someone, 4)
    system.run("systemctl", "stop", UNIT)
    system.run("hailong-kiosk", "deliver")
    (told,) = json.loads(system.run(*RELEASE, "list", "--json").stdout)
    assert (told["confirmed"], told["trying"], told["failed"]) == (1, 0, 0)


def rolled_back(system: Debian, key: Ed25519PrivateKey, tmp_path: Path) -> None:
    """A stick brings one that is damaged in a way that no signature tells."""
    broken, before = tmp_path / "broken", lines(system)
    shutil.copytree(KIOSK, broken, symlinks=True)
    (broken / "parts" / "base_library.zip").write_bytes(b"")
    system.run("hailong-kiosk", "update", released(system, broken, key, 3))
    system.run("systemctl", "start", UNIT, check=False)
    until(lambda: standing(system).trial is None and not standing(system).news, "it is not given up")
    system.until(UNIT, "ActiveState", "active")
    assert number_of(standing(system).confirmed or "") == 2
    after = lines(system)
    assert after[: len(before)] == before
    assert "update.done" in after[len(before) :], "the ledger says what became of it"


def released(system: Debian, folder: Path, key: Ed25519PrivateKey, number: int) -> str:
    """The place there of a release of the program in `folder`."""
    place = f"/opt/{number}.release"
    made_ms = time.time_ns() // 1_000_000
    write_release(system.file(place), *make_release(folder, key, made_ms=made_ms, number=number))
    return place


def standing(system: Debian) -> Standing:
    return read_standing(system.file(DATA))


def upgraded(system: Debian, tmp_path: Path) -> None:
    settings = system.file("/etc/hailong/kiosk.toml")
    settings.write_text(settings.read_text("utf-8") + "\nreserve_mib = 1\n", "utf-8")
    before, words = lines(system), settings.read_text("utf-8")
    system.install(build_deb("kiosk", KIOSK, tmp_path, NEXT))
    assert NEXT in system.run("dpkg-query", "-W", "hailong-kiosk").stdout
    assert settings.read_text("utf-8") == words
    after = lines(system)
    assert after[: len(before)] == before
    assert after[-2:] == ["kiosk.stopped", "kiosk.started"], "the new one is at work"


def gone_back(system: Debian) -> None:
    """A package that is older than the ledger's database refuses, and changes nothing."""
    system.run("systemctl", "stop", UNIT)
    before = lines(system)
    set_level(system, LEVEL + 1)
    system.run("dpkg", "--install", f"/opt/{deb('kiosk').name}")
    system.run("systemctl", "stop", UNIT)
    refused = system.run("hailong-kiosk", "status", check=False)
    assert refused.returncode != 0
    assert "Install that version again; nothing was changed." in refused.stderr
    assert lines(system) == before
    set_level(system, LEVEL)
    system.run("systemctl", "start", UNIT)
    assert lines(system)[: len(before)] == before


def set_level(system: Debian, level: int) -> None:
    """As a package of that level leaves the database."""
    with closing(sqlite3.connect(system.file(DATA) / "ledger" / "ledger.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {level}")


def removed_and_installed_again(system: Debian) -> None:
    system.run("apt-get", "remove", "-y", "-q", "hailong-kiosk")
    assert system.run("pgrep", "--exact", "hailong-kiosk", check=False).returncode == 1
    before = lines(system)
    assert before.count("rating.given") == RATED
    system.install(deb("kiosk"))
    system.until(UNIT, "ActiveState", "active")
    assert lines(system)[: len(before)] == before


def purged(system: Debian) -> None:
    kept = system.run("apt-get", "purge", "-y", "-q", "hailong-kiosk")
    assert f"kept {DATA}" in kept.stdout + kept.stderr
    assert lines(system).count("rating.given") == RATED
    system.install(deb("kiosk"))
    system.run("systemctl", "stop", "onlooker")  # a user at work is not taken away
    system.run("debconf-set-selections", typed=f"{QUESTION} true\n")
    system.run("apt-get", "purge", "-y", "-q", "hailong-kiosk")
    assert not system.file(DATA).exists()
    assert system.run("id", USER, check=False).returncode != 0
