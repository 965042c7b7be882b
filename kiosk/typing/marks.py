"""Putting the marks of letters on and off; text of either case, without tones, one letter for one letter."""

from collections.abc import Iterator

from kiosk.typing.letters import PLAIN, Tone, in_case_of
from kiosk.typing.placement import vowels_of
from kiosk.typing.spelling import promising

_HORN = {"o": "ơ", "ô": "ơ", "u": "ư", "a": "ă", "â": "ă"}
_UO = {"uo", "uô", "ưo", "uơ", "ưô"}
_UO_FIRST = {"h", "kh", "th"}  # thuở, huơ: the only onsets with an open uơ


def with_letter(letters: str, place: int, letter: str) -> str:
    """`letters` with another one at `place`, in the same case."""
    return letters[:place] + in_case_of(letters[place], letter) + letters[place + 1 :]


def circumflexed(letters: str, hat: str, begin: int, end: int) -> Iterator[str]:
    """What a doubled vowel may mean, likeliest first: the last such vowel in the run; ươ becomes uô."""
    lower = letters.lower()
    for place in reversed(range(begin, end)):
        if PLAIN.get(lower[place], lower[place]) == PLAIN[hat]:
            changed = with_letter(letters, place, hat)
            if place > begin and hat == "ô" and lower[place - 1] == "ư":
                yield with_letter(changed, place - 1, "u")
            yield changed


def horned(letters: str, begin: int, end: int) -> Iterator[str]:
    """What a w may mean, likeliest first: ươ, then ơ, ư, ă from the left."""
    lower = letters.lower()
    for place in range(begin, end - 1):
        if lower[place : place + 2] in _UO:
            both = with_letter(with_letter(letters, place, "ư"), place + 1, "ơ")
            if lower[:begin] in _UO_FIRST and lower[begin:] in {"uo", "uô"}:
                yield with_letter(letters, place + 1, "ơ")
            yield both
    for place in range(begin, end):
        if lower[place] in _HORN:
            yield with_letter(letters, place, _HORN[lower[place]])


def unhorned(letters: str, begin: int, end: int) -> str:
    """The run without the marks of w."""
    for place in range(begin, end):
        if letters[place].lower() in "ăơư":
            letters = with_letter(letters, place, PLAIN[letters[place].lower()])
    return letters


def settled_horns(letters: str) -> str:
    """`ưo` or `uơ` followed by a letter is ươ: nothing else is spelled so."""
    lower = letters.lower()
    begin, _ = vowels_of(lower)
    for place in range(begin, len(lower) - 2):
        if lower[place : place + 2] in {"ưo", "uơ"}:
            both = with_letter(with_letter(letters, place, "ư"), place + 1, "ơ")
            return both if promising(both.lower(), Tone.NGANG) else letters
    return letters


def crossed(letters: str) -> str | None:
    """`letters` with their first d crossed, None where they do not begin with one."""
    return with_letter(letters, 0, "đ") if letters[:1] in {"d", "D"} else None
