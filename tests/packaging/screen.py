"""A kiosk's unit on a screen that is not there, and a citizen before it."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.frozen.visitor import EXPECTED as ASKED
from tests.frozen.visitor import Visitor
from tests.journeys.programs import PROGRAMS, end
from tests.packaging.debian import Debian

USER = "hailong-kiosk"
DISPLAY = ":0"
HAND = "tests.frozen.hand"
BUS = "unix:path=/run/onlooker/bus"
DROP_IN = f"""\
[Service]
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
Environment=QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 DBUS_SESSION_BUS_ADDRESS={BUS}
RestartSec=1
WatchdogSec=5
"""
"""All in which the unit that is tested differs from the one that is shipped."""
EXPECTED = re.compile(
    r".*\[render/wlr_renderer\.c:\d+\] drmGetDevices2 failed.*"
    r"|Couldn't get a file descriptor referring to the console\."
    r"|Failed to initialize glamor, falling back to sw"
    r"|.*\[xwayland/xwm\.c:\d+\] xcb error: op \d+:0, code 3, .*"
    r"|\(EE\) failed to read Wayland events: Broken pipe"
    rf"|{ASKED.pattern}"
)
"""What is said of a graphics card and a console that are not there, and of windows that have just gone."""


def put_before(system: Debian) -> None:
    """Let the unit start with no screen, in the hearing of whoever reads it."""
    folder = system.file("/etc/systemd/system/hailong-kiosk.service.d")
    folder.mkdir(parents=True)
    (folder / "test.conf").write_text(DROP_IN)
    system.run("systemctl", "daemon-reload")
    system.run(
        *(
            "systemd-run",
            "--quiet",
            "--unit=onlooker",
            f"--uid={USER}",
            "--property=RuntimeDirectory=onlooker",
        ),
        *(
            "--setenv=XDG_RUNTIME_DIR=/run/onlooker",
            "dbus-daemon",
            "--session",
            f"--address={BUS}",
            "--nofork",
        ),
    )


@contextmanager
def visitor(system: Debian) -> Iterator[Visitor]:
    """Somebody before the kiosk that runs there."""
    PROGRAMS[HAND] = [*system.network, sys.executable, "-m", HAND]
    try:
        uid = int(system.run("id", "-u", USER).stdout)
        someone = Visitor(BUS, DISPLAY, uid, f"/proc/{system.first}/root")
    finally:
        del PROGRAMS[HAND]
    try:
        yield someone
    finally:
        end(someone.process)
