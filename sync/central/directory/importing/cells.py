"""What people write into a roster's cells, understood or refused."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NoReturn

from sync.central.directory.importing.folding import folded
from sync.central.directory.importing.grid import Cell
from sync.central.directory.importing.said import RowRefused
from sync.contract.hours import WEEKDAYS

_DMY: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_YMD: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SERIAL: Final = re.compile(r"[2-7]\d{4}")
_EXCELS_ZERO: Final = date(1899, 12, 30)
_LETTERS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’()\-–])*")
_APART: Final = re.compile(r"\s*(?:[,;/+&\n]|\bvà\b|\band\b)\s*")
_NONE: Final = {"", "khong", "khong co", "none", "no"}
_EVERY_DAY: Final = {"hang ngay", "hang ngay lam viec", "ca tuan", "ngay lam viec", "every day", "weekdays"}
_DAYS: Final[Mapping[str, str]] = {
    **{f"{word}{number}": WEEKDAYS[number - 2] for word in ("t", "thu ", "") for number in range(2, 8)},
    **{f"thu {word}": WEEKDAYS[place] for place, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    **dict.fromkeys(("cn", "chu nhat"), "sun"),
    **{day: day for day in WEEKDAYS},
}  # fmt: skip


def plain(cell: Cell) -> str:
    """A cell as text, without the sign that keeps a spreadsheet from reading it as a formula.

    Raises:
        RowRefused: it is a formula.
    """
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    if cell.startswith("'") and cell.lstrip("'").startswith(("=", "+", "-", "@")):
        return cell[1:]
    if cell.startswith(("=", "+", "@")) or (cell.startswith("-") and len(cell) > 1 and not cell[1].isdigit()):
        raise RowRefused("formula", text=cell[:60])
    return cell


def person_name(cell: Cell) -> str:
    """A person's name; one written in capitals, or without any, gets them where they belong.

    Raises:
        RowRefused: no name of a person.
    """
    text = plain(cell)
    if not 2 <= len(text) <= 100 or not _LETTERS.fullmatch(text):
        raise RowRefused("no_name", text=text[:60])
    return " ".join(map(str.capitalize, text.split())) if text.isupper() or text.islower() else text


def words_of(cell: Cell, field: str) -> str:
    """A title or a code.

    Raises:
        RowRefused: longer than a kiosk shows.
    """
    text = plain(cell)
    if len(text) > 200:
        raise RowRefused("too_long", field=field, number="200")
    return text


def day_of(cell: Cell) -> str:
    """A day as YYYY-MM-DD: a date, or text in the order day, month, year.

    Raises:
        RowRefused: no day of the calendar.
    """
    try:
        if isinstance(cell, date):
            found = cell
        elif parts := _DMY.fullmatch(cell):
            found = date(int(parts[3]), int(parts[2]), int(parts[1]))
        elif parts := _YMD.fullmatch(cell):
            found = date(int(parts[1]), int(parts[2]), int(parts[3]))
        elif _SERIAL.fullmatch(cell):
            found = _EXCELS_ZERO + timedelta(days=int(cell))
        else:
            _no_day(cell)
    except ValueError:
        _no_day(cell)
    if not 1950 <= found.year <= 2199:
        _no_day(cell)
    return found.isoformat()


def _no_day(cell: Cell) -> NoReturn:
    raise RowRefused("no_day", text=str(cell)[:60])


def counters_of(cell: Cell) -> tuple[str, ...]:
    """What each counter is called in the cell: "Quầy 3, 4" → "3", "4"; "-" and "không" are no counter."""
    text = plain(cell)
    if folded(text) in _NONE:
        return ()
    called = [re.sub(r"\A(?:quay|ban|cua)(?: so)? ", "", folded(part)) for part in _APART.split(text)]
    return tuple(dict.fromkeys(name.lstrip("0") or name for name in called if name))


def duty_of(cell: Cell) -> tuple[str, ...]:
    """Weekdays (mon … sun) and dates on which somebody is on duty: "T2, T4–T6, 2/9/2026".

    Raises:
        RowRefused: something in it is neither.
    """
    if isinstance(cell, date):
        return (cell.isoformat(),)
    text = plain(cell)
    if folded(text) in _NONE:
        return ()
    if folded(text) in _EVERY_DAY:
        return WEEKDAYS[:5]
    found: list[str] = []
    for part in re.split(r"\s*[,;\n]\s*", text):
        found += _days(part) if part else []
    dates = sorted(day for day in found if day not in WEEKDAYS)
    return (*(day for day in WEEKDAYS if day in found), *dict.fromkeys(dates))


def _days(part: str) -> list[str]:
    if _DMY.fullmatch(part) or _YMD.fullmatch(part):
        return [day_of(part)]
    first, *rest = (folded(end) for end in re.split(r"\s*(?:[-–]|\bđến\b|\bto\b)\s*", part))
    if first in _DAYS and not rest:
        return [_DAYS[first]]
    if len(rest) == 1 and first in _DAYS and rest[0] in _DAYS:
        start, end = WEEKDAYS.index(_DAYS[first]), WEEKDAYS.index(_DAYS[rest[0]])
        if start <= end:
            return list(WEEKDAYS[start : end + 1])
    raise RowRefused("no_duty", text=part[:60])
