"""A Windows that is none: wine with a folder of its own, which nothing of this machine's user gets into.

Wine 8 lacks two libraries that every Windows 10 has; small ones of ours (stubs/) stand in for them there.
They are in no installer.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

STUBS: Final = Path(__file__).parent / "stubs"
LINKED: Final = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
NEEDED: Final = ("wine", "x86_64-w64-mingw32-gcc", "makensis")
AS_WINDOWS_10: Final = ("reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f")
QUIET: Final = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}


class NoWine(Exception):
    """What wine said when it was to make its folder."""


@dataclass(frozen=True, slots=True)
class Wine:
    """The Windows in the folder `prefix`; `display` is an X server's name, without which nothing is drawn."""

    prefix: Path
    display: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to run there; nothing else of this machine is told."""
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return (
            kept | QUIET | {"HOME": str(self.prefix), "WINEPREFIX": str(self.prefix), "DISPLAY": self.display}
        )

    @property
    def drive(self) -> Path:
        """Its drive C:, seen from here."""
        return self.prefix / "drive_c"

    def make(self) -> None:
        """Make it, if it is not there; raises NoWine."""
        if self.drive.is_dir():
            return
        self.prefix.mkdir(parents=True, exist_ok=True)
        for command in (("wineboot", "--init"), AS_WINDOWS_10):
            done = self.run(*command)
            if done.returncode:
                raise NoWine(done.stderr)
        system = self.drive / "windows" / "system32"
        for name, libraries in LINKED.items():
            if not (system / f"{name}.dll").exists():
                _compile(STUBS / f"{name}.c", system / f"{name}.dll", libraries)

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A program there, to its end; `more` is added to its environment."""
        return subprocess.run(
            ["wine", *command],
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def started(self, *command: str, **more: str) -> subprocess.Popen[bytes]:
        """A program there that goes on; nobody hears what it says."""
        return subprocess.Popen(
            ["wine", *command],
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> None:
        """End everything that runs there."""
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False, capture_output=True)


def windows_path(path: Path) -> str:
    """A path of this machine, as wine's programs name it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def why_impossible() -> str | None:
    """Why no program for Windows can be made or tried here; None: it can."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    return f"{', '.join(missing)}: not installed" if missing else None


def _compile(source: Path, target: Path, libraries: tuple[str, ...]) -> None:
    command = ["x86_64-w64-mingw32-gcc", "-shared", "-nostdlib", "-e", "0", "-o", str(target), str(source)]
    subprocess.run([*command, *libraries], check=True)
