"""An administrator installs both packages in a Debian that has nothing else, and a citizen rates there."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from build_spec.linux.debs import build_deb
from sync.contract.version import SOFTWARE
from tests.frozen.conftest import DIST, KIOSK
from tests.journeys.office import UNIT as PLACE
from tests.journeys.office import rate
from tests.journeys.programs import ROOT, end, ledger_lines
from tests.packaging.debian import PLAIN, Debian, base, debian, is_possible
from tests.packaging.session import EXPECTED, UNIT, USER, WATCHDOG_SECONDS, kiosk_session

PROBLEM = is_possible()
pytestmark = pytest.mark.skipif(PROBLEM is not None, reason=PROBLEM or "")
DATA = "/var/lib/hailong-kiosk"
NEXT = f"{SOFTWARE}+next"
QUESTION = "hailong-kiosk hailong-kiosk/delete-data boolean"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    folder = tmp_path_factory.mktemp("system")
    with debian(base(ROOT / "build" / "debian"), folder) as made:
        yield made


@contextmanager
def serving(system: Debian) -> Iterator[str]:
    """The installed central server at work, as its own user; its address."""
    command = ["/usr/bin/hailong-central", "serve", "--port", "0", "--json", "--log-level", "warning"]
    process = subprocess.Popen(
        ["chroot", system.root, *command],
        env=PLAIN,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["address"]
    finally:
        end(process)


def lines(system: Debian) -> list[str]:
    """The kinds of all lines in the kiosk's ledger."""
    return [line["kind"] for line in ledger_lines(system.file(DATA))]


def test_a_whole_life(system: Debian, tmp_path: Path) -> None:
    """Install, enrol, rate, upgrade, remove, install again, purge: in this order, in one system."""
    installed_without_python(system)
    with serving(system) as address:
        enrolled(system, address)
        rated_in_the_session(system, tmp_path)
        counted(system)
    upgraded(system, tmp_path)
    removed_and_installed_again(system)
    purged(system)


def installed_without_python(system: Debian) -> None:
    assert system.run("which", "python3", check=False).returncode != 0
    system.install(next(DIST.glob("hailong-central_*.deb")), next(DIST.glob("hailong-kiosk_*.deb")))
    assert system.run("which", "python3", check=False).returncode != 0
    for program in ("hailong-kiosk", "hailong-central"):
        assert SOFTWARE in system.run(program, "--version").stdout
        state = system.file(f"/etc/systemd/system/multi-user.target.wants/{program}.service")
        assert state.is_symlink()
    place = system.file(DATA)
    assert (place.stat().st_uid, place.stat().st_mode & 0o777) == (system.user(USER), 0o700)


def enrolled(system: Debian, address: str) -> None:
    system.run("hailong-central", "directory", "load", "/usr/lib/hailong-central/parts/assets/demo")
    added = system.run("hailong-central", "kiosk", "add", "--unit", PLACE, "--name", "Sảnh", "--json")
    told = json.loads(added.stdout)
    code = f"{told['code']}.{told['fingerprint']}"
    system.run("hailong-kiosk", "enrol", "--central", address, "--code", code)
    found = json.loads(system.run("hailong-kiosk", "check", "--json").stdout)
    assert all(finding["good"] for finding in found)


def rated_in_the_session(system: Debian, tmp_path: Path) -> None:
    said = tmp_path / "said"
    with kiosk_session(system, said) as session:
        assert session.heard(b"READY=1")
        rate(session.visitor, 5)
        assert session.heard(b"WATCHDOG=1"), f"not within {WATCHDOG_SECONDS} s of the loop"
    unknown = [line for line in said.read_text().splitlines() if line and not EXPECTED.fullmatch(line)]
    assert unknown == []
    assert lines(system)[-1] == "kiosk.stopped"


def counted(system: Debian) -> None:
    system.run("hailong-kiosk", "deliver")
    proof = json.loads(system.run("hailong-central", "verify", "--json").stdout)
    assert (proof["ratings"], proof["differences"]) == (1, [])


def upgraded(system: Debian, tmp_path: Path) -> None:
    settings = system.file("/etc/hailong/kiosk.toml")
    settings.write_text(settings.read_text("utf-8") + "\nreserve_mib = 1\n", "utf-8")
    before, words = lines(system), settings.read_text("utf-8")
    system.install(build_deb("kiosk", KIOSK, tmp_path, NEXT))
    assert NEXT in system.run("dpkg-query", "-W", "hailong-kiosk").stdout
    assert lines(system) == before
    assert settings.read_text("utf-8") == words
    assert system.run("hailong-kiosk", "status").returncode == 0


def removed_and_installed_again(system: Debian) -> None:
    before = lines(system)
    system.run("apt-get", "remove", "-y", "-q", "hailong-kiosk")
    assert not system.file(UNIT).exists()
    assert lines(system) == before
    system.install(next(DIST.glob("hailong-kiosk_*.deb")))
    assert system.run("hailong-kiosk", "status").returncode == 0
    assert lines(system) == before


def purged(system: Debian) -> None:
    before = lines(system)
    kept = system.run("apt-get", "purge", "-y", "-q", "hailong-kiosk")
    assert re.search(f"kept {DATA}", kept.stderr + kept.stdout)
    assert lines(system) == before
    system.install(next(DIST.glob("hailong-kiosk_*.deb")))
    system.run("debconf-set-selections", typed=f"{QUESTION} true\n")
    system.run("apt-get", "purge", "-y", "-q", "hailong-kiosk")
    assert not system.file(DATA).exists()
    assert system.run("id", USER, check=False).returncode != 0
