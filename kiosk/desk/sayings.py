"""What can be said: a sound's file or, where nobody recorded it, words for a synthetic voice."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LIVE_VOICES: Final = {"vi": ("vi", 155), "en": ("en-gb", 160), "ko": ("ko", 160), "zh": ("cmn", 160)}
"""By language: espeak-ng's voice, and words a minute."""
LONGEST_TEXT: Final = 1_000
"""Letters of one text that are spoken: far less than a pipe holds, so that handing them over never waits."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Words to be spoken live."""

    text: str
    language: str


Saying = Path | Speech


@dataclass(frozen=True, slots=True)
class Speaker:
    """espeak-ng: speaks the text it reads from its standard input, which is no part of any command."""

    program: str

    def speaks(self, language: str) -> bool:
        """Whether it has a voice for `language`."""
        return language in LIVE_VOICES

    def command(self, speech: Speech) -> tuple[str, ...]:
        """The program and its options."""
        voice, words_a_minute = LIVE_VOICES[speech.language]
        return (self.program, "-v", voice, "-s", str(words_a_minute), "--stdin", "-b", "1")


def machine_speaker(environment: Mapping[str, str]) -> Speaker | None:
    """The espeak-ng on the PATH; None where it is not installed."""
    program = shutil.which("espeak-ng", path=environment.get("PATH"))
    return None if program is None else Speaker(program)
