"""An administrator installs both packages in a Debian that has nothing else, and a citizen rates there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_spec.linux.debs import build_deb
from sync.contract.version import SOFTWARE
from tests.frozen.conftest import DIST, KIOSK
from tests.journeys.office import UNIT as PLACE
from tests.journeys.office import rate
from tests.journeys.programs import ROOT, ledger_lines
from tests.packaging.debian import Debian, base, booted, copied, fetch, why_impossible
from tests.packaging.screen import EXPECTED, USER, put_before, visitor

PROBLEM = why_impossible()
pytestmark = pytest.mark.skipif(PROBLEM is not None, reason=PROBLEM or "")
DATA = "/var/lib/hailong-kiosk"
UNIT = "hailong-kiosk.service"
NEXT = f"{SOFTWARE}+next"
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


def test_a_whole_life(system: Debian, tmp_path: Path) -> None:
    """Install, enrol, rate, hang, upgrade, remove, install again, purge: in this order, on one machine."""
    both_are_there_without_python(system)
    enrolled(system)
    rated_and_counted(system)
    back_after_a_hang_and_a_kill(system)
    upgraded(system, tmp_path)
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


def removed_and_installed_again(system: Debian) -> None:
    system.run("apt-get", "remove", "-y", "-q", "hailong-kiosk")
    assert system.run("pgrep", "--exact", "hailong-kiosk", check=False).returncode == 1
    before = lines(system)
    assert before.count("rating.given") == 1
    system.install(deb("kiosk"))
    system.until(UNIT, "ActiveState", "active")
    assert lines(system)[: len(before)] == before


def purged(system: Debian) -> None:
    kept = system.run("apt-get", "purge", "-y", "-q", "hailong-kiosk")
    assert f"kept {DATA}" in kept.stdout + kept.stderr
    assert lines(system).count("rating.given") == 1
    system.install(deb("kiosk"))
    system.run("systemctl", "stop", "onlooker")  # a user at work is not taken away
    system.run("debconf-set-selections", typed=f"{QUESTION} true\n")
    system.run("apt-get", "purge", "-y", "-q", "hailong-kiosk")
    assert not system.file(DATA).exists()
    assert system.run("id", USER, check=False).returncode != 0
