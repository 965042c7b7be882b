"""What the machine plays files with: on Linux the system's player as a child process, on Windows winsound.

No multimedia library for a few sentences: QtMultimedia alone would weigh 60 MiB.
"""

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

from kiosk.desk.child_voice import ChildVoice

PLAYERS: Final = (
    (("pw-play",), (".wav", ".ogg")),
    (("paplay",), (".wav", ".ogg")),
    (("aplay", "-q"), (".wav",)),
)
"""Commands, the best first, and the kinds of file each can play."""

WINDOWS_FLAGS: Final = 0x0001 | 0x0002 | 0x0020000
"""SND_ASYNC, SND_NODEFAULT, SND_FILENAME."""


class Voice(Protocol):
    """Says one file at a time. Nothing here waits (but `close`, a moment) and nothing raises."""

    kinds: tuple[str, ...]

    def say(self, file: Path) -> None:
        """Play `file` instead of whatever is playing."""

    def hush(self) -> None:
        """Silence now."""

    def close(self) -> None:
        """Silence for good."""


class WindowsVoice:
    """`winsound.PlaySound`, which returns at once and lets a new sound end the old one."""

    kinds: tuple[str, ...] = (".wav",)

    def __init__(self, play_sound: Callable[[str | None, int], None]) -> None:
        self._play_sound = play_sound

    def say(self, file: Path) -> None:
        """Play `file` instead of whatever is playing."""
        self._call(str(file), WINDOWS_FLAGS)

    def hush(self) -> None:
        """Silence now."""
        self._call(None, 0)

    def close(self) -> None:
        """Silence for good."""
        self.hush()

    def _call(self, file: str | None, flags: int) -> None:
        try:
            self._play_sound(file, flags)
        except RuntimeError:
            return  # no sound device


def linux_voice(environment: Mapping[str, str]) -> ChildVoice | None:
    """The first of `PLAYERS` on the PATH; None where none is installed."""
    for (name, *options), kinds in PLAYERS:
        program = shutil.which(name, path=environment.get("PATH"))
        if program is not None:
            return ChildVoice((program, *options), kinds, environment)
    return None


def windows_voice() -> WindowsVoice | None:
    """Windows' own; None elsewhere."""
    if sys.platform == "win32":
        import winsound

        return WindowsVoice(winsound.PlaySound)
    return None
