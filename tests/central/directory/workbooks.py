"""Files as people write them."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl


def workbook(
    rows: Sequence[Any],
    merged: Sequence[str] = (),
    *,
    before: Sequence[str] = (),
    hidden: bool = False,
) -> bytes:
    """A workbook with these rows on its last sheet; `before` are sheets that hold something else."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name in before:
        sheet.title = name
        sheet.append(["Biểu tổng hợp", "2026"])
        sheet.sheet_state = "hidden" if hidden else "visible"
        sheet = book.create_sheet("Danh sách")
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.active = book.worksheets.index(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_file(*lines: str, code: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(code)
