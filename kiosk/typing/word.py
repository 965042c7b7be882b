"""The word at the cursor: its letters, and the keys that made it.

The rule of spelling: while the letters can still become a syllable (`promising`), Telex keys are read as
Telex. As soon as they cannot, the word shows its keys as they were typed (`windows`, `address`), and
further keys are letters. A word that ends unfinished (`dât`, typed `data`) shows its keys, too. Two
things stay: `đ` typed before any vowel (`đc`, `HĐND`), and whatever the citizen has *kept*: a word with
a key of the tone or vowel row in it, one come back to, or one whose mark was undone.
"""

import re
from dataclasses import dataclass

from kiosk.typing.letters import VOWELS, Tone, in_case_of, tone_of, without_tones
from kiosk.typing.marks import settled_horns
from kiosk.typing.placement import Style, placed
from kiosk.typing.spelling import promising, syllable


@dataclass(frozen=True, slots=True)
class Word:
    """`letters` lack the tone while the word is `alive`: one that may become a syllable; a dead one has all.

    `keys`: as typed, None where nobody knows any more. `kept`: never to be turned back into its keys.
    `lone_w`: the last key was a w that became ư by itself. `single`: after an undone s, f or r, the
    word as it would be had the key come once; when that dies, both keys were meant as letters (`passport`).
    """

    letters: str = ""
    tone: Tone = Tone.NGANG
    keys: str | None = ""
    kept: bool = False
    alive: bool = True
    lone_w: bool = False
    single: "Word | None" = None


EMPTY = Word()
MOST_KEYS = 40
"""Nobody needs as many for a syllable; longer words are not read anew."""
_HEAD = re.compile(rf"[^{VOWELS}]*", re.IGNORECASE)
_DOUBLE_D = re.compile("[dD]{2,}")


def spelled(word: Word, style: Style) -> str:
    """What is seen."""
    return placed(word.letters, word.tone, style) if word.tone else word.letters


def as_typed(keys: str) -> str:
    """The keys as letters, but for `dd` before any vowel, which is đ; `ddd` is dd."""
    head = _HEAD.match(keys)
    end = head.end() if head else 0
    return _DOUBLE_D.sub(_crossed, keys[:end]) + keys[end:]


def _crossed(run: re.Match[str]) -> str:
    found = run.group()
    return in_case_of(found[0], "đ") if len(found) == 2 else found[1:]


def grown(word: Word, letters: str, tone: Tone, key: str, style: Style) -> Word:
    """`word` changed by `key` to `letters` and `tone` if that is promising, else with the key as a letter."""
    if promising(letters.lower(), tone):
        keys = None if word.keys is None else word.keys + key
        if keys is not None and len(keys) > MOST_KEYS:
            return keep(placed(letters, tone, style), style)
        return Word(letters, tone, keys, kept=word.kept)
    if word.kept or word.keys is None:
        keys = None if word.keys is None else word.keys + key
        return Word(spelled(word, style) + key, keys=keys, kept=True, alive=False)
    return dead(word.keys + key)


def dead(keys: str) -> Word:
    """A word that shows its keys."""
    return Word(as_typed(keys), keys=keys, alive=False)


def keep(text: str, style: Style) -> Word:
    """The word that reads `text`, whatever keys made it."""
    if not text:
        return EMPTY
    letters = without_tones(text)
    tone = max(map(tone_of, text))
    if promising(letters.lower(), tone) and placed(letters, tone, style) == text:
        return Word(letters, tone, keys=None, kept=True)
    return Word(text, keys=None, kept=True, alive=False)


def appended(word: Word, letter: str, style: Style) -> Word:
    """`word` with one more letter that means itself; the tone moves where it then belongs."""
    letters = settled_horns(word.letters + letter)
    if word.alive and promising(letters.lower(), word.tone):
        return keep(placed(letters, word.tone, style), style)
    return keep(spelled(word, style) + letter, style)


def ended(word: Word, style: Style) -> str:
    """What is seen once something follows the word."""
    if word.kept or not word.alive or word.keys is None or syllable(word.letters.lower(), word.tone):
        return spelled(word, style)
    return as_typed(word.keys)
