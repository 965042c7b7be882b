"""The whole state of a text being typed: a snapshot; `press` makes the next one."""

from dataclasses import dataclass
from typing import Literal

from kiosk.typing.placement import Style
from kiosk.typing.shift import Shift
from kiosk.typing.word import EMPTY, Word, ended, spelled

Plane = Literal["letters", "signs", "numbers"]


@dataclass(frozen=True, slots=True)
class Typing:
    """A text with the cursor at its end.

    `before` ends where the current `word` begins. `style` is where tones go in open oa, oe, uy;
    `telex` whether letter keys are read as Telex (the rows of tones and letters always work); `limit`
    the most code points `text` may have. `behind` is the word that the last character ended, so that
    taking that character back goes on where it was. `last_key` is what was pressed last.
    """

    before: str = ""
    word: Word = EMPTY
    style: Style = "modern"
    telex: bool = True
    limit: int = 500
    shift: Shift = Shift.AUTO
    plane: Plane = "letters"
    behind: Word | None = None
    last_key: str = ""

    @property
    def text(self) -> str:
        """What is seen; NFC."""
        return self.before + spelled(self.word, self.style)

    @property
    def room(self) -> int:
        """How many code points may still come."""
        return self.limit - len(self.text)


def begin(*, style: Style = "modern", telex: bool = True, limit: int = 500) -> Typing:
    """An empty text."""
    return Typing(style=style, telex=telex, limit=limit)


def finished(typing: Typing) -> str:
    """The text as it is to be kept: its last word ended, no white space around; NFC, at most `limit` long."""
    whole = typing.before + ended(typing.word, typing.style)
    return (whole if len(whole) <= typing.limit else typing.text).strip()
