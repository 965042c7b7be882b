"""Which screens and touch panels the system knows; None where it does not say."""

import re
import sys
from pathlib import Path
from typing import Final

CONNECTORS: Final = Path("/sys/class/drm")
INPUTS: Final = Path("/proc/bus/input/devices")
_CONNECTOR: Final = re.compile(r"card\d+-.+")
_ABS_MT_POSITION_X: Final = 0x35
"""Of linux/input-event-codes.h: who has it tells where a finger is."""
_WIDTH, _HEIGHT, _DIGITIZER, _INTEGRATED_TOUCH, _EXTERNAL_TOUCH = 0, 1, 94, 0x01, 0x02


def connected_screens(folder: Path = CONNECTORS) -> tuple[str, ...] | None:
    """The best mode of each connected screen, as the system names it (`1920x1080`)."""
    if sys.platform == "win32":
        return (f"{_metric(_WIDTH)}x{_metric(_HEIGHT)}",)
    found = sorted(path for path in _inside(folder) if _CONNECTOR.fullmatch(path.name))
    if not found:
        return None
    return tuple(_first(path / "modes") for path in found if _first(path / "status") == "connected")


def touch_panels(file: Path = INPUTS) -> int | None:
    """How many there are."""
    if sys.platform == "win32":
        return int(bool(_metric(_DIGITIZER) & (_INTEGRATED_TOUCH | _EXTERNAL_TOUCH)))
    try:
        devices = file.read_text(encoding="utf-8", errors="replace").split("\n\n")
    except OSError:
        return None
    told = [device for device in devices if device.strip()]
    return sum(map(_touches, told)) if told else None


def _touches(device: str) -> bool:
    """Its line `B: ABS=` is a mask of 64-bit words, the highest first."""
    mask = re.search(r"^B: ABS=([0-9a-f ]+)$", device, re.MULTILINE)
    if mask is None:
        return False
    bits = 0
    for word in mask[1].split():
        bits = bits << 64 | int(word, 16)
    return bool(bits >> _ABS_MT_POSITION_X & 1)


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _first(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").partition("\n")[0]
    except OSError:
        return ""


def _metric(which: int) -> int:
    import ctypes

    return int(getattr(ctypes, "windll").user32.GetSystemMetrics(which))  # noqa: B009 (as in sticks.py)
