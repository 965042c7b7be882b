"""Bytes near those that a parser likes: cut, changed, repeated, spliced, with numbers and brackets let in."""

import gzip
import zlib
from collections.abc import Sequence

from hypothesis import strategies as st

WORDS = (
    b"",
    b"\n",
    b"\n\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b"\\ud800",
    b"\\u0000",
    b",",
    b":",
    b"0",
    b"-1",
    b"1.5",
    b"1e9",
    b"NaN",
    b"9007199254740992",
    b"9" * 40,
    b"9" * 5000,
    b"null",
    b"true",
    b'{"a":' * 12,
    b"[" * 2000,
    b'"hole":true,',
    b'"count":1000000000000',
    b'"blobs":1000000000000',
    "Ế".encode(),
    b"%00",
    b";",
    b"=",
)


@st.composite
def near(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """A seed after some changes, in what it packs if it is gzip; or anything."""
    raw = draw(st.sampled_from(list(seeds)))
    packed = raw[:2] == b"\x1f\x8b" and draw(st.booleans())
    if packed:
        raw = gzip.decompress(raw)
    for _ in range(draw(st.integers(0, 4))):
        raw = changed(draw, raw, seeds)
    if packed:
        raw = gzip.compress(raw, mtime=0) if draw(st.booleans()) else zlib.compress(raw, wbits=31)
    return raw if draw(st.integers(0, 9)) else draw(st.binary(max_size=300))


def changed(draw: st.DrawFn, raw: bytes, seeds: Sequence[bytes]) -> bytes:
    start = draw(st.integers(0, len(raw)))
    end = draw(st.integers(start, min(len(raw), start + 40)))
    match draw(st.sampled_from(["let in", "cut", "cut off", "repeat", "splice", "one byte"])):
        case "let in":
            return raw[:start] + draw(st.sampled_from(WORDS)) + raw[end:]
        case "cut":
            return raw[:start] + raw[end:]
        case "cut off":
            return raw[:start]
        case "repeat":
            return raw[:end] + raw[start:end] * draw(st.integers(1, 3)) + raw[end:]
        case "splice":
            return raw[:start] + draw(st.sampled_from(list(seeds)))[start:]
        case _:
            return raw[:start] + draw(st.binary(min_size=1, max_size=1)) + raw[start + 1 :]
