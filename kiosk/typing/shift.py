"""The shift key, and capitals at the beginning of a sentence.

A tap makes one capital, a tap on that locks, a tap on the lock releases; a tap on a capital that came by
itself makes it small. No time is measured and nothing has to be held.
"""

from enum import StrEnum

_ENDS_OF_SENTENCES = ".!?…"
_CLOSERS = "\"')”"


class Shift(StrEnum):
    """`auto`: the next letter is a capital because a sentence begins."""

    OFF = "off"
    AUTO = "auto"
    ONCE = "once"
    LOCK = "lock"


_TAPPED = {Shift.OFF: Shift.ONCE, Shift.AUTO: Shift.OFF, Shift.ONCE: Shift.LOCK, Shift.LOCK: Shift.OFF}


def tapped(shift: Shift) -> Shift:
    """After a tap on the shift key."""
    return _TAPPED[shift]


def after_letter(shift: Shift) -> Shift:
    """After a letter was written."""
    return shift if shift is Shift.LOCK else Shift.OFF


def at(text: str, shift: Shift) -> Shift:
    """What a cursor behind `text` makes of it; what was tapped stands."""
    if shift in {Shift.ONCE, Shift.LOCK}:
        return shift
    return Shift.AUTO if begins_sentence(text) else Shift.OFF


def begins_sentence(text: str) -> bool:
    """Whether the next letter after `text` begins a sentence: at the beginning, on a new line, after `. `."""
    before = text.rstrip(" ")
    if not before or before.endswith("\n"):
        return True
    return before != text and before.rstrip(_CLOSERS).endswith(tuple(_ENDS_OF_SENTENCES))
