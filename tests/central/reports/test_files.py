import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import jsonschema_rs
import msgspec
import openpyxl
import pytest
from docx.shared import Mm, Pt

from sync.central.cases.counting import CaseCounts
from sync.central.reports.adding_up import contents_of
from sync.central.reports.annex import annex_schema
from sync.central.reports.contents import Contents
from sync.central.reports.files import WRITER, File, build_files
from sync.central.reports.issue import Issue
from sync.central.reports.layout import Heading, Layout
from sync.central.reports.wording import layout_of
from tests.central.reports.samples import LONG, Numbers, a_province, facts_of, with_cases

FACTS = a_province()
ISSUE = Issue("07", "2026-02-05", "Nguyễn Văn Minh")
SCHEMA = Path(__file__).parents[3] / "sync" / "central" / "reports" / "annex.schema.json"
WRITTEN = {
    2: {
        "docx": "fcd1c93293ef8d170ee7fadf6f6bbe273386b3045357c2cff94f0c0b47485553",
        "pdf": "e6fcc3ff72e983a5e81dfc3de0c5490247c660b5c076fa5f2b0bdfef083381c9",
        "xlsx": "9851663d03a1c3d8c4ae2aaa5332edc0d6472e2efed47819644988654a0e4986",
        "json": "1b51f4192e7a2705bd557b7543708e7dc2c1ca1e4dd8d33cdde57d5acae8050e",
    }
}
"""What each writer makes of FACTS and ISSUE, by SHA-256."""
BUILD = """
import hashlib, sys
from sync.central.reports.files import build_files
from tests.central.reports.samples import a_province
from tests.central.reports.test_files import ISSUE
for file in build_files(a_province(), ISSUE):
    print(file.kind, file.digest)
"""


@pytest.fixture(scope="module", name="files")
def the_files() -> dict[str, File]:
    return {file.kind: file for file in build_files(FACTS, ISSUE)}


@pytest.fixture(scope="module", name="layout")
def the_layout() -> Layout:
    return layout_of(contents_of(FACTS), FACTS.heading, ISSUE, draft=False)


def test_another_folder_another_zone_and_another_language_write_the_same_bytes(
    files: dict[str, File], tmp_path: Path
) -> None:
    root = str(Path(__file__).parents[3])
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7", "PYTHONPATH": root}
    found = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **elsewhere},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == [word for kind, file in files.items() for word in (kind, file.digest)]


def test_the_same_facts_give_the_bytes_that_this_writer_always_gave(files: dict[str, File]) -> None:
    assert {kind: file.digest for kind, file in files.items()} == WRITTEN[WRITER], (
        "the bytes of a report's files changed: raise WRITER, and put what it writes beside the others, "
        "so that `report verify` can tell files of an earlier program from ones that somebody changed"
    )


def test_nothing_in_a_file_was_packed_as_one_machine_packs_it(files: dict[str, File]) -> None:
    for kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(files[kind].raw)) as packed:
            assert {one.compress_type for one in packed.infolist()} == {zipfile.ZIP_STORED}
            assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"/FlateDecode" not in files["pdf"].raw


def test_every_table_stands_in_the_workbook_with_its_numbers(files: dict[str, File], layout: Layout) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].raw))
    assert book.sheetnames == [*(table.sheet for table in layout.tables), "Phương pháp", "Mã băm cuối"]
    rows = list(book["Theo đơn vị"].iter_rows(min_row=3, values_only=True))
    heads = [str(cell) for cell in rows[0]]
    found = next(row for row in rows if row[1] == LONG)
    assert found[heads.index("Số phiếu")] == 516
    assert found[heads.index("Rất hài lòng: số phiếu")] == 200
    assert found[heads.index("Hài lòng trở lên")] == pytest.approx(500 / 516, abs=1e-6)
    few = next(row for row in rows if row[1] == "Xã Ít Phiếu")
    assert few[2] == 7
    assert set(few[6:-1]) == {None}
    three = next(row for row in book["Ba mức"].iter_rows(values_only=True) if row[0] == LONG)
    assert three[1::2][:5] == pytest.approx((516, 200 / 516, 300 / 516, 7 / 516, 9 / 516))


