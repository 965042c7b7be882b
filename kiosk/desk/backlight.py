"""The screen's brightness, where the system lets it be told: Linux's class of backlights."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BACKLIGHTS: Final = Path("/sys/class/backlight")
LEAST_PERCENT: Final = 20
"""Darker, nobody would find the way back."""

LIT: Final = "0"
DARK: Final = "4"
"""FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN of linux/fb.h."""


@dataclass(frozen=True, slots=True)
class Backlight:
    """One panel's light; `folder` is the kernel's."""

    folder: Path

    def percent(self) -> int | None:
        """How bright it is, 0 to 100; None where the system does not say."""
        try:
            now, most = (
                int((self.folder / name).read_text(encoding="ascii"))
                for name in ("brightness", "max_brightness")
            )
        except (OSError, ValueError):
            return None
        return round(100 * now / most) if most > 0 else None

    def set_percent(self, percent: int) -> bool:
        """Make it so bright, never darker than `LEAST_PERCENT`; whether the system did it."""
        wanted = max(LEAST_PERCENT, min(100, percent))
        try:
            most = int((self.folder / "max_brightness").read_text(encoding="ascii"))
            (self.folder / "brightness").write_text(str(round(most * wanted / 100)), encoding="ascii")
        except (OSError, ValueError):
            return False
        return True

    def shine(self, *, on: bool) -> bool:
        """Light the panel, or put it out; whether the system did it. How bright it is stays as it was."""
        try:
            (self.folder / "bl_power").write_text(LIT if on else DARK, encoding="ascii")
        except OSError:
            return False
        return True


def machine_backlight(folder: Path = BACKLIGHTS) -> Backlight | None:
    """The first panel whose light can be told; None: this machine has none."""
    if sys.platform == "win32":
        return None
    panels = sorted(folder.iterdir()) if folder.is_dir() else []
    lights = (Backlight(panel) for panel in panels)
    return next((light for light in lights if light.percent() is not None), None)
