"""How a long Vietnamese name is written in two lines."""

from collections.abc import Callable
from unicodedata import normalize

Fits = Callable[[str], bool]


def wrap_name(name: str, fits: Fits) -> tuple[str, ...]:
    """`name` (NFC) in one or two lines that fit.

    The second line begins with the last two syllables. Where that is still too long, the middle syllables
    become initials from the left; the first and the last two are written out. What is too long even then
    ends in an ellipsis.
    """
    syllables = normalize("NFC", name).split()
    whole = " ".join(syllables)
    if fits(whole) or len(syllables) < 2:
        return (_elided(whole, fits),)
    if len(syllables) == 2:
        return _elided(syllables[0], fits), _elided(syllables[1], fits)
    head, tail = syllables[:-2], " ".join(syllables[-2:])
    for place in range(1, len(head)):
        if fits(" ".join(head)):
            break
        head[place] = f"{head[place][0]}."
    return _elided(" ".join(head), fits), _elided(tail, fits)


def _elided(line: str, fits: Fits) -> str:
    if fits(line):
        return line
    shorter = (f"{line[:end].rstrip()}…" for end in range(len(line) - 1, 0, -1))
    return next(filter(fits, shorter), "…")
