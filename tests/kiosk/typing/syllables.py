"""Syllables by the textbook: onset, rime, tone. Independent of the engine's tables and of its placement.

Rimes are written with the sắc where the modern style puts it, by hand; the old style is the list of what
it writes differently.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ACUTE = "\u0301"
TONES = {"": "", "s": ACUTE, "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
OLD = {"oá": "óa", "oé": "óe", "uý": "úy"}


def words(text: str) -> tuple[str, ...]:
    """What stands between the spaces."""
    return tuple(text.split())


BACK = words("""
á ác ách ái ám án áng ánh áo áp át áu áy ắc ắm ắn ắng ắp ắt ấc ấm ấn ấng ấp ất ấu ấy
ó óc ói óm ón óng óp ót oóc oóng ố ốc ối ốm ốn ống ốp ốt ớ ới ớm ớn ớp ớt
oá oác oách oái oám oán oáng oánh oáo oáp oát oáy oắc oắm oắn oắng oắt oé oén oéo oét
ú úa úc úi úm ún úng úp út uốc uối uốm uốn uống uốt uấn uấng uất uấy uế uếch uếnh uý uých uýnh uýt uýu
uyến uyết uýa ứ ứa ức ứi ứng ứt ứu ước ưới ướm ướn ướng ướp ướt ướu
""")
FRONT = words("""
é éc ém én éng éo ép ét ế ếch ếm ến ếnh ếp ết ếu í ía ích ím ín ính íp ít íu
iếc iếm iến iếng iếp iết iếu
""")
ONLY = {
    "": "ý yếm yến yếng yết yếu",
    "h": "uớ",
    "kh": "uớ",
    "th": "uớ",
    "k": "ý",
    "l": "ý",
    "m": "ý",
    "s": "ý",
    "t": "ý",
    "qu": """á ác ách ái án áng ánh áo áp át áu áy ắc ắm ắn ắng ắp ắt ấn ấng ất ấy é én éo ét ế ếch ến ết
        ới ớ ốc ý ých ýnh ýt yến yết""",
    "g": "í ín iếc iếm iến iếng iếp iết iếu",
}
WIDE = words("b ch d đ h kh l m n nh p ph r s t th tr v x")


@dataclass(frozen=True)
class Syllable:
    """`letters` have marks and no tone; `tone` is the Telex key, "" for none."""

    onset: str
    letters: str
    tone: str
    modern: str
    old: str


def _unmarked(acute: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", acute).replace(ACUTE, ""))


def _with(acute: str, tone: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", acute).replace(ACUTE, TONES[tone]))


def _pairs() -> Iterator[tuple[str, str]]:
    for onset in WIDE:
        yield from ((onset, rime) for rime in BACK + FRONT)
    for onset in ("c", "g", "ng", "gi"):
        yield from ((onset, rime) for rime in BACK)
    for onset in ("k", "gh", "ngh"):
        yield from ((onset, rime) for rime in FRONT)
    yield from (("", rime) for rime in BACK + FRONT if not rime.startswith("iế"))
    yield from (("gi", rime) for rime in ("é", "éo", "ép", "ét"))
    for onset, rimes in ONLY.items():
        yield from ((onset, rime) for rime in words(rimes))


def every_syllable() -> Iterator[Syllable]:
    """All of them; one that ends in a stop has sắc or nặng only."""
    for onset, rime in _pairs():
        stopped = rime.endswith(("c", "ch", "p", "t"))
        for tone in "sj" if stopped else TONES:
            old = OLD.get(rime, rime) if onset != "qu" else rime
            yield Syllable(
                onset, onset + _unmarked(rime), tone, onset + _with(rime, tone), onset + _with(old, tone)
            )


SYLLABLES = tuple(every_syllable())
