"""The installed kiosk in the session that its unit describes, without systemd: cage, with no screen."""

import os
import re
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.frozen.visitor import EXPECTED as ASKED
from tests.frozen.visitor import Visitor
from tests.journeys.programs import end
from tests.packaging.debian import PLAIN, Debian

UNIT = "/usr/lib/systemd/system/hailong-kiosk.service"
USER = "hailong-kiosk"
WATCHDOG_SECONDS = 2
HEADLESS = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
EXPECTED = re.compile(
    r"dbus-daemon.*Failed to set fd limit.*"
    r"|.*\[render/wlr_renderer\.c:\d+\] drmGetDevices2 failed.*"
    r"|Failed to initialize glamor, falling back to sw"
    rf"|{ASKED.pattern}"
    r"|\(EE\) could not connect to wayland server"
)
"""What cage and Xwayland say where there is no graphics card, and Xwayland once cage has ended."""


@dataclass(frozen=True)
class Session:
    """The kiosk at work; `visitor` stands before it, `manager` hears what it tells systemd."""

    visitor: Visitor
    manager: socket.socket

    def heard(self, message: bytes) -> bool:
        """Whether the service manager is told so within a minute."""
        self.manager.settimeout(60)
        while message not in self.manager.recv(4096):
            pass
        return True


def stated(system: Debian, key: str) -> list[str]:
    """What the installed unit says of a key."""
    lines = system.file(UNIT).read_text("utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(f"{key}=")]


@contextmanager
def kiosk_session(system: Debian, said: Path) -> Iterator[Session]:
    """Run the unit's very command as the unit's user; everything that it says goes to the file `said`."""
    uid = system.user(USER)
    runtime = f"/run/user/{uid}"
    system.run("install", "-d", "-m", "0700", "-o", USER, "-g", USER, runtime)
    own = dict(item.split("=", 1) for line in stated(system, "Environment") for item in shlex.split(line))
    own |= HEADLESS | {
        "HOME": "/var/lib/hailong-kiosk",
        "XDG_RUNTIME_DIR": runtime,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "NOTIFY_SOCKET": f"{runtime}/notify",
        "WATCHDOG_USEC": str(WATCHDOG_SECONDS * 1_000_000),
        "WATCHDOG_PID": "1",
    }
    command = shlex.split(stated(system, "ExecStart")[0])
    outer = [
        "setpriv",
        f"--reuid={USER}",
        f"--regid={USER}",
        "--clear-groups",
        "--no-new-privs",
        "dbus-run-session",
    ]
    where = system.file(f"{runtime}/notify")
    where.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, said.open("w") as voice:
        manager.bind(str(where))
        where.chmod(0o777)
        process = subprocess.Popen(
            ["chroot", system.root, *outer, "--", *command],
            env=PLAIN | own,
            stdin=subprocess.DEVNULL,
            stdout=voice,
            stderr=voice,
            text=True,
            start_new_session=True,
        )
        try:
            kiosk = _kiosk_of(process)
            visitor = Visitor(kiosk["DBUS_SESSION_BUS_ADDRESS"], kiosk["DISPLAY"], uid, system.root)
            try:
                yield Session(visitor, manager)
            finally:
                end(visitor.process)
        finally:
            _end_all(process)


def _kiosk_of(process: subprocess.Popen[str], seconds: float = 60) -> dict[str, str]:
    """The environment in which the kiosk itself runs, once it does."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        for pid in _below(process.pid):
            try:
                name = Path(f"/proc/{pid}/exe").readlink().name
                environment = Path(f"/proc/{pid}/environ").read_bytes().decode()
            except OSError:
                continue
            told = dict(item.split("=", 1) for item in environment.split("\0") if "=" in item)
            if name == "hailong-kiosk" and "DISPLAY" in told:
                return told
        time.sleep(0.05)
    raise AssertionError("the kiosk did not come up")


def _below(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(deeper for child in children for deeper in _below(int(child)))]


def _end_all(process: subprocess.Popen[str]) -> None:
    """End a service as systemd does: SIGTERM to every process of it."""
    for pid in reversed(_below(process.pid)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    process.wait(60)
