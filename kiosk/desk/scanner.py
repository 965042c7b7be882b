"""A scanner is a keyboard that types fast and ends with Enter: one function tells it from a person.

Pure. What was typed so far lies in `Scanning`; whoever ends a visit starts with a fresh one.
"""

from dataclasses import dataclass
from typing import Final

from kiosk.desk.dossier import MAX_CHARACTERS

MIN_CHARACTERS: Final = 6
MAX_GAP_MS: Final = 50
_ENTER: Final = ("\r", "\n", "\r\n")


@dataclass(frozen=True, slots=True)
class Scanning:
    """Characters that came in quick succession, and when the last of them did."""

    text: str = ""
    last_ms: int = 0


def scanned(state: Scanning, character: str, at_ms: int) -> tuple[Scanning, str | None]:
    """The next state, and the text of a scan that `character` (Enter) completed.

    `character` is what one key wrote, empty for a modifier; `at_ms` is when the key was pressed (the event's
    own time, not when it was handled), monotonic ms. Gaps of more than `MAX_GAP_MS` (a person's; a held key
    repeats every 33 ms, but its Enter comes later) start anew. Control characters, which scanners send when
    plugged in or as frames, change nothing. Of a longer text `MAX_CHARACTERS + 1` are kept: enough to be
    refused as too long.
    """
    entered = character in _ENTER
    kept = "".join(letter for letter in character if letter.isprintable())
    if not entered and not kept:
        return state, None
    before = state.text if 0 <= at_ms - state.last_ms <= MAX_GAP_MS else ""
    if entered:
        return Scanning(), before if len(before) >= MIN_CHARACTERS else None
    return Scanning((before + kept)[: MAX_CHARACTERS + 1], at_ms), None
