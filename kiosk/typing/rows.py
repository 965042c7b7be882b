"""The row of tones and the row of letters with marks: Vietnamese for those who do not know Telex.

A tone key sets its tone on the word at the cursor, the same key again takes it back. A vowel key marks
the last plain letter of its kind in the word's last run of vowels (đ: the last d); the same key again
takes the mark back; where there is nothing to mark it writes its letter. Whatever the spelling: who
presses a key that shows `ô` means ô.
"""

from collections.abc import Iterator

from kiosk.typing.letters import PLAIN, Tone, in_case_of, tone_of, toned, without_tones
from kiosk.typing.marks import with_letter
from kiosk.typing.placement import Style, placed, vowels_of
from kiosk.typing.spelling import promising
from kiosk.typing.word import Word, appended, keep, spelled

TONE_KEYS = {
    "sắc": Tone.SAC,
    "huyền": Tone.HUYEN,
    "hỏi": Tone.HOI,
    "ngã": Tone.NGA,
    "nặng": Tone.NANG,
    "ngang": Tone.NGANG,
}
LETTER_KEYS = tuple(PLAIN)


def with_tone(word: Word, tone: Tone, style: Style) -> Word:
    """`word` with `tone` on its last run of vowels, or without, if it had it."""
    head, tail = _at_last_vowels(spelled(word, style))
    had = max(map(tone_of, tail), default=Tone.NGANG)
    wanted = Tone.NGANG if tone is had else tone
    if wanted is had:
        return word
    return keep(head + placed(without_tones(tail), wanted, style), style)


def with_mark(word: Word, key: str, *, again: bool, style: Style) -> Word:
    """`word` after a key of the second row, of either case; `again`: the key before was the same."""
    text = spelled(word, style)
    letter = key.lower()
    found = without_tones(text).lower().rfind(letter)
    if again and found >= 0:
        return keep(_respelled(text, found, PLAIN[letter], style), style)
    places = list(_plain_places(text, letter))
    for place in places:
        changed = _respelled(text, place, letter, style)
        if promising(without_tones(changed).lower(), Tone.NGANG):
            return keep(changed, style)
    if places:
        return keep(_respelled(text, places[0], letter, style), style)
    return appended(word, key, style)


def _at_last_vowels(text: str) -> tuple[str, str]:
    """Before the last run of vowels but one, and from there: what a tone moves in."""
    lower = without_tones(text).lower()
    begin, _ = vowels_of(lower)
    previous = vowels_of(lower[:begin])[1] if begin else 0
    return text[:previous], text[previous:]


def _plain_places(text: str, letter: str) -> Iterator[int]:
    """Where `letter` would be a change of mark, last first."""
    lower = without_tones(text).lower()
    begin, end = (0, len(lower)) if letter == "đ" else vowels_of(lower)
    for place in reversed(range(begin, end)):
        if lower[place] != letter and PLAIN.get(lower[place], lower[place]) == PLAIN[letter]:
            yield place


def _respelled(text: str, place: int, letter: str, style: Style) -> str:
    """`text` with another letter at `place`, and the tone of that run where it then belongs."""
    head, tail = _at_last_vowels(text)
    if place < len(head):
        return text[:place] + toned(in_case_of(text[place], letter), tone_of(text[place])) + text[place + 1 :]
    tone = max(map(tone_of, tail), default=Tone.NGANG)
    return head + placed(with_letter(without_tones(tail), place - len(head), letter), tone, style)
