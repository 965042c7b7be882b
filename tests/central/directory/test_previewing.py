from datetime import date

import pytest
from sqlalchemy import Connection, update

from sync.central.database.tables import counters, officials, units
from sync.central.directory.importing.preview import Preview, preview
from sync.central.directory.importing.said import FileRefused
from tests.central.directory.conftest import TODAY
from tests.central.directory.workbooks import csv_file, workbook
from tests.central.world import OFFICIAL, OTHER_UNIT, UNIT

HEADER = ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Quầy", "Từ ngày"]
HOA = [1, "Nguyễn Thị Hoa", "Chuyên viên", "Phường An Bình", 1, None]


def look(connection: Connection, *rows: list[object], header: list[str] = HEADER, **given: object) -> Preview:
    return preview(connection, workbook([header, *rows]), TODAY, **given)  # type: ignore[arg-type]


def kinds(shown: Preview) -> list[str]:
    return [verdict.kind for verdict in shown.verdicts]


def why(shown: Preview) -> str:
    (verdict,) = shown.verdicts
    return verdict.why.key if verdict.why else verdict.kind


def test_a_messy_sheet_under_titles_gives_a_verdict_for_each_row(connection: Connection) -> None:
    rows: list[list[object]] = [
        ["UBND TỈNH BÌNH HÀ"],
        ["DANH SÁCH CÔNG CHỨC BỘ PHẬN MỘT CỬA"],
        [],
        ["TT", "HO TEN", "Chuc danh", "QUẦY SỐ", "Nghỉ phép", None],
        [None, None, None, None, "Nghỉ từ", "Nghỉ đến"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I. PHƯỜNG AN BÌNH"],
        [1, "Nguyễn Thị Hoa", "Chuyên viên", "Quầy số 1", None, None],
        [2, "TRẦN VĂN ĐỨC", "Công chức", "01", "1/12/2026", "05.12.2026"],
        ["II", "Đơn vị: Xã Hương Mai", None],
        [3, "Công Tằng Tôn Nữ Phương Thảo Nguyên", "Chuyên viên", None, None, None],
        [4, "Lê Văn 8", "Chuyên viên", None, None, None],
        [],
        [None, "Người lập biểu"],
    ]
    shown = preview(connection, workbook(rows, ["A1:F1", "E4:F4", "A7:F7"]), TODAY)
    told = {verdict.number: verdict for verdict in shown.verdicts}
    assert {number: verdict.kind for number, verdict in told.items()} == {
        6: "skipped",
        7: "skipped",
        8: "unchanged",
        9: "new",
        10: "skipped",
        11: "new",
        12: "refused",
        14: "skipped",
    }
    assert told[9].target is not None
    assert (told[9].target.name, told[9].target.unit, told[9].target.leave) == (
        "Trần Văn Đức",
        UNIT,
        ("2026-12-01", "2026-12-05"),
    )
    assert told[11].target is not None
    assert told[11].target.unit == OTHER_UNIT
    assert shown.numbers == {"skipped": 4, "unchanged": 1, "new": 2, "refused": 1}


def test_what_changes_is_shown_before_and_after(connection: Connection) -> None:
    shown = look(
        connection,
        [1, "Nguyễn Thị Hoa", "Trưởng phòng", "Xã Hương Mai", "Đất đai", date(2026, 12, 1)],
        header=["Mã", *HEADER[1:]],
    )
    assert why(shown) == "new"  # of that name nobody serves there, and no code says that it is she
    row = [OFFICIAL, "Nguyễn Thị Hoa", "Trưởng phòng", "Xã Hương Mai", "Đất đai", date(2026, 12, 1)]
    (verdict,) = look(connection, row, header=["Mã định danh", *HEADER[1:]]).verdicts
    assert [(change.field, change.before, change.after) for change in verdict.changes] == [
        ("title", "Chuyên viên", "Trưởng phòng"),
        ("unit", "Phường An Bình", "Xã Hương Mai"),
        ("since", "", "2026-12-01"),
    ]


def test_blank_cells_and_missing_columns_change_nothing(connection: Connection) -> None:
    assert kinds(look(connection, [None, "nguyễn thị hoa", None, "An Bình", None, None])) == ["unchanged"]
    assert kinds(look(connection, ["Nguyễn Thị Hoa", 1], header=["Họ tên", "Quầy"], unit=UNIT)) == [
        "unchanged"
    ]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ([1, "=HYPERLINK(1)", "Chuyên viên", "An Bình", 1, None], "formula"),
        ([1, "Nguyen Thi Hoa", "Chuyên viên", "An Bình", 1, None], "nearly_that_name"),
        ([1, "Lan 0912345678", "Chuyên viên", "An Bình", 1, None], "no_name"),
        ([1, "Trần Lan", None, "An Bình", 1, None], "no_title"),
        ([1, "Trần Lan", "x" * 201, "An Bình", 1, None], "too_long"),
        ([1, "Trần Lan", "Chuyên viên", "Xã Không Có", 1, None], "no_such_unit"),
        ([1, "Trần Lan", "Chuyên viên", None, 1, None], "no_unit"),
        ([1, "Trần Lan", "Chuyên viên", "An Bình", 9, None], "no_such_counter"),
        ([1, "Trần Lan", "Chuyên viên", "An Bình", 1, "31/2/2026"], "no_day"),
        ([1, "Trần Lan", "Chuyên viên", "An Bình", 1, "12/2026"], "no_day"),
    ],
)
def test_a_row_that_cannot_be_carried_out_says_why(
    connection: Connection, row: list[object], key: str
) -> None:
    assert why(look(connection, row)) == key


