"""Excel workbooks: values as text, formulas as they were typed, merged cells filled."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any, Final
from xml.etree.ElementTree import Element

import openpyxl
from defusedxml import ElementTree
from openpyxl.utils.cell import range_boundaries

from sync.central.directory.importing.folding import composed
from sync.central.directory.importing.grid import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, Cell, Grid, filled
from sync.central.directory.importing.legacy import LEGACY, Decoding, legacy_of
from sync.central.directory.importing.said import FileRefused, Said

_MAX_FILES: Final = 1_000
_LAST_ROW: Final = 1_048_576
_MAX_MERGED: Final = 256  # areas that one row lies in
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Area = tuple[int, int, int, int]


def read_xlsx(raw: bytes) -> list[Grid]:
    """The workbook's visible sheets, in their order.

    Raises:
        FileRefused: no workbook, a broken one, or one that holds more than a roster.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _judge(archive)
            areas = _merged_areas(archive)
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        try:
            return [
                _grid(sheet, areas.get(sheet.title, []))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
        finally:
            book.close()
    except FileRefused:
        raise
    except Exception as error:  # the readers meet bytes of strangers and raise whatever they like
        raise FileRefused("broken_workbook") from error


def _judge(archive: zipfile.ZipFile) -> None:
    """Refuse before anything is unpacked; no more than `file_size` is ever read of a member."""
    members = archive.infolist()
    if len(members) > _MAX_FILES or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise FileRefused("too_large_unpacked", number=str(MAX_UNPACKED // 1024 // 1024))
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise FileRefused("no_workbook")


def _grid(sheet: Any, areas: list[Area]) -> Grid:
    rows = filled(_filled_areas(_rows(sheet), areas))
    code = legacy_of(cell for row in rows for cell in row.cells if isinstance(cell, str))
    decode = LEGACY.get(code or "", str)
    read = ((row.number, [_text(cell, decode) for cell in row.cells]) for row in rows)
    return Grid(sheet.title, filled(read), (Said("read_as_code", {"code": code}),) if code else ())


def _text(cell: Cell, decode: Decoding) -> Cell:
    return composed(decode(cell)) if isinstance(cell, str) else cell


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    missing = None  # openpyxl gives one and the same tuple for each of a million rows that are not there
    for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1):
        if number > _LAST_ROW:
            raise FileRefused("too_many_rows", number=str(MAX_ROWS))
        if values is missing:
            continue
        if all(value is None for value in values):
            missing = values
        else:
            yield number, [_cell(value) for value in values]


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, int | float | str | date | time):
        return value if isinstance(value, date) else str(value)
    return str(getattr(value, "text", None) or "=")  # array formulas and data tables


def _filled_areas(
    rows: Iterator[tuple[int, list[Cell]]], areas: list[Area]
) -> Iterator[tuple[int, list[Cell]]]:
    """Every cell of a merged area says what its first cell says."""
    waiting = sorted(areas, key=lambda area: area[1], reverse=True)
    open_now: dict[Area, Cell] = {}
    for number, cells in rows:
        while waiting and waiting[-1][1] <= number:
            area = waiting.pop()
            open_now[area] = cells[area[0] - 1] if area[1] == number and area[0] <= len(cells) else ""
        open_now = {area: said for area, said in open_now.items() if area[3] >= number}
        if len(open_now) > _MAX_MERGED:
            raise FileRefused("broken_workbook")
        for (left, _top, right, _bottom), said in open_now.items():
            for place in range(left - 1, min(right, len(cells), MAX_COLUMNS)):
                cells[place] = said
        yield number, cells


def _merged_areas(archive: zipfile.ZipFile) -> dict[str, list[Area]]:
    """Merged areas by the sheet's title: what openpyxl does not tell of a workbook that it only reads."""
    with archive.open("xl/_rels/workbook.xml.rels") as links:
        targets = {link.get("Id"): link.get("Target", "") for link in _root(links)}
    with archive.open("xl/workbook.xml") as book:
        sheets = _root(book).iter(f"{_MAIN}sheet")
        paths = {sheet.get("name", ""): targets.get(sheet.get(_LINK), "") for sheet in sheets}
    found: dict[str, list[Area]] = {}
    for title, target in paths.items():
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            with archive.open(path) as sheet:
                found[title] = list(_areas(sheet))
    return found


def _root(part: IO[bytes]) -> Element:
    root = ElementTree.parse(part).getroot()
    if root is None:
        raise FileRefused("broken_workbook")
    return root


def _areas(sheet: IO[bytes]) -> Iterator[Area]:
    for _event, element in ElementTree.iterparse(sheet, events=("end",)):
        if element.tag == f"{_MAIN}mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            if None not in (left, top, right, bottom):
                yield int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)
        elif element.tag == f"{_MAIN}row":
            element.clear()
