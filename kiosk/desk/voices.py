"""What the machine plays files with: on Linux the system's player as a child process, on Windows winsound.

No multimedia library for a few sentences: QtMultimedia alone would weigh 60 MiB.
"""

import shutil
import sys
import threading
import wave
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

from kiosk.desk.child_voice import ChildVoice
from kiosk.desk.sayings import Saying, machine_speaker

PLAYERS: Final = (
    (("pw-play",), (".wav", ".ogg")),
    (("paplay",), (".wav", ".ogg")),
    (("aplay", "-q"), (".wav",)),
)
"""Commands, the best first, and the kinds of file each can play."""

WINDOWS_FLAGS: Final = 0x0001 | 0x0002 | 0x0020000
"""SND_ASYNC, SND_NODEFAULT, SND_FILENAME."""


class Voice(Protocol):
    """Says one thing after the other. Nothing here waits (but `close`, a moment) and nothing raises."""

    kinds: tuple[str, ...]

    def speaks(self, language: str) -> bool:
        """Whether words of `language` can be spoken live."""

    @property
    def busy(self) -> bool:
        """Whether something is being said, or will be."""

    def say(self, *what: Saying) -> None:
        """Say `what`, one after the other, instead of whatever is playing."""

    def hush(self) -> None:
        """Silence now."""

    def close(self) -> None:
        """Silence for good."""


class WindowsVoice:
    """`winsound.PlaySound`, which returns at once and lets a new sound end the old one.

    The next file's turn comes when the one before must be over; words cannot be spoken live.
    """

    kinds: tuple[str, ...] = (".wav",)

    def __init__(self, play_sound: Callable[[str | None, int], None]) -> None:
        self._play_sound = play_sound
        self._lock = threading.RLock()
        self._rest: list[Path] = []
        self._turn: threading.Timer | None = None

    def speaks(self, language: str) -> bool:
        """Never."""
        return False

    @property
    def busy(self) -> bool:
        """Whether a file is being played, or will be."""
        return self._turn is not None

    def say(self, *what: Saying) -> None:
        """Play `what`, one after the other, instead of whatever is playing."""
        with self._lock:
            self._forget()
            self._rest = [saying for saying in what if isinstance(saying, Path)]
            self._next()

    def hush(self) -> None:
        """Silence now."""
        with self._lock:
            self._forget()
            self._call(None, 0)

    def close(self) -> None:
        """Silence for good."""
        self.hush()

    def _forget(self) -> None:
        if self._turn is not None:
            self._turn.cancel()
        self._rest, self._turn = [], None

    def _next(self) -> None:
        with self._lock:
            self._turn = None
            if not self._rest:
                return
            file = self._rest.pop(0)
            self._call(str(file), WINDOWS_FLAGS)
            self._turn = threading.Timer(seconds_of(file), self._next)
            self._turn.daemon = True
            self._turn.start()

    def _call(self, file: str | None, flags: int) -> None:
        try:
            self._play_sound(file, flags)
        except RuntimeError:
            return  # no sound device


def seconds_of(file: Path) -> float:
    """How long a WAV file plays; 0 if it cannot be read."""
    try:
        with wave.open(str(file)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, EOFError, wave.Error):
        return 0.0


def linux_voice(environment: Mapping[str, str]) -> ChildVoice | None:
    """The first of `PLAYERS` on the PATH, and espeak-ng; None where neither is installed."""
    speaker = machine_speaker(environment)
    for (name, *options), kinds in PLAYERS:
        program = shutil.which(name, path=environment.get("PATH"))
        if program is not None:
            return ChildVoice((program, *options), kinds, environment, speaker=speaker)
    return None if speaker is None else ChildVoice((), (), environment, speaker=speaker)


def windows_voice() -> WindowsVoice | None:
    """Windows' own; None elsewhere."""
    if sys.platform == "win32":
        import winsound

        return WindowsVoice(winsound.PlaySound)
    return None
