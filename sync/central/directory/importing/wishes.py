"""A row as what it asks for; a row that is about nobody is passed over, and said so."""

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, TypeVar

from sync.central.directory.importing.cells import counters_of, day_of, duty_of, person_name, plain, words_of
from sync.central.directory.importing.folding import folded
from sync.central.directory.importing.grid import Cell, Row
from sync.central.directory.importing.header import Table
from sync.central.directory.importing.said import RowRefused, Said
from sync.central.directory.importing.spellings import spelled

T = TypeVar("T")


class Wish(NamedTuple):
    """What a row asks for; None where its cell is blank or the column is missing: that stays as it is."""

    name: str
    id: str | None = None
    code: str | None = None
    unit_id: str | None = None
    unit: str | None = None
    title: str | None = None
    title_en: str | None = None
    counters: tuple[str, ...] | None = None
    duty: tuple[str, ...] | None = None
    since: str | None = None
    leave_first: str | None = None
    leave_last: str | None = None
    left: bool | None = None


class ReadRow(NamedTuple):
    """One row of the table: a wish, why it is refused, or why it is passed over."""

    number: int
    told: str
    wish: Wish | None = None
    refused: Said | None = None
    skipped: Said | None = None


_NUMERAL: Final = 4
"""As long as what stands before a section's name gets: III, 12."""
_FOOTER: Final = ("tong cong", "tong so", "nguoi lap", "ghi chu", "xac nhan", "thu truong", "lap bieu")


def read_rows(table: Table, is_unit: Callable[[str], bool]) -> Iterator[ReadRow]:
    """Every row under the header. A line of its own that names a unit holds for the rows beneath it."""
    section: str | None = None
    for row in table.above:
        section = next((named for named in _unit_named(row, is_unit)), section)
    for row in table.rows:
        told = " · ".join(str(cell) for cell in dict.fromkeys(row.cells) if cell != "")[:200]
        texts = list(dict.fromkeys(cell for cell in row.cells if cell != ""))
        if row.cells == table.header.cells or _is_numbering(texts):
            yield ReadRow(row.number, told, skipped=Said("row_is_header"))
        elif sum(len(str(text)) > _NUMERAL for text in texts) == 1 and (named := _unit_named(row, is_unit)):
            section = named[0]
            yield ReadRow(row.number, told, skipped=Said("row_is_unit", {"unit": section}))
        elif not _name_cell(table, row) or folded(told).startswith(_FOOTER):
            yield ReadRow(row.number, told, skipped=Said("row_is_about_nobody"))
        else:
            try:
                yield ReadRow(row.number, told, wish=_wish(table, row, section))
            except RowRefused as why:
                yield ReadRow(row.number, told, refused=why.said)


def _wish(table: Table, row: Row, section: str | None) -> Wish:
    def said(field: str, read: Callable[[Cell], T]) -> T | None:
        cell = _cell(table, row, field)
        return None if cell == "" else read(cell)

    def words(field: str) -> str | None:
        return said(field, lambda cell: words_of(cell, field))

    first, last = said("leave_first", day_of), said("leave_last", day_of)
    if last is not None and (first is None or last < first):
        raise RowRefused("leave_ends_first")
    unit = words("unit")
    return Wish(
        name=person_name(_name_cell(table, row)),
        id=_lower(words("id")),
        code=words("code"),
        unit_id=_lower(words("unit_id")),
        unit=unit or (section if words("unit_id") is None else None),
        title=words("title"),
        title_en=words("title_en"),
        counters=said("counter", counters_of),
        duty=said("duty", duty_of),
        since=said("since", day_of),
        leave_first=first,
        leave_last=last,
        left=said("status", _left),
    )


def _cell(table: Table, row: Row, field: str) -> Cell:
    place = table.columns.get(field)
    return "" if place is None or place >= len(row.cells) else row.cells[place]


def _name_cell(table: Table, row: Row) -> Cell:
    if "name" in table.columns:
        return _cell(table, row, "name")
    parts = [str(_cell(table, row, "surname")), str(_cell(table, row, "given"))]
    return " ".join(part for part in parts if part)


def _left(cell: Cell) -> bool:
    text = plain(cell)
    meant = spelled("status").get(folded(text))
    if meant is None:
        raise RowRefused("no_status", text=text[:60])
    return meant == "left"


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _is_numbering(texts: list[Any]) -> bool:
    """The row (1) (2) (3) that administrative tables have under their header."""
    bare = [folded(str(text)) for text in texts]
    return len(bare) > 1 and all(len(text) <= 2 and (text.isdigit() or text in "abcdefgh") for text in bare)


def _unit_named(row: Row, is_unit: Callable[[str], bool]) -> list[str]:
    """The unit that a line of its own names: "Đơn vị: Phường An Bình", "I. PHƯỜNG AN BÌNH"."""
    texts = [str(cell) for cell in dict.fromkeys(row.cells) if cell != ""]
    for text in texts:
        for named in (text, text.partition(":")[2].strip(), text.partition(".")[2].strip()):
            if named and is_unit(named):
                return [named]
    return []
