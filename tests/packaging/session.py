"""The installed kiosk in the session that its unit describes, without systemd: cage, with no screen."""

import ctypes
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
LIBC = ctypes.CDLL(None)
PR_SET_MDWE = 65
HEADLESS = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
EXPECTED = re.compile(
    r"dbus-daemon.*Failed to set fd limit.*"
    r"|.*\[render/wlr_renderer\.c:\d+\] drmGetDevices2 failed.*"
    r"|Failed to initialize glamor, falling back to sw"
    rf"|{ASKED.pattern}"
    r"|.*\[xwayland/sockets\.c:\d+\] Failed to bind socket @/tmp/.X11-unix/X\d+: Address already in use"
    r"|dbus-daemon.*(Activating service name|Successfully activated service).*a11y.*"
    r"|SpiRegistry daemon is running.*"
    r"|.*\[xwayland/xwm\.c:\d+\] xcb error: op \d+:0, code 3, .*"
    r"|\(EE\) failed to read Wayland events: Broken pipe"
)
"""What is said of a graphics card that is not there, of other displays, of who reads the screen, and of
windows that have just gone."""


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
            preexec_fn=_deny_write_execute,  # noqa: PLW1509 (this process has one thread)
        )
        try:
            kiosk = _kiosk_of(process)
            visitor = Visitor(kiosk["DBUS_SESSION_BUS_ADDRESS"], kiosk["DISPLAY"], uid, system.root)
            try:
                yield Session(visitor, manager)
            finally:
                end(visitor.process)
        finally:
            _stop(system, process, uid)


def _kiosk_of(process: subprocess.Popen[str], seconds: float = 60) -> dict[str, str]:
    """The environment in which the kiosk itself runs, once it does."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        for pid in _below(process.pid):
            try:
                name = _name(pid)
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


def _deny_write_execute() -> None:
    """The unit's MemoryDenyWriteExecute; a kernel before 6.3 has no word for it, and goes without."""
    LIBC.prctl(PR_SET_MDWE, 1, 0, 0, 0)


def _stop(system: Debian, process: subprocess.Popen[str], uid: int) -> None:
    """End the session as the unit says, then whatever is left, as systemd does."""
    cage = next(pid for pid in _below(process.pid) if _name(pid) == "cage")
    stop = shlex.split(stated(system, "ExecStop")[0].removeprefix("-"))
    own = {"MAINPID": str(cage)}
    outer = ["chroot", f"--userspec={uid}:{uid}", str(system.root)]
    subprocess.run([*outer, *stop], env=PLAIN | own, check=True, timeout=60)
    for pid in reversed(_below(process.pid)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    process.wait(60)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    except OSError:
        return ""
