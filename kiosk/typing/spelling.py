"""Which letters can be a Vietnamese syllable: an onset, a rime, and a tone that its end allows.

`syllable` asks of a finished word, `promising` of one that is still being typed: it holds for every
beginning of a syllable, with or without the marks that may still come (`nguoi` may become `người`).
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Final

from kiosk.typing.letters import PLAIN, Tone, without_marks


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_RIMES: Final = _words("""
    a ac ach ai am an ang anh ao ap at au ay
    ă ăc ăk ăm ăn ăng ăp ăt
    â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe oem oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt
    u ua uc ui uk um un ung up ut uôc uôi uôm uôn uông uôp uôt
    uâc uân uâng uât uây uê uêch uênh uêt uêu uơ
    uy uya uych uym uyn uynh uyp uyt uyu uyên uyêt
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
""")
_AFTER_QU: Final = _words("""
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây
    e ec en eng eo et ê êch ên ênh êt êu i ich in inh it ô ôc ơ ơi ơn ơt
    y ych yn ynh yp yt yên yêt
""")
_AFTER_G: Final = _words("i im in ip it iêc iêm iên iêng iêp iêt iêu")  # written gì, giết; spoken gi-
_ANY: Final = _words("b ch d đ h kh l m n nh p ph r s t th tr v x")
_NARROW: Final = ("k", "gh", "ngh")  # before e, ê, i; their sisters c, g, ng before the others
_WIDE: Final = ("c", "g", "ng")
_STOPS: Final = ("c", "ch", "k", "p", "t")


def _follows(onset: str, rime: str) -> bool:
    front, glide = rime[0] in "eêi", rime == "uơ"
    if onset in _NARROW:
        return front or (onset == "k" and rime == "y")
    if onset in _WIDE:
        return not front and rime[0] != "y" and not glide
    if onset == "gi":
        return rime == "ê" or (rime[0] not in "êiy" and not glide)
    if onset == "":
        return not rime.startswith("iê") and not glide
    return not rime.startswith("yê") and (not glide or onset in {"h", "kh", "th"})


def _pairs() -> Iterator[tuple[str, tuple[str, ...]]]:
    for onset in ["", *_ANY, *_NARROW, *_WIDE, "gi"]:
        yield onset, tuple(rime for rime in _RIMES if _follows(onset, rime))
    yield "g", _AFTER_G
    yield "qu", _AFTER_QU


@cache
def _on_the_way(rime: str) -> frozenset[str]:
    """Every beginning of `rime`, with any of its marks still missing."""
    letters = [{letter, without_marks(letter)} for letter in rime]
    return frozenset("".join(way) for end in range(len(rime) + 1) for way in product(*letters[:end]))


def _onsets_on_the_way(onsets: Iterable[str]) -> set[str]:
    return {onset[:end] for onset in onsets for end in range(len(onset) + 1)}


_PAIRS: Final = tuple(_pairs())
_SYLLABLES: Final = frozenset(onset + rime for onset, rimes in _PAIRS for rime in rimes)
_PROMISING: Final = frozenset(
    {onset + way for onset, rimes in _PAIRS for rime in rimes for way in _on_the_way(rime)}
    | _onsets_on_the_way(onset for onset, _ in _PAIRS)
)


def syllable(letters: str, tone: Tone) -> bool:
    """Whether lower-case `letters` (marks, no tones) with `tone` are a syllable as one writes it.

    A syllable that ends in c, ch, p or t has the tone sắc or nặng; one in k (names of places) may have none.
    """
    if letters not in _SYLLABLES:
        return False
    if letters[-1] == "k":
        return _stop_allows(tone)
    return tone in {Tone.SAC, Tone.NANG} if letters.endswith(_STOPS) else True


def promising(letters: str, tone: Tone) -> bool:
    """Whether such letters can still become a syllable by further keys."""
    return letters in _PROMISING and (_stop_allows(tone) or not letters.endswith(_STOPS))


def _stop_allows(tone: Tone) -> bool:
    return tone in {Tone.NGANG, Tone.SAC, Tone.NANG}


def marked(letter: str) -> bool:
    """Whether a lower-case letter carries a mark of its own."""
    return letter in PLAIN
