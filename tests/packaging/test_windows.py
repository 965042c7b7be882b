"""An administrator installs the kiosk on a Windows that wine makes, and a citizen rates there."""

import json
import re
import shutil
import signal
import socket
import statistics
import time
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from build_spec.releases import make_release, write_release
from build_spec.windows.programs import PLACE
from build_spec.windows.setups import build_setup
from build_spec.windows.tools import tools
from build_spec.windows.wine import Wine, why_impossible, windows_path
from kiosk.releases.standing import number_of
from sync.contract.keys import public_bytes
from sync.contract.version import SOFTWARE
from tests.frozen.conftest import DIST
from tests.journeys.conftest import office, wire
from tests.journeys.display import display
from tests.journeys.office import UNIT, Office, rate
from tests.journeys.programs import ROOT, central, citizen
from tests.packaging.waiting import until
from tests.packaging.windows import Machine, Visitor

__all__ = ["office", "wire"]

PROBLEM = why_impossible()
pytestmark = pytest.mark.skipif(PROBLEM is not None, reason=PROBLEM or "")
PROGRAM = DIST / "windows" / "hailong-kiosk"
NEXT = f"{SOFTWARE}+next"
TWIN = 'data_folder = "twin"\nwindowed = true\ndeliver = false\nreserve_mib = 1\nreduce_motion = true\n'
KEYS = ROOT / "build_spec" / "release.keys"
PICTURE = ROOT / "build" / "screens" / "installed on Windows.png"
STARTS = 3


def setup_file() -> Path:
    found = next(DIST.glob("hailong-kiosk_*_setup.exe"), None)
    assert found is not None, "there is nothing to install: make installers"
    return found


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A new Windows with a screen."""
    with display(1280, 800) as screen:
        wine = Wine(tmp_path / "wine", screen)
        wine.make()
        try:
            yield Machine(wine)
        finally:
            wine.end()


@pytest.mark.timeout(2400)
def test_a_whole_life(machine: Machine, office: Office, tmp_path: Path) -> None:
    """Install, rate, hang, update, roll back, upgrade, remove, install again, purge: on one machine."""
    key = Ed25519PrivateKey.generate()
    options_that_do_not_fit_change_nothing(machine, tmp_path)
    with office.serving():
        installed_and_enrolled(machine, office, key, tmp_path)
        rated_and_counted(machine, office, tmp_path)
        back_after_a_kill_and_a_hang(machine)
        updated_and_rolled_back(machine, office, key, tmp_path)
        upgraded(machine, tmp_path)
    start_is_told(machine)
    removed_and_purged(machine)


def options_that_do_not_fit_change_nothing(machine: Machine, tmp_path: Path) -> None:
    for options in (
        ("/CENTRAL=https://hailong.example.gov.vn",),
        ("/CODE=ABCD",),
        (f"/CONFIG={windows_path(tmp_path / 'nowhere')}",),
    ):
        assert machine.setup(setup_file(), *options) == 2
    assert not machine.home.exists()
    assert not machine.data.exists()


def installed_and_enrolled(machine: Machine, office: Office, key: Ed25519PrivateKey, tmp_path: Path) -> None:
    assert machine.setup(setup_file(), "/CENTRAL=http://127.0.0.1:9", "/CODE=ABCD-EFGH") == 3
    assert "fingerprint" in (machine.data / "install.log").read_text("utf-8")
    file = tmp_path / "an-binh.provisioning"
    place = ["--unit", UNIT, "--count", "2", "--address", office.wire.address, "--out", str(file)]
    site = ["--data", str(office.data.with_name("central")), "--database", office.database]
    assert central("kiosk", "provision", *place, *site).code == 0
    assert (machine.data / "release.keys").read_text("utf-8") == KEYS.read_text("utf-8")
    keys = tmp_path / "release.keys"
    keys.write_text(f"{public_bytes(key).hex()}\n", "ascii")
    options = (f"/CONFIG={windows_path(file)}", f"/KEYS={windows_path(keys)}")
    assert machine.setup(setup_file(), *options) == 0
    found = json.loads(machine.kiosk("check", "--json").stdout)
    assert [one["what"] for one in found if not one["good"]] == ["touch"], "wine has a pointer and no panel"
    assert "An Bình" in machine.kiosk("status").stdout, "words are UTF-8 in a pipe, too"


def rated_and_counted(machine: Machine, office: Office, tmp_path: Path) -> None:
    twin = tmp_path / "twin.toml"
    twin.write_text(TWIN)
    office.config, office.data = twin, tmp_path / "twin"
    office.enrol()
    settings = machine.data / "kiosk.toml"
    settings.write_text(settings.read_text("utf-8") + "\nreduce_motion = true\nreserve_mib = 1\n", "utf-8")
    with machine.signed_in(), citizen(twin) as same:
        visitor = Visitor(machine.wine.display, same, tmp_path)
        visitor.see("attract")
        visitor.keep(PICTURE)
        rate(visitor, 5)  # type: ignore[arg-type]
    assert machine.kinds()[-1] == "kiosk.stopped", "it ended in order"
    assert machine.kinds().count("rating.given") == 1
    assert machine.kiosk("deliver").returncode == 0
    assert office.kiosk("deliver").code == 0
    assert office.counted() == (2, []), "the kiosk's, and its twin's"


def back_after_a_kill_and_a_hang(machine: Machine) -> None:
    with machine.signed_in():
        for signalled, words in (
            (signal.SIGKILL, "the kiosk ended with"),
            (signal.SIGSTOP, "the kiosk hangs"),
        ):
            starts, (gone,) = machine.starts(), machine.running()
            gone.send_signal(signalled)
            machine.started_again(starts)
            assert words in machine.log
            with suppress(psutil.NoSuchProcess):
                gone.kill()


def updated_and_rolled_back(machine: Machine, office: Office, key: Ed25519PrivateKey, tmp_path: Path) -> None:
    """A release is laid out and proves itself; one that is damaged makes way; each dies with its launcher."""
    before = machine.kinds()
    assert machine.kiosk("update", released(PROGRAM, key, 2, tmp_path)).returncode == 0
    with machine.signed_in():
        until(lambda: number_of(machine.standing.confirmed or "") == 2, "release 2 is not at work")
        until(lambda: not machine.standing.news, "the ledger is not told")
        for which, signalled in ((1, signal.SIGSTOP), (0, signal.SIGKILL)):
            starts, both = machine.starts(), machine.running()
            assert ["releases" in " ".join(one.cmdline()) for one in both] == [False, True]
            both[which].send_signal(signalled)
            machine.started_again(starts)
            assert not set(both) & set(machine.running()), "the release ended with its launcher"
    broken = tmp_path / "broken"
    shutil.copytree(PROGRAM, broken)
    (broken / "parts" / "base_library.zip").write_bytes(b"")
    assert machine.kiosk("update", released(broken, key, 3, tmp_path)).returncode == 0
    with machine.signed_in():
        assert number_of(machine.standing.confirmed or "") == 2
        assert machine.standing.trial is None
        until(lambda: not machine.standing.news, "the ledger is not told")
    after = machine.kinds()
    assert after[: len(before)] == before
    assert after.count("update.begun") == 1
    assert after.count("update.done") == 2
    assert machine.kiosk("deliver").returncode == 0
    assert office.counted() == (2, [])


def released(folder: Path, key: Ed25519PrivateKey, number: int, tmp_path: Path) -> str:
    """The file of a release of the program in `folder`, as Windows names it."""
    file, made_ms = tmp_path / f"{number}.release", time.time_ns() // 1_000_000
    write_release(file, *make_release(folder, key, made_ms=made_ms, number=number))
    return windows_path(file)


def upgraded(machine: Machine, tmp_path: Path) -> None:
    settings = machine.data / "kiosk.toml"
    before, words = machine.kinds(), settings.read_text("utf-8")
    with machine.signed_in():
        assert machine.setup(build_setup(PROGRAM, tmp_path, NEXT, quick=True)) == 0
    assert settings.read_text("utf-8") == words
    after = machine.kinds()
    assert after[: len(before)] == before
    assert after.count("kiosk.started") == before.count("kiosk.started") + 1
    assert after[-1] == "kiosk.stopped", "the installer ended it in order"
    assert NEXT in machine.wine.run("reg", "query", UNINSTALL, "/v", "DisplayVersion").stdout


UNINSTALL = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\HaiLong"


def start_is_told(machine: Machine) -> None:
    """How long a start takes, frozen, as a ratio to the same under Windows' Python; told, never judged."""
    python = windows_path(tools(PLACE / "tools") / "python.exe")
    unfrozen = [python, "-m", "kiosk.cli"]
    ratios = [
        ready_seconds(machine, [machine.program]) / ready_seconds(machine, unfrozen) for _ in range(STARTS)
    ]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"start of the kiosk under wine, frozen/unfrozen: {statistics.median(ratios):.2f} ({spread})")


