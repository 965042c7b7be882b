"""Comma-separated files, in whichever code they were saved."""

import codecs
import csv
import io
import unicodedata
from contextlib import suppress
from typing import Final

from charset_normalizer import from_bytes

from sync.central.directory.importing.folding import composed
from sync.central.directory.importing.grid import MAX_LETTERS, Grid, filled
from sync.central.directory.importing.legacy import LEGACY, vietnamese_share
from sync.central.directory.importing.said import FileRefused, Said

_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_DELIMITERS: Final = ",;\t|"


def read_csv(raw: bytes) -> Grid:
    """The rows of the file.

    Raises:
        FileRefused: no text, or more than a roster has.
    """
    text, code = _decoded(raw)
    said = () if code == "UTF-8" else (Said("read_as_code", {"code": code}),)
    lines = text.split("\n", 1)
    first = lines[0].rstrip("\r")
    if first.lower().startswith("sep=") and len(first) == 5 and len(lines) == 2:
        delimiter, text, skipped = first[4], lines[1], 1
    else:
        delimiter, skipped = _delimiter(text), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LETTERS))
    try:
        rows = filled((reader.line_num + skipped, map(composed, row)) for row in reader)
    except csv.Error as error:
        raise FileRefused("not_a_table") from error
    return Grid("", rows, said)


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, codec, code in _MARKED:
        if raw.startswith(mark):
            try:
                return raw.decode(codec), code
            except UnicodeDecodeError as error:
                raise FileRefused("broken_code", code=code) from error
    if b"\0" not in raw:
        try:
            return raw.decode("utf-8"), "UTF-8"
        except UnicodeDecodeError:
            return _guessed(raw)
    return _without_mark(raw)


def _without_mark(raw: bytes) -> tuple[str, str]:
    codec = "utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be"
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        raise FileRefused("not_a_table") from error
    if "\0" in text:
        raise FileRefused("not_a_table")
    return text, "UTF-16"


def _guessed(raw: bytes) -> tuple[str, str]:
    """The reading with the most Vietnamese in it: codes of one byte a letter look alike otherwise."""
    latin = raw.decode("latin-1")
    readings = {name: decode(latin) for name, decode in LEGACY.items()}
    with suppress(UnicodeDecodeError):
        readings = {"windows-1258": unicodedata.normalize("NFC", raw.decode("cp1258")), **readings}
    shares = {name: vietnamese_share(text) or 0.0 for name, text in readings.items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= 0.6:
        return readings[best], best
    found = from_bytes(raw).best()
    if found is None or (share := vietnamese_share(str(found))) is None or share <= shares[best]:
        raise FileRefused("unknown_code")
    return str(found), found.encoding.upper()


def _delimiter(text: str) -> str:
    sample = text[:20_000]
    return max(_DELIMITERS, key=lambda sign: (sample.count(sign), sign == ","))
