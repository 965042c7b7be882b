"""Vietnamese as it was typed before Unicode: TCVN3 (ABC fonts) and VNI, and which one a text is in.

Both put Vietnamese letters where Latin-1 has others. Tables: TCVN 5712:1993 VN3; VNI-Windows.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

_TCVN3: Final = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\N{SOFT HYPHEN}®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_ABOVE: Final = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_MARKS: Final = dict(  # after a, e, o, u, y
    zip(
        "øùûõïâàáåãäêèéúüë",
        [*_ABOVE, *("\u0302" + tone for tone in ("", *_ABOVE)), *("\u0306" + tone for tone in ("", *_ABOVE))],
        strict=True,
    )
)
_LONE: Final = dict(zip("ñôöæóòî", "đơưỉĩịỵ", strict=True))
_MARKED: Final = "".join(_MARKS) + "".join(_MARKS).upper()
_ALONE: Final = "".join(_LONE) + "".join(_LONE).upper()
_VNI: Final = re.compile(f"([aeouyôöAEOUYÔÖ])([{_MARKED}])|[{_ALONE}]")

_WORD: Final = re.compile(r"[^\W\d_]+")
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(?:a[iouy]?|ă|âu|ây|â|eo|êu|e|ê|ia|iê|iêu|iu|i|oai|oao|oay|oeo|oa|oă|oe|oi|oo|ôi|ơi|o|ô|ơ|uai|uay|uây|"
    "uôi|uya|uyê|uyu|ua|uâ|uê|ui|uô|uơ|uy|u|ưa|ươi|ươu|ươ|ưi|ưu|ư|yêu|yê|y)"
    "(?:ng|nh|ch|[cmnpt])?"
)
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"

Decoding = Callable[[str], str]


def from_tcvn3(text: str) -> str:
    """A Latin-1 reading of TCVN3 as Unicode; capitals with marks were another font, and come out small."""
    return "".join(_TCVN3.get(sign, sign) for sign in text)


def from_vni(text: str) -> str:
    """A Latin-1 reading of VNI as Unicode."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


LEGACY: Final[dict[str, Decoding]] = {"TCVN3 (ABC)": from_tcvn3, "VNI": from_vni}


def vietnamese_share(text: str) -> float | None:
    """The share of Vietnamese syllables among words with a letter beyond ASCII; None where there is none."""
    words = [word for word in _WORD.findall(_as_words(text)) if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else None


def legacy_of(texts: Iterable[str]) -> str | None:
    """Which old code these Unicode texts are typed in, as cells with an old font are; none, if in none."""
    text = "\n".join(texts)
    plain = vietnamese_share(text)
    if plain is None or plain >= 0.6:
        return None
    shares = {name: vietnamese_share(decode(text)) or 0.0 for name, decode in LEGACY.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= max(0.8, plain + 0.3) else None


def _as_words(text: str) -> str:
    """Signs of the old codes that are no letters count as letters, so that a word with one stays one word."""
    return "".join("þ" if sign in _TCVN3 and not sign.isalpha() else sign for sign in text)


def _is_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word.lower())
    tones = sum(part in _TONES for part in parts)
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _vni_letter(found: re.Match[str]) -> str:
    base, mark = found[1], found[2]
    if base is None:
        lone = found[0]
        return _LONE[lone] if lone in _LONE else _LONE[lone.lower()].upper()
    if base in "ôöÔÖ":  # ơ, ư
        letter = _LONE[base.lower()]
        base = letter if base.islower() else letter.upper()
    return unicodedata.normalize("NFC", base + _MARKS[mark.lower()])