def ready_seconds(machine: Machine, program: list[str]) -> float:
    """From the start until the kiosk tells its keeper that its first page is shown."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as keeper:
        keeper.bind(("127.0.0.1", 0))
        keeper.settimeout(180)
        own = {
            "NOTIFY_SOCKET": f"127.0.0.1:{keeper.getsockname()[1]}",
            "PYTHONPATH": windows_path(ROOT),
        }
        began = time.monotonic()
        with machine.wine.started(*program, "run", **own) as process:
            try:
                while b"READY=1" not in keeper.recv(64):
                    pass
                return time.monotonic() - began
            finally:
                machine.wine.end()
                process.wait()


def removed_and_purged(machine: Machine) -> None:
    before = machine.kinds()
    machine.uninstall()
    assert machine.wine.run("reg", "query", UNINSTALL).returncode != 0
    assert not machine.task.exists()
    assert machine.kinds() == before, "the ledger stays"
    assert machine.setup(setup_file(), "/IMAGE") == 0
    told = json.loads(machine.kiosk("status", "--json").stdout)
    assert (told["last"], re.match(r"\d+\.\d+\.\d+", told["software"]) is not None) == (len(before), True)
    machine.uninstall("/PURGE")
    assert not machine.data.exists()
    assert machine.setup(setup_file(), "/IMAGE", "/CALL_PORT=8401") == 0
    settings = tomllib.loads((machine.data / "kiosk.toml").read_text("utf-8"))
    assert settings == {"data_folder": "kiosk", "call_host": "0.0.0.0", "call_port": 8401}
