"""Sounds for those who would rather hear than read, and two that need no words.

Reading aloud is what a citizen asks for, a page at a time; the two are played where the directory wants them.

A sound is `<language>/<id>.wav` or `.ogg`; one without words lies in `neutral/`. No sound tells a score.
"""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.desk.sayings import Saying, Speech
from kiosk.desk.voices import Voice, linux_voice, windows_voice

NEUTRAL: Final = "neutral"

_ID: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of sounds."""

    folder: Path

    def find(self, sound_id: str, language: str, kinds: tuple[str, ...]) -> Path | None:
        """The sound in `language`, else a neutral one, of the first of these kinds (`.wav`) that there is.

        Another language never stands in; nothing but an id and a language makes a path.
        """
        if not _ID.fullmatch(sound_id) or not _LANGUAGE.fullmatch(language):
            return None
        rooms = (self.folder / language, self.folder / NEUTRAL)
        files = (room / f"{sound_id}{kind}" for room in rooms for kind in kinds)
        return next((file for file in files if file.is_file()), None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to be read aloud: the id of its recording ("" for none) and its words, in a language."""

    sound_id: str
    text: str
    language: str


class Player:
    """Plays sounds of a shelf with the machine's voice (None: it has none).

    What needs no words is off until it is turned on.
    Nothing here waits and nothing raises: a sound is never worth a visit.
    """

    def __init__(self, shelf: Shelf, voice: Voice | None) -> None:
        self._shelf = shelf
        self._voice = voice
        self._on = False

    def turn(self, on: bool) -> None:
        """Sounds without words on or off; off ends what is playing."""
        self._on = on
        if not on:
            self.stop()

    def has(self, sound_id: str, language: str) -> bool:
        """Whether `play` would be heard."""
        return self._file(sound_id, language) is not None

    def play(self, sound_id: str, language: str) -> None:
        """Play it instead of whatever is playing; what cannot be played changes nothing."""
        file = self._file(sound_id, language)
        if file is not None and self._voice is not None:
            self._voice.say(file)

    def can_read(self, sentences: Iterable[Sentence]) -> bool:
        """Whether any of `sentences` would be heard: the read-aloud button hides where not."""
        return any(self._said(sentence) is not None for sentence in sentences)

    def read(self, sentences: Iterable[Sentence]) -> None:
        """Say them one after the other, instead of whatever is playing; recordings go before a live voice."""
        said = [saying for sentence in sentences if (saying := self._said(sentence)) is not None]
        if self._voice is not None:
            self._voice.say(*said)

    @property
    def busy(self) -> bool:
        """Whether something is being said."""
        return self._voice is not None and self._voice.busy

    def stop(self) -> None:
        """Silence now."""
        if self._voice is not None:
            self._voice.hush()

    def close(self) -> None:
        """Silence for good; may wait a moment for the system's player to end."""
        if self._voice is not None:
            self._voice.close()

    def _file(self, sound_id: str, language: str) -> Path | None:
        if not self._on or self._voice is None:
            return None
        return self._shelf.find(sound_id, language, self._voice.kinds)

    def _said(self, sentence: Sentence) -> Saying | None:
        if self._voice is None:
            return None
        file = self._shelf.find(sentence.sound_id, sentence.language, self._voice.kinds)
        if file is not None or not (sentence.text and self._voice.speaks(sentence.language)):
            return file
        return Speech(sentence.text, sentence.language)


def machine_player(folder: Path, environment: Mapping[str, str] = os.environ) -> Player:
    """The player of the machine this runs on, turned off, for the sounds in `folder`."""
    voice = windows_voice() if sys.platform == "win32" else linux_voice(environment)
    return Player(Shelf(folder), voice)