def test_the_same_person_twice_is_refused_the_second_time(connection: Connection) -> None:
    lan = [2, "Trần Lan", "Chuyên viên", "An Bình", None, None]
    shown = look(connection, HOA, HOA, lan, lan)
    assert kinds(shown) == ["unchanged", "refused", "new", "refused"]
    assert [verdict.why.values for verdict in shown.verdicts if verdict.why] == [{"row": "2"}, {"row": "4"}]


def test_two_people_of_one_name_need_their_codes(connection: Connection) -> None:
    connection.execute(
        officials.insert().values(
            official="b" * 8,
            unit=UNIT,
            name="Nguyễn Thị Hoa",
            title_vi="x",
            title_en="x",
            active=1,
            code="CC-02",
        )
    )
    assert why(look(connection, HOA)) == "several_of_that_name"
    header = [*HEADER, "Mã cán bộ"]
    assert kinds(look(connection, [*HOA[:2], None, *HOA[3:4], None, None, "cc-02"], header=header)) == [
        "unchanged"
    ]


def test_a_unit_that_is_no_more_or_not_the_readers_is_refused(connection: Connection) -> None:
    assert why(look(connection, HOA, within={OTHER_UNIT})) == "not_your_unit"
    connection.execute(update(units).where(units.c.unit == UNIT).values(until=TODAY))
    assert why(look(connection, HOA)) == "unit_is_no_more"


def test_duty_is_read_as_weekdays_and_dates(connection: Connection) -> None:
    header = ["Họ tên", "Đơn vị", "Quầy", "Lịch trực"]
    (verdict,) = look(
        connection, ["Nguyễn Thị Hoa", "An Bình", 1, "T2, Thứ 4 – thứ Sáu; CN, 02/09/2026"], header=header
    ).verdicts
    assert verdict.target is not None
    assert list(verdict.target.duty.values()) == [("mon", "wed", "thu", "fri", "sun", "2026-09-02")]
    assert why(look(connection, ["Nguyễn Thị Hoa", "An Bình", 1, "tuần chẵn"], header=header)) == "no_duty"
    assert (
        why(look(connection, ["Nguyễn Thị Hoa", "An Bình", "-", "T2"], header=header))
        == "duty_without_counter"
    )


def test_a_counter_is_known_by_its_number_or_its_name(connection: Connection) -> None:
    connection.execute(
        counters.insert().values(
            counter="c2", unit=UNIT, number=12, name_vi="Đất đai", name_en="Land", active=1
        )
    )
    for called in (12, "12", "Quầy 12", "Bàn số 12", "đất đai", "Quầy 12 - Đất đai"):
        (verdict,) = look(connection, [*HOA[:4], called, None]).verdicts
        assert verdict.target is not None, called
        assert verdict.target.counters == ("c2",)
    (verdict,) = look(connection, [*HOA[:4], "1 và 12", None]).verdicts
    assert verdict.target is not None
    assert len(verdict.target.counters) == 2


def test_names_in_two_columns_are_one_name(connection: Connection) -> None:
    raw = csv_file("TT,Họ và tên đệm,Tên,Chức vụ", "1,Nguyễn Thị,Hoa,Chuyên viên")
    assert kinds(preview(connection, raw, TODAY, unit=UNIT)) == ["unchanged"]


def test_the_first_sheet_with_a_header_is_taken_and_strange_columns_are_named(connection: Connection) -> None:
    raw = workbook([[*HEADER, "Số điện thoại"], [*HOA, "0912"]], before=["Tổng hợp"])
    shown = preview(connection, raw, TODAY)
    assert (shown.sheet, shown.strange, kinds(shown)) == ("Danh sách", ("Số điện thoại",), ["unchanged"])


def test_a_file_without_a_header_is_refused(connection: Connection) -> None:
    for raw in (csv_file("a,b", "c,d"), workbook([]), csv_file("")):
        with pytest.raises(FileRefused) as refused:
            preview(connection, raw, TODAY)
        assert refused.value.said.key == "no_header"


def test_the_digest_names_the_file_the_day_and_what_it_would_change(connection: Connection) -> None:
    first = look(connection, HOA)
    assert look(connection, HOA).verdicts == first.verdicts
    raw = workbook([HEADER, HOA])
    digest = preview(connection, raw, TODAY).digest
    assert preview(connection, raw, TODAY).digest == digest
    assert preview(connection, raw, "2026-11-24").digest != digest
    connection.execute(update(officials).values(title_vi="Trưởng phòng"))
    assert preview(connection, raw, TODAY).digest != digest
