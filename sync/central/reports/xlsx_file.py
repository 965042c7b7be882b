"""A report's workbook: every table with its numbers as numbers, the method, the heads of the ledgers."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sync.central.directory.importing.exporting import harmless
from sync.central.reports.contents import Share
from sync.central.reports.even_zip import core_properties, even_zip
from sync.central.reports.layout import Column, Kind, Layout, Table, Value

METHOD: Final = "Phương pháp"
_BOLD: Final = Font(name="Times New Roman", size=12, bold=True)
_PLAIN: Final = Font(name="Times New Roman", size=12)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_HEAD: Final = Alignment(wrap_text=True, vertical="center", horizontal="center")
_THIN: Final = Side(style="thin")
_EDGES: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE: Final = PatternFill("solid", fgColor="EDEDED")
_HEAD_POINTS: Final = 66
_LINE_POINTS: Final = 17
_NOTHING: Final = Column("")
_METHOD_WIDE: Final = 95
_WIDTHS: Final = {"TT": 6, "Đơn vị": 48, "Mã băm SHA-256": 70, "Tháng": 12}
_SHARE, _POINTS, _COUNT, _MEAN = "0.0%", "+0.0;-0.0;0.0", "#,##0", "0.00"


def write_xlsx(layout: Layout, moment: str) -> bytes:
    """The workbook; `moment` (ISO, UTC) is when its figures were frozen."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for table in layout.tables:
        _sheet(book, table)
    method = book.create_sheet(METHOD)
    _rows(
        method,
        [[layout.subject], [layout.mark] if layout.mark else [], [], *([text] for text in layout.method)],
    )
    method.column_dimensions["A"].width = _METHOD_WIDE
    for place, cell in enumerate(method["A"], start=1):
        method.row_dimensions[place].height = _height(str(cell.value or ""), _METHOD_WIDE)
    _printed(method)
    for table in layout.sheets_only:
        _sheet(book, table)
    written = io.BytesIO()
    book.save(written)
    return even_zip(written.getvalue(), {"docProps/core.xml": core_properties(layout.subject, moment)})


def _sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.sheet)
    heads = [(title, form) for column in table.columns for title, form in _columns(column)]
    _rows(sheet, [[table.title], [], [title for title, _ in heads]])
    sheet["A1"].font = _BOLD
    for cell in sheet[3]:
        cell.font, cell.alignment, cell.border, cell.fill = _BOLD, _HEAD, _EDGES, _SHADE
    sheet.row_dimensions[3].height = _HEAD_POINTS
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        sheet.append([part for value, column in pairs for part in _parts(value, column)])
        tall = max(
            _height(value, _wide(column.title, "General"))
            for value, column in zip(("", *row), (_NOTHING, *table.columns), strict=True)
            if isinstance(value, str)
        )
        sheet.row_dimensions[sheet.max_row].height = tall
        for cell, (_, form) in zip(sheet[sheet.max_row], heads, strict=True):
            cell.number_format, cell.font, cell.alignment, cell.border = form, _PLAIN, _WRAPPED, _EDGES
    _rows(sheet, [[], *([note] for note in table.notes)])
    for place, (title, form) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _wide(title, form)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    _printed(sheet)


def _printed(sheet: Any) -> None:
    """Across, as wide as the page, on as many as it takes."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _wide(title: str, form: str) -> int:
    """How many letters of a column stand beside each other."""
    return _WIDTHS.get(title, 34 if form == "General" else 13)


def _height(text: str, wide: int) -> int:
    """Points of a row with this text: not every program measures it by itself."""
    return _LINE_POINTS * -(-max(len(text), 1) * 21 // (wide * 20))


def _rows(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        sheet.append([harmless(text) for text in row])
        for cell in sheet[sheet.max_row]:
            cell.font = _PLAIN
            cell.alignment = _WRAPPED if len(row) > 1 or sheet.title == METHOD else Alignment()


def _columns(column: Column) -> Iterator[tuple[str, str]]:
    """A column's title and number format; what a document writes in one cell has several here."""
    title = column.title
    match column.kind:
        case Kind.PART:
            yield f"{title}: số phiếu", _COUNT
            yield f"{title}: tỷ lệ", _SHARE
        case Kind.ESTIMATE | Kind.CHANGE:
            form = _SHARE if column.kind is Kind.ESTIMATE else _POINTS
            bare = title.partition(" (KTC")[0]
            yield bare, form
            yield f"{bare}: cận dưới", form
            yield f"{bare}: cận trên", form
        case Kind.COUNT:
            yield title, _COUNT
        case Kind.MEAN:
            yield title, _MEAN
        case _:
            yield title, "General"


def _parts(value: Value, column: Column) -> list[str | int | float | None]:
    match value:
        case Share(share, low, high) if column.kind is Kind.CHANGE:
            return [100 * share, 100 * low, 100 * high]
        case Share(share, low, high):
            return [share, low, high]
        case (int() as number, float() as share):
            return [number, share]
        case None:
            return [None] * sum(1 for _ in _columns(column))
        case str():
            return [harmless(value)]
        case int() | float():
            return [value]
        case _:
            raise TypeError(column.title)
