"""How a long Vietnamese name is written in two lines."""

import unicodedata
from collections.abc import Callable

Fits = Callable[[str], bool]


def wrap_name(name: str, fits: Fits) -> tuple[str, ...]:
    """`name` (NFC) in one or two lines.

    The second line begins with the last two syllables. Where that is still too long, the middle syllables
    become initials from the left; the first and the last two are always written out. What does not fit
    even then is returned as it is, for the screen to elide.
    """
    syllables = unicodedata.normalize("NFC", name).split()
    whole = " ".join(syllables)
    if fits(whole) or len(syllables) < 2:
        return (whole,)
    if len(syllables) == 2:
        return syllables[0], syllables[1]
    head, tail = syllables[:-2], " ".join(syllables[-2:])
    for place in range(1, len(head) + 1):
        if fits(" ".join(head)):
            break
        if place < len(head):
            head[place] = f"{head[place][0]}."
    return " ".join(head), tail
