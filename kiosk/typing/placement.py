"""Where the tone is written.

On the vowel with a mark of its own, in `ươ` and `iê`, `yê`, `uô` thus on the last; else on the only vowel;
else on the second where a consonant or a third vowel follows; else on the first. The old and the modern
style differ in open `oa`, `oe`, `uy` alone: hòa, hoà. The u of `qu` and the i of `gi` before a vowel
belong to the onset. Checked against help.launchpad.net/Translations/Vietnamese/Spelling (old style) and
lehboi.github.io/kinh-nghiem/chu-viet/ghi-dau-thanh-1 (modern style).
"""

from typing import Literal

from kiosk.typing.letters import VOWELS, Tone, toned
from kiosk.typing.spelling import marked

Style = Literal["modern", "old"]


def vowels_of(letters: str) -> tuple[int, int]:
    """Begin and end of the last run of vowels, less a glide of the onset; lower-case letters, no tones."""
    end = len(letters)
    while end and letters[end - 1] not in VOWELS:
        end -= 1
    begin = end
    while begin and letters[begin - 1] in VOWELS:
        begin -= 1
    if begin and end - begin > 1 and letters[begin - 1 : begin + 1] in {"qu", "gi"}:
        begin += 1
    return begin, end


def seat(letters: str, style: Style) -> int | None:
    """Which of the letters carries the tone; None where there is no vowel."""
    begin, end = vowels_of(letters)
    run = letters[begin:end]
    for place in reversed(range(begin, end)):
        if marked(letters[place]):
            return place
    if len(run) < 2:
        return begin if run else None
    second = end < len(letters) or len(run) > 2 or (style == "modern" and run in {"oa", "oe", "uy"})
    return begin + 1 if second else begin


def placed(letters: str, tone: Tone, style: Style) -> str:
    """Letters of either case without tones, with `tone` where it belongs."""
    place = seat(letters.lower(), style) if tone else None
    if place is None:
        return letters
    return letters[:place] + toned(letters[place], tone) + letters[place + 1 :]
