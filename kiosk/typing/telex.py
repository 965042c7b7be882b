"""What a letter key does to the word at the cursor.

s f r x j set a tone, anywhere after the first vowel; the same again takes it back and writes the letter;
z takes the tone. a e o double to â ê ô, d to đ, w marks ă ơ ư ươ or is ư where there is no vowel to
mark: each also later in the word; a third time takes it back. A mark is only set where the letters stay
promising; otherwise the key is a letter.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kiosk.typing.letters import Tone, in_case_of
from kiosk.typing.marks import circumflexed, crossed, horned, settled_horns, unhorned, with_letter
from kiosk.typing.placement import Style, seat, vowels_of
from kiosk.typing.spelling import promising
from kiosk.typing.word import EMPTY, Word, appended, dead, grown, keep, spelled

_TONES: Final = {"s": Tone.SAC, "f": Tone.HUYEN, "r": Tone.HOI, "x": Tone.NGA, "j": Tone.NANG}
_DOUBLED_IN_ENGLISH: Final = "sfr"


def extended(word: Word, key: str, style: Style) -> Word:
    """`word` after a letter key, of either case; any letter that Telex does not type stands as it is."""
    if not key.isascii():
        return appended(word, key, style)
    if not word.alive:
        return _literal(word, key, style)
    return _MEANINGS.get(key.lower(), _letter)(word, key, style)


def typed(keys: str, style: Style) -> Word:
    """The word that these keys make."""
    word = EMPTY
    for key in keys:
        word = extended(word, key, style)
    return word


def _literal(word: Word, key: str, style: Style) -> Word:
    keys = None if word.keys is None else word.keys + key
    single = _single(word, key, style)
    both_meant = single is not None and not single.alive
    if keys is not None and (both_meant or not word.kept or keys.lower() == "www"):
        return dead(keys)
    return replace(word, letters=word.letters + key, keys=keys, single=single)


def _single(word: Word, key: str, style: Style) -> Word | None:
    """`word.single` after `key`; a third one in a row says that the undoing was meant."""
    if word.single is None or word.letters[-1:].lower() == key.lower() == (word.keys or "")[-2:-1].lower():
        return None
    return extended(word.single, key, style)


def _letter(word: Word, key: str, style: Style) -> Word:
    return grown(word, settled_horns(word.letters + key), word.tone, key, style)


def _undone(word: Word, text: str, key: str, style: Style) -> Word:
    keys = None if word.keys is None else word.keys + key
    return replace(keep(text, style), keys=keys)


def _tone(word: Word, key: str, style: Style) -> Word:
    tone = _TONES[key.lower()]
    if seat(word.letters.lower(), style) is None or not promising(word.letters.lower(), tone):
        return _letter(word, key, style)
    if word.tone is not tone:
        return grown(word, word.letters, tone, key, style)
    undone = _undone(word, word.letters + key, key, style)
    doubled = word.keys is not None and key.lower() in _DOUBLED_IN_ENGLISH
    return replace(undone, single=word) if doubled else undone


def _no_tone(word: Word, key: str, style: Style) -> Word:
    if not word.tone:
        return _letter(word, key, style)
    return grown(word, word.letters, Tone.NGANG, key, style)


def _double(word: Word, key: str, style: Style) -> Word:
    lower = word.letters.lower()
    begin, end = vowels_of(lower)
    hat = {"a": "â", "e": "ê", "o": "ô"}[key.lower()]
    place = lower.rfind(hat, begin, end)
    if place >= 0:
        letters = with_letter(word.letters, place, key)
        return _undone(word, spelled(replace(word, letters=letters), style) + key, key, style)
    for letters in circumflexed(word.letters, hat, begin, end):
        if promising(letters.lower(), word.tone):
            return grown(word, letters, word.tone, key, style)
    return _letter(word, key, style)


def _w(word: Word, key: str, style: Style) -> Word:
    if word.lone_w:
        return _undone(word, spelled(replace(word, letters=word.letters[:-1]), style) + key, key, style)
    begin, end = vowels_of(word.letters.lower())
    for letters in horned(word.letters, begin, end):
        if promising(letters.lower(), word.tone):
            return grown(word, letters, word.tone, key, style)
    bare = unhorned(word.letters, begin, end)
    if bare != word.letters:
        return _undone(word, spelled(replace(word, letters=bare), style) + key, key, style)
    lone = word.letters + in_case_of(key, "ư")
    if promising(lone.lower(), word.tone):
        return replace(grown(word, lone, word.tone, key, style), lone_w=True)
    return _letter(word, key, style)


def _d(word: Word, key: str, style: Style) -> Word:
    letters = crossed(word.letters)
    if letters is not None and promising(letters.lower(), word.tone):
        return grown(word, letters, word.tone, key, style)
    if word.letters[:1] in {"đ", "Đ"} and len(word.letters) > 1:
        bare = with_letter(word.letters, 0, "d")
        return _undone(word, spelled(replace(word, letters=bare), style) + key, key, style)
    return _letter(word, key, style)


_MEANINGS: Final[dict[str, Callable[[Word, str, Style], Word]]] = {
    **dict.fromkeys(_TONES, _tone),
    "z": _no_tone,
    **dict.fromkeys("aeo", _double),
    "w": _w,
    "d": _d,
}
