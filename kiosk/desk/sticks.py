"""Memory sticks: where the system has mounted something that can be pulled out."""

import re
import sys
from pathlib import Path
from typing import Final

MOUNTS: Final = Path("/proc/self/mounts")
PLACES: Final = ("/media/", "/run/media/")
DRIVE_REMOVABLE: Final = 2
_OCTAL: Final = re.compile(r"\\([0-7]{3})")


def memory_sticks(mounts: Path = MOUNTS) -> list[Path]:
    """The folders of all sticks that are plugged in and mounted, in the order of their names."""
    if sys.platform == "win32":
        return _removable_drives()
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    found = {_OCTAL.sub(lambda code: chr(int(code[1], 8)), line.split(" ")[1]) for line in lines if line}
    return sorted(Path(place) for place in found if place.startswith(PLACES))


def _removable_drives() -> list[Path]:
    import ctypes

    kind_of = getattr(ctypes, "windll").kernel32.GetDriveTypeW  # noqa: B009 (mypy knows it on Windows only)
    drives = [Path(f"{letter}:\\") for letter in "ABDEFGHIJKLMNOPQRSTUVWXYZ"]
    return [drive for drive in drives if kind_of(str(drive)) == DRIVE_REMOVABLE and drive.is_dir()]
