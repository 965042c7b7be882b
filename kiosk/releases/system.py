"""Which releases fit this machine, and where the program that runs lies."""

import os
import platform
import sys
from pathlib import Path
from typing import Final

from kiosk.releases.standing import releases_folder

LAUNCHED: Final = "HAILONG_LAUNCHED"
"""In the environment of a release: the name of the folder that it runs from."""
_MACHINES: Final = {"amd64": "x86_64", "arm64": "aarch64"}


def this_system() -> str:
    """As a release names it: `linux-x86_64`, `windows-x86_64`."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"


def own_release() -> str | None:
    """The folder's name of the release that runs; None: the packaged program runs."""
    return os.environ.get(LAUNCHED)


def own_program(data: Path) -> Path | None:
    """The folder of the program that runs; None where it is not one that was frozen."""
    name = own_release()
    if name is not None:
        return releases_folder(data) / name
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None
