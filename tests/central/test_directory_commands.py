import json
from pathlib import Path

from tests.central.commands import Run
from tests.central.directory.workbooks import csv_file, workbook
from tests.central.world import UNIT, small_province, write_province

ROSTER = [
    ["Họ tên", "Chức vụ", "Quầy"],
    ["Nguyễn Thị Hoa", "Trưởng phòng", 1],
    ["Trần Văn Đức", "Công chức", 1],
]


def test_a_roster_is_looked_at_applied_published_and_written_out_again(run: Run, tmp_path: Path) -> None:
    assert run("directory", "load", str(write_province(tmp_path / "province", small_province())))[0] == 0
    assert run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh")[0] == 0
    file = tmp_path / "danh-sach.xlsx"
    file.write_bytes(workbook(ROSTER))
    here = ("directory", "import", str(file), "--unit", UNIT, "--json")
    code, said = run(*here)
    shown = json.loads(said)
    assert (code, shown["applied"], shown["numbers"]) == (0, False, {"changed": 1, "new": 1})
    assert shown["rows"][0]["changes"] == [
        {"field": "title", "before": "Chuyên viên", "after": "Trưởng phòng"}
    ]
    code, said = run(*here, "--apply", "0" * 64)
    assert (code, "look again" in said) == (3, True)
    code, said = run(*here, "--apply", shown["digest"])
    assert (code, json.loads(said)["applied"], json.loads(said)["units"]) == (0, True, [UNIT])
    assert json.loads(run(*here)[1])["numbers"] == {"unchanged": 2}
    code, said = run("directory", "publish", "--as", "Trần Minh", "--json")
    assert (code, len(json.loads(said)["published"])) == (0, 1)
    written = tmp_path / "out.csv"
    assert run("directory", "export", str(written))[0] == 0
    assert json.loads(run("directory", "import", str(written), "--json")[1])["numbers"] == {"unchanged": 2}


def test_refused_rows_and_files_change_nothing_and_say_why(run: Run, tmp_path: Path) -> None:
    assert run("directory", "load", str(write_province(tmp_path / "province", small_province())))[0] == 0
    file = tmp_path / "x.csv"
    file.write_bytes(
        csv_file("Họ tên,Đơn vị,Chức vụ", "Lê Lan,Xã Không Có,Công chức", "Vũ Mai,An Bình,Công chức")
    )
    code, said = run("directory", "import", str(file), "--apply")
    assert code == 3
    assert "There is no unit “Xã Không Có”" in said
    assert "--without-refused" in said
    assert run("directory", "import", str(file), "--apply", "--without-refused")[0] == 0
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    code, said = run("directory", "import", str(file))
    assert (code, "save it as .xlsx" in said) == (3, True)
    assert run("directory", "import", str(tmp_path / "none.xlsx"))[0] == 3
    assert run("directory", "export", str(tmp_path / "none.pdf"))[0] == 3