def test_nothing_in_the_workbook_is_a_formula(files: dict[str, File]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=1+1 Công chức lịch sự?" in [cell.value for cell in cells]


def test_the_document_has_the_head_margins_and_letters_that_the_decree_wants(files: dict[str, File]) -> None:
    document: Any = docx.Document(io.BytesIO(files["docx"].raw))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin)] == [20, 20]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [30, 15]
    assert abs(section.page_width - Mm(210)) < Pt(1)
    normal = document.styles["Normal"].font
    assert (normal.name, normal.size) == ("Times New Roman", Pt(13))
    left, right = (cell.text for cell in document.tables[0].row_cells(0))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in right
    assert "Độc lập - Tự do - Hạnh phúc" in right
    assert "ngày 05 tháng 02 năm 2026" in right
    assert "Số: 07/BC" in left
    foot = "\n".join(cell.text for table in document.tables for cell in table.rows[0].cells)
    assert "Nơi nhận:" in foot
    assert "- Lưu: VT." in foot
    assert "Nguyễn Văn Minh" in foot
    assert document.sections[1].page_width > document.sections[1].page_height
    assert "w:tblHeader" in document.tables[-1]._tbl.xml


def test_each_task_of_the_directive_has_its_own_heading(layout: Layout) -> None:
    headings = [block.text for block in layout.blocks if isinstance(block, Heading)]
    assert [re.findall(r"nhiệm vụ (\d)", text) for text in headings if "nhiệm vụ" in text] == [
        [str(n)] for n in range(1, 6)
    ]


def test_a_document_that_is_not_signed_says_so() -> None:
    contents = contents_of(FACTS)
    assert layout_of(contents, FACTS.heading, None, draft=True).mark == "DỰ THẢO"
    assert layout_of(contents, FACTS.heading, None, draft=False).mark == "SỐ LIỆU ĐÃ CHỐT, CHƯA KÝ"
    assert layout_of(contents, FACTS.heading, ISSUE, draft=False).mark == ""


def test_the_annex_keeps_to_the_published_schema(files: dict[str, File]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert schema == json.loads(json.dumps(annex_schema())), "python -m sync.central.reports.annex"
    jsonschema_rs.validate(schema, json.loads(files["json"].raw))
    assert msgspec.json.decode(files["json"].raw, type=Contents) == contents_of(FACTS)
    broken = files["json"].raw.replace(b'"n": 516', b'"n": "516"')
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(broken, type=Contents)


def test_hidden_figures_stand_in_no_file(files: dict[str, File]) -> None:
    few = next(one for one in json.loads(files["json"].raw)["units"] if one["name"] == "Xã Ít Phiếu")
    assert few["now"] == {
        "n": 7, "standing": "hidden", "levels": [], "top_two": None, "bottom_two": None, "mean": None,
    }  # fmt: skip


def test_fewer_than_ten_cases_are_numbered_in_no_file() -> None:
    def made(cases: CaseCounts) -> dict[str, bytes]:
        return {file.kind: file.raw for file in build_files(with_cases(FACTS, cases), ISSUE)}

    few = made(CaseCounts(9, 8, 7, 1, 6, 5, 4, 3.5))
    assert few == made(CaseCounts(2, 1)), "nobody can tell which few there were"
    assert json.loads(few["json"])["cases"] is None
    assert json.loads(made(CaseCounts())["json"])["cases"]["cases"] == 0
    jsonschema_rs.validate(json.loads(SCHEMA.read_text("utf-8")), json.loads(few["json"]))


def test_the_document_numbers_its_pages_and_sets_vietnamese_with_its_own_letters(
    files: dict[str, File],
) -> None:
    raw = files["pdf"].raw
    assert len(re.findall(rb"/Type /Page\b", raw)) >= 8
    assert b"Tinos" in raw
    assert b"/Lang" in raw
    assert hashlib.sha256(raw).hexdigest() == files["pdf"].digest


def test_a_province_without_a_rating_has_files_too() -> None:
    made = build_files(facts_of({"Xã A": Numbers()}), None, draft=True)
    assert {file.kind for file in made} == {"docx", "pdf", "xlsx", "json"}
