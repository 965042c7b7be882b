"""A report's workbook: every table with its numbers as numbers, the method, the heads of the ledgers."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sync.central.directory.importing.exporting import harmless
from sync.central.reports.contents import Share
from sync.central.reports.even_zip import core_properties, even_zip
from sync.central.reports.layout import Column, Kind, Layout, Table, Value

METHOD: Final = "Phương pháp"
_BOLD: Final = Font(name="Times New Roman", size=12, bold=True)
_PLAIN: Final = Font(name="Times New Roman", size=12)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
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
    method.column_dimensions["A"].width = 120
    for table in layout.sheets_only:
        _sheet(book, table)
    written = io.BytesIO()
    book.save(written)
    return even_zip(written.getvalue(), {"docProps/core.xml": core_properties(layout.subject, moment)})


def _sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.sheet)
    heads = [(title, form) for column in table.columns for title, form in _columns(column)]
    _rows(sheet, [[table.title], [], [title for title, _ in heads]])
    for cell in (sheet["A1"], *sheet[3]):
        cell.font = _BOLD
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        sheet.append([part for value, column in pairs for part in _parts(value, column)])
        for cell, (_, form) in zip(sheet[sheet.max_row], heads, strict=True):
            cell.number_format, cell.font, cell.alignment = form, _PLAIN, _WRAPPED
    _rows(sheet, [[], *([note] for note in table.notes)])
    for place, (title, form) in enumerate(heads, start=1):
        wide = form == "General" and place <= 3
        sheet.column_dimensions[get_column_letter(place)].width = 34 if wide else max(11, min(len(title), 18))
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


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
