"""The roster as a file that comes back unchanged, and that no spreadsheet reads as formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from sqlalchemy import Connection, select

from sync.central.database.tables import counters, units
from sync.central.directory.people import Person
from sync.contract.hours import WEEKDAYS

HEADER: Final = (
    "Mã định danh",
    "Mã cán bộ",
    "Họ và tên",
    "Chức vụ",
    "Chức vụ (tiếng Anh)",
    "Mã đơn vị",
    "Đơn vị",
    "Quầy",
    "Lịch trực",
    "Từ ngày",
    "Nghỉ từ",
    "Nghỉ đến",
    "Trạng thái",
)  # fmt: skip
_WIDTHS: Final = (38, 14, 34, 34, 34, 38, 44, 10, 24, 12, 12, 12, 16)
_WEEKDAYS: Final = dict(zip(WEEKDAYS, ("T2", "T3", "T4", "T5", "T6", "T7", "CN"), strict=True))


def as_xlsx(connection: Connection, people: Iterable[Person], today: str) -> bytes:
    """The officials as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Công chức")
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "D2"
    for number, row in enumerate([HEADER, *_rows(connection, people, today)]):
        cells = [openpyxl.cell.WriteOnlyCell(sheet, value=harmless(text)) for text in row]
        for cell in cells:
            cell.data_type = "s"
            cell.font = Font(bold=number == 0)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_csv(connection: Connection, people: Iterable[Person], today: str) -> bytes:
    """The officials as UTF-8 with a byte order mark, as Excel wants it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(HEADER)
    writer.writerows([harmless(text) for text in row] for row in _rows(connection, people, today))
    return written.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _rows(connection: Connection, people: Iterable[Person], today: str) -> Iterable[Sequence[str]]:
    names = {row.unit: row.name_vi for row in connection.execute(select(units.c.unit, units.c.name_vi))}
    desks = {row.counter: row for row in connection.execute(select(counters).where(counters.c.active == 1))}
    for person in people:
        served = [desks[counter] for counter in person.counters if counter in desks]
        there = [desk for desk in served if desk.unit == person.stands]
        days = {person.duty.get(desk.counter, ()) for desk in there}
        leave = next((one for one in person.leaves if one.last is None or one.last >= today), None)
        yield (
            person.official,
            person.code or "",
            person.name,
            person.title_vi,
            person.title_en,
            person.stands,
            names.get(person.stands, ""),
            ", ".join(
                str(desk.number) for desk in sorted(there, key=lambda desk: (desk.number, desk.counter))
            ),
            _duty(next(iter(days))) if len(days) == 1 else "",
            _day(person.since),
            _day(leave.first) if leave else "",
            _day(leave.last or "") if leave else "",
            "Đang làm việc" if person.active else "Đã nghỉ",
        )


def _duty(days: Sequence[str]) -> str:
    weekdays = [_WEEKDAYS[day] for day in WEEKDAYS if day in days]
    return ", ".join([*weekdays, *(_day(day) for day in sorted(days) if day not in _WEEKDAYS)])


def _day(day: str) -> str:
    if not day:
        return ""
    found = date.fromisoformat(day)
    return f"{found.day:02}/{found.month:02}/{found.year}"
