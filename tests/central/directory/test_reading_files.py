import io
import unicodedata
import zipfile
from datetime import date, datetime, time

import pytest

from sync.central.directory.importing.grid import MAX_BYTES, MAX_ROWS, Grid
from sync.central.directory.importing.legacy import _TCVN3, from_vni
from sync.central.directory.importing.reading import read_grids
from sync.central.directory.importing.said import FileRefused
from tests.central.directory.workbooks import csv_file, workbook

LINES = (
    "Họ và tên;Chức vụ;Đơn vị",
    "Nguyễn Thị Hòa;Chuyên viên;Phường An Bình",
    "Trần Văn Đức;Công chức;Xã Hương Mai",
)
MORNING = datetime.combine(date(2026, 9, 2), time(8))
VNI = ("Hoï vaø teân;Chöùc vuï;Ñôn vò", "Nguyeãn Thò Hoøa;Chuyeân vieân;Phöôøng An Bình")


def cells(grid: Grid) -> list[tuple[object, ...]]:
    return [row.cells for row in grid.rows]


def as_tcvn3(text: str) -> bytes:
    back = {letter: sign for sign, letter in _TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in text).encode("latin-1")


def as_windows_1258(text: str) -> bytes:
    """Base letters whole, tones as combining marks, as Windows typed it."""
    out = []
    for letter in text:
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
            out.append((base + tones).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("\n".join(LINES).encode(), None),
        ("\n".join(LINES).encode("utf-8-sig"), None),
        (unicodedata.normalize("NFD", "\n".join(LINES)).encode(), None),
        ("\n".join(LINES).encode("utf-16"), "UTF-16"),
        ("\n".join(LINES).encode("utf-16-be"), "UTF-16"),
        (as_windows_1258("\n".join(LINES)), "windows-1258"),
        (as_tcvn3("\n".join(LINES)), "TCVN3 (ABC)"),
    ],
)
def test_a_csv_file_is_read_in_whichever_code_it_was_saved_and_the_code_is_said(
    raw: bytes, code: str | None
) -> None:
    (grid,) = read_grids(raw)
    assert cells(grid) == [tuple(line.split(";")) for line in LINES]
    assert [said.values.get("code") for said in grid.said if code] == ([code] if code else [])


def test_vni_is_recognised() -> None:
    (grid,) = read_grids("\n".join(VNI).encode("latin-1"))
    assert cells(grid) == [tuple(line.split(";")) for line in LINES[:2]]
    assert grid.said[0].values == {"code": "VNI"}
    assert from_vni("ÑAÊK LAÊK, ÖÙng, lyù, quyù") == "ĐĂK LĂK, Ứng, lý, quý"


def test_cells_of_an_excel_file_in_an_old_font_are_recognised_too() -> None:
    rows = [[as_tcvn3(cell).decode("latin-1") for cell in line.split(";")] for line in LINES]
    (grid,) = read_grids(workbook(rows))
    assert cells(grid) == [tuple(line.split(";")) for line in LINES]
    assert grid.said[0].values == {"code": "TCVN3 (ABC)"}


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_usual_sign_parts_the_columns(sign: str) -> None:
    (grid,) = read_grids(csv_file(sign.join(["Họ tên", "Quầy"]), sign.join(['"Hoa, ""Bé"""', "3"])))
    assert cells(grid) == [("Họ tên", "Quầy"), ('Hoa, "Bé"', "3")]
    (grid,) = read_grids(csv_file("sep=" + sign, sign.join(["a", "b"])))
    assert [tuple(row) for row in grid.rows] == [(2, ("a", "b"))]


def test_values_of_a_workbook_are_text_as_people_see_it() -> None:
    rows = [
        [
            "Tên",
            3,
            3.0,
            3.5,
            True,
            None,
            "  Hà\u00a0 Nội \n",
            MORNING,
            date(2026, 9, 3),
            "=1+1",
        ]
    ]
    (grid,) = read_grids(workbook(rows))
    assert cells(grid) == [
        ("Tên", "3", "3", "3.5", "TRUE", "", "Hà Nội", date(2026, 9, 2), date(2026, 9, 3), "=1+1")
    ]


def test_merged_cells_say_the_same_everywhere_and_blank_rows_keep_the_numbers() -> None:
    rows = [["Đơn vị", "Tên"], [], ["An Bình", "Hoa"], [None, "Lan"], [None, "Mai"], [], ["Hương Mai", "Cúc"]]
    (grid,) = read_grids(workbook(rows, ["A3:A5"]))
    assert [(row.number, *row.cells) for row in grid.rows] == [
        (1, "Đơn vị", "Tên"),
        (3, "An Bình", "Hoa"),
        (4, "An Bình", "Lan"),
        (5, "An Bình", "Mai"),
        (7, "Hương Mai", "Cúc"),
    ]


def test_hidden_sheets_are_not_read() -> None:
    grids = read_grids(workbook([["Tên"]], before=["Tổng hợp"], hidden=True))
    assert [grid.name for grid in grids] == ["Danh sách"]


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><z>&b;</z>'
)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_or_locked_excel"),
        (bytes(MAX_BYTES + 1), "file_too_large"),
        (b"PK\x03\x04 no archive", "broken_workbook"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "no_workbook"),
        (zipped(xl__workbook_xml=BOMB), "broken_workbook"),
        (
            zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=bytes(65 * 1024 * 1024)),
            "too_large_unpacked",
        ),
        (b"\xef\xbb\xbfH\xff", "broken_code"),
        (b"\xff\xfea", "broken_code"),
        (b"a\0b\0\0\xd8\0\0", "not_a_table"),
        (b"\x89\x80\x90\xfe\xff\xc5" * 40, "unknown_code"),
        (csv_file("a," * 70 + "z"), "too_many_columns"),
        (csv_file("a" * 2_001), "cell_too_long"),
        (csv_file(*["a"] * (MAX_ROWS + 1)), "too_many_rows"),
    ],
)
def test_what_is_no_table_or_far_too_much_of_one_is_refused_by_its_reason(raw: bytes, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_grids(raw)
    assert refused.value.said.key == key


def test_a_sheet_formatted_down_to_excels_last_row_is_read() -> None:
    book = workbook([["Họ và tên"], ["Hoa"]])
    far = book_with_row(book, b'<row r="1048576"><c r="A1048576" s="1"/></row>')
    (grid,) = read_grids(far)
    assert cells(grid) == [("Họ và tên",), ("Hoa",)]


def test_a_row_beyond_excels_last_one_is_refused_and_not_walked_to() -> None:
    far = book_with_row(workbook([["Họ và tên"]]), b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')
    with pytest.raises(FileRefused):
        read_grids(far)


def book_with_row(book: bytes, row: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", row + b"</sheetData>")
            new.writestr(name, content)
    return out.getvalue()
