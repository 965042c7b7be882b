"""A citizen before the frozen kiosk, who knows of it what anybody can see."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.display import display
from tests.journeys.programs import Citizen, called, end, start

EXPECTED = re.compile(r"qt\.accessibility\.atspi: Could not find accessible on path: .*")
"""What Qt says when a reader of the screen asks about a control that has just gone away."""


def unexpected(said: Path) -> list[str]:
    """What a kiosk said that nobody expects."""
    return [line for line in said.read_text("utf-8").splitlines() if not EXPECTED.fullmatch(line)]


class Visitor(Citizen):
    """Touches by the pointer of an X server what an accessibility bus tells of; both are the user `uid`'s."""

    def __init__(self, session: str, screen: str, uid: int, root: str = "/") -> None:
        self.process = start("tests.frozen.hand", session, str(uid), root, DISPLAY=screen)
        self._hear()


@contextmanager
def session(folder: Path) -> Iterator[str]:
    """A D-Bus session for programs of this user; its address."""
    environment = os.environ | {"XDG_RUNTIME_DIR": str(folder)}
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as bus:
        assert bus.stdout is not None
        try:
            yield bus.stdout.readline().strip()
        finally:
            end(bus)


@contextmanager
def frozen_kiosk(
    config: Path, folder: Path, **environment: str
) -> Iterator[tuple[Visitor, subprocess.Popen[str]]]:
    """The frozen kiosk on a real display, and somebody before it; what it said is in folder/said."""
    with display(1280, 800) as screen, session(folder) as bus, (folder / "said").open("w") as said:
        own = {
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(folder),
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        kiosk = subprocess.Popen(
            [*called("kiosk.cli"), "run", "--config", str(config)],
            env=os.environ | own | environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            text=True,
        )
        try:
            visitor = Visitor(bus, screen, os.getuid())
            try:
                yield visitor, kiosk
            finally:
                end(visitor.process)
        finally:
            if kiosk.poll() is None:
                end(kiosk)
