"""Finding kiosks by what people type: their names, their units' names, the beginning of an id."""

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, select

from sync.central.database.tables import kiosks, units

LONGEST: Final = 100


@lru_cache(1 << 15)
def folded(text: str) -> str:
    """Without accents and capitals, as people type in a hurry: "Phường Đồng Việt" is "phuong dong viet"."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def found_by(connection: Connection, search: str) -> list[str]:
    """The kiosks with every word of `search` in their names, or whose id begins with it."""
    words = folded(search[:LONGEST]).split()
    places = {
        row.unit: folded(f"{row.name_vi} {row.name_en}")
        for row in connection.execute(select(units.c.unit, units.c.name_vi, units.c.name_en))
    }
    rows = connection.execute(select(kiosks.c.kiosk, kiosks.c.unit, kiosks.c.name, kiosks.c.device))
    return [
        row.kiosk
        for row in rows
        if _has(words, f"{folded(row.name)} {places[row.unit]} {(row.device or '').casefold()}", row.kiosk)
    ]


def _has(words: Collection[str], text: str, kiosk: str) -> bool:
    return all(word in text for word in words) or (len(words) == 1 and kiosk.startswith(tuple(words)))
