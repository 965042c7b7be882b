"""What an administrator copies names settings that there are, and shuts out what the server never needs."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from build_spec.linux.debs import PACKAGES
from sync.central.settings import ENVIRONMENT, KEYS, Settings

LINUX = Path(__file__).parents[2] / "build_spec" / "linux"
UNIT = LINUX / "hailong-central.service"
CLUSTER = LINUX.parent / "cluster"
KIOSK = LINUX / "kiosk" / "hailong-kiosk.service"
MOST_EXPOSED = {UNIT: 15, KIOSK: 23}
"""Tenths: what systemd-analyze calls OK ends at 5.0, and a service without any hardening has 9.6.

A kiosk needs its screen.
"""


def service(unit: Path = UNIT) -> list[tuple[str, str]]:
    """The keys of [Service], which may stand there several times."""
    body = unit.read_text("utf-8").partition("[Service]")[2].partition("[Install]")[0]
    lines = [line for line in body.splitlines() if line and not line.startswith("#")]
    return [(name, value) for name, _, value in (line.partition("=") for line in lines)]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("unit", MOST_EXPOSED, ids=lambda unit: unit.stem)
def test_the_unit_leaves_hardly_anything_open(unit: Path) -> None:
    judged = subprocess.run(
        [
            "systemd-analyze",
            "security",
            "--offline=true",
            f"--threshold={MOST_EXPOSED[unit]}",
            "--no-pager",
            str(unit),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert judged.stderr == ""


def test_the_unit_names_settings_that_there_are_and_waits_longer_than_a_stop_takes() -> None:
    told = service()
    named = [value.partition("=")[0] for name, value in told if name == "Environment"]
    assert named
    for name in named:
        key = name.removeprefix(ENVIRONMENT).lower()
        assert key in KEYS or key == "config"
    one = dict(told)
    stop_seconds = Settings(data=Path(), database="").stop_seconds
    assert int(one["TimeoutStopSec"]) >= stop_seconds + 15
    assert (one["Type"], one["User"], one["StateDirectory"]) == ("notify", "hailong", "hailong-central")
    assert int(one["WatchdogSec"]) >= 10
    assert one["RestartPreventExitStatus"] == "2 4"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize(
    "unit", [UNIT, KIOSK, CLUSTER / "hailong-central@.service"], ids=lambda unit: unit.name
)
def test_systemd_understands_every_line_of_the_units(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name
    copy.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8")), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(copy)]
    judged = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (judged.returncode, judged.stderr) == (0, "")


def test_a_kiosk_is_never_given_up_and_ends_for_staff_alone() -> None:
    one = dict(service(KIOSK))
    assert (one["Restart"], one["RestartPreventExitStatus"]) == ("always", "11")
    assert "StartLimitIntervalSec=0" in KIOSK.read_text("utf-8")
    assert (one["Type"], one["NotifyAccess"]) == ("notify", "all"), (
        "cage is the main process, the kiosk speaks"
    )
    assert int(one["WatchdogSec"]) >= 10


def test_a_kiosks_session_has_no_key_to_another_console() -> None:
    cage, kiosk = dict(service(KIOSK))["ExecStart"].split(" -- ")
    assert "-s" not in cage.split()
    assert kiosk.split()[:3] == ["/usr/bin/env", "-u", "WATCHDOG_PID"], "its watchdog is its own"


def test_a_kiosks_package_takes_the_kernels_keys_and_the_other_consoles_away() -> None:
    laid = {place.rpartition("/")[0]: LINUX / source for place, source in PACKAGES["kiosk"].files.items()}
    keys, consoles = ConfigParser(), ConfigParser()
    keys.read_string("[kernel]\n" + laid["usr/lib/sysctl.d"].read_text("utf-8"))
    assert keys["kernel"]["kernel.sysrq"] == "0"
    consoles.read(laid["usr/lib/systemd/logind.conf.d"], "utf-8")
    assert (consoles["Login"]["NAutoVTs"], consoles["Login"]["ReserveVT"]) == ("0", "0")
    assert consoles["Login"]["HandleSuspendKey"] == "ignore"


def test_sticks_are_mounted_so_that_nothing_runs_from_them() -> None:
    unit = (LINUX / "kiosk" / "hailong-stick@.service").read_text("utf-8")
    options = re.search(r"mount -o (\S+)", unit)
    assert options is not None
    assert {"nosuid", "nodev", "noexec", "umask=0077"} <= set(options.group(1).split(","))
    assert 'ENV{UDISKS_IGNORE}="1"' in (LINUX / "kiosk" / "stick.rules").read_text("utf-8")


def test_the_proxys_example_believes_no_caller_and_logs_none() -> None:
    text = (LINUX / "nginx-hailong.conf").read_text("utf-8")
    assert "access_log off;" in text
    assert re.search(r"proxy_set_header X-Forwarded-For\s+\$remote_addr;", text), (
        "overwritten, not appended to"
    )
    assert "$proxy_add_x_forwarded_for" not in text
    settings = re.search(r"#\s+host = (.*)", text)
    assert settings is not None
    told = ConfigParser(delimiters=("=",))
    told.read_string("[x]\n" + "\n".join(re.split(r" {4}", "host = " + settings.group(1))))
    for name, value in told["x"].items():
        assert KEYS[name].read(value.strip('"'))
