"""Backspace: the last letter that is seen goes, and the keys that made it with it.

A word that shows its keys loses its last key, and is read anew: `toasnm` becomes `toán` again. Behind a
space, the word before is taken up again, with its tones still movable.
"""

from dataclasses import replace

from kiosk.typing.letters import LETTERS, Tone
from kiosk.typing.placement import Style, placed, seat
from kiosk.typing.state import Typing
from kiosk.typing.telex import typed
from kiosk.typing.word import EMPTY, MOST_KEYS, Word, ended, keep, spelled


def erased(typing: Typing) -> Typing:
    """`typing` without its last letter or mark."""
    if typing.word != EMPTY:
        return replace(typing, word=shortened(typing.word, typing.style), behind=None)
    before = typing.before[:-1]
    if typing.behind is not None:
        start = len(before) - len(ended(typing.behind, typing.style))
        return replace(typing, before=before[:start], word=typing.behind, behind=None)
    start = len(before)
    while start and before[start - 1] in LETTERS:
        start -= 1
    return replace(typing, before=before[:start], word=keep(before[start:], typing.style))


def shortened(word: Word, style: Style) -> Word:
    """`word` without the last letter that is seen."""
    seen = spelled(word, style)
    expected = _without_last(word, style)
    if word.keys and len(word.keys) <= MOST_KEYS:
        earlier = typed(word.keys[:-1], style)
        text = spelled(earlier, style)
        anew = not word.alive and not word.kept and earlier.alive and len(text) < len(seen)
        if anew or text == expected:
            return earlier
    return keep(expected, style)


def _without_last(word: Word, style: Style) -> str:
    if not word.alive:
        return word.letters[:-1]
    gone = seat(word.letters.lower(), style) == len(word.letters) - 1
    return placed(word.letters[:-1], Tone.NGANG if gone else word.tone, style)
