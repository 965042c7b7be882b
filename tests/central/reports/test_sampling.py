import io

import openpyxl
import pytest
from sqlalchemy import select

from sync.central.database.engine import reading, writing
from sync.central.database.tables import sampled_forms
from sync.central.directory.importing.said import FileRefused
from sync.central.reports.going import draft
from sync.central.reports.periods import load_form
from sync.central.reports.records import Record, ReportRefused
from sync.central.reports.sampling import Preview, look_at_sample, take_sample
from tests.central.world import OTHER_UNIT, UNIT, World

HEAD = ("STT", "Mã phiếu", "Đơn vị", "Ngày khảo sát", "Mức độ hài lòng")


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite: rows are judged the same on each engine."""
    return sqlite_url


@pytest.fixture
def record(world: World) -> Record:
    with writing(world.engine) as connection:
        return draft(connection, load_form(), "2026-H2", world.clock.wall_ms())


def workbook(*rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("ỦY BAN MTTQ VIỆT NAM",), ("PHIẾU KHẢO SÁT",), head, *rows):
        sheet.append(list(row))
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def look(world: World, record: Record, raw: bytes) -> Preview:
    with reading(world.engine) as connection:
        return look_at_sample(connection, record, raw)


def why(shown: Preview) -> dict[int, str]:
    return {one.number: one.why.key for one in shown.refused if one.why}


def test_forms_are_found_under_title_rows_and_levels_in_words_or_numbers(
    world: World, record: Record
) -> None:
    raw = workbook(
        (1, "P-001", "Phường An Bình", "05/09/2026", "Rất hài lòng"),
        (2, "P-002", "An Bình", "", "4"),
        (3, "P-003", "Xã Hương Mai", "2026-10-01", "khong hai long"),
    )
    shown = look(world, record, raw)
    assert [(one.code, one.unit, one.day, one.score) for one in shown.taken] == [
        ("P-001", UNIT, "2026-09-05", 5),
        ("P-002", UNIT, None, 4),
        ("P-003", OTHER_UNIT, "2026-10-01", 2),
    ]
    assert (shown.refused, shown.numbers) == ((), {UNIT: 2, OTHER_UNIT: 1})


def test_each_row_that_does_not_fit_says_why(world: World, record: Record) -> None:
    raw = workbook(
        (1, "P-1", "Phường An Bình", "", 5),
        (2, "p-1", "Phường An Bình", "", 4),
        (3, "", "Phường An Bình", "", 4),
        (4, "P-4", "Xã Không Có", "", 4),
        (5, "P-5", "Phường An Bình", "", "tạm được"),
        (6, "P-6", "Phường An Bình", "1/1/2026", 4),
        (7, "P-7", "Phường An Bình", "31/2/2026", 4),
        (8, "=1+1", "Phường An Bình", "", 4),
    )
    assert why(look(world, record, raw)) == {
        5: "form_twice",
        6: "no_form_code",
        7: "no_such_unit",
        8: "no_level",
        9: "other_period",
        10: "no_day",
        11: "formula",
    }


def test_a_file_without_a_table_of_forms_is_refused(world: World, record: Record) -> None:
    with pytest.raises(FileRefused, match="no_sample_header"):
        look(world, record, workbook(head=("Họ và tên", "Chức vụ")))
    with pytest.raises(FileRefused):
        look(world, record, b"PK\x03\x04 no workbook")


def test_nothing_is_taken_but_what_was_shown_and_it_replaces_what_was_there(
    world: World, record: Record
) -> None:
    first = workbook((1, "P-1", "Phường An Bình", "", 5), (2, "P-2", "Xã Không Có", "", 5))
    shown = look(world, record, first)

    def take(raw: bytes, digest: str, *, leaving: bool = False) -> list[str]:
        with writing(world.engine) as connection:
            take_sample(connection, record, raw, digest, without_refused=leaving)
            return list(connection.execute(select(sampled_forms.c.code)).scalars())

    with pytest.raises(ReportRefused, match="something else"):
        take(first, "0" * 64)
    with pytest.raises(ReportRefused, match="1 rows are refused"):
        take(first, shown.digest)
    assert take(first, shown.digest, leaving=True) == ["P-1"]
    second = workbook((1, "Q-1", "Phường An Bình", "", 3))
    assert take(second, look(world, record, second).digest) == ["Q-1"]
