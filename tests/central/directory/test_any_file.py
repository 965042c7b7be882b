"""Any file gives verdicts or a refusal with a reason; what is exported comes back unchanged."""

import io
import zipfile
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from sync.central.database.tables import counter_officials, officials
from sync.central.directory.importing.exporting import as_csv, as_xlsx
from sync.central.directory.importing.folding import composed
from sync.central.directory.importing.preview import preview
from sync.central.directory.importing.said import FileRefused, Said
from sync.central.directory.people import read_people
from sync.central.web.words import load_words
from tests.central.directory.conftest import TODAY
from tests.central.directory.workbooks import workbook
from tests.central.world import COUNTER, UNIT

WORDS = load_words("sync.central.directory")
HEADS = [
    *("Họ và tên", "HO TEN", "Tên", "Họ đệm", "Chức vụ", "Đơn vị", "Quầy", "Lịch trực", "Từ ngày", "Nghỉ từ"),
    *("Nghỉ đến", "Trạng thái", "Mã số", "ID", "STT", "", "x"),
]
CELLS = st.one_of(
    st.none(),
    st.integers(-10, 60_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
    st.sampled_from(
        [
            "Nguyễn Thị Hoa",
            "An Bình",
            "Phường An Bình",
            "1",
            "Quầy 1",
            "T2-T6",
            "31/12/2026",
            "đã nghỉ",
            "=1+1",
            "-",
            "'",
            "CN",
        ]
    ),
)
SEED = workbook([["Họ và tên", "Đơn vị", "Quầy"], ["Nguyễn Thị Hoa", "An Bình", 1]], ["A1:A1"])
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def judged(connection: Connection, raw: bytes) -> None:
    """Every row has its verdict, or the file a reason; each can be said in both languages."""
    said, rows = looked_at(connection, raw)
    for told in said:
        assert all(WORDS[told.key][language].format(**told.values) for language in ("vi", "en"))
    assert rows or said


def looked_at(connection: Connection, raw: bytes) -> tuple[list[Said], bool]:
    try:
        shown = preview(connection, raw, TODAY, unit=UNIT)
    except FileRefused as refused:
        return [refused.said], False
    return [*shown.said, *(verdict.why for verdict in shown.verdicts if verdict.why)], True


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes(connection: Connection, raw: bytes) -> None:
    judged(connection, raw)
    judged(connection, b"Ho ten,Don vi\n" + raw)


@QUICK
@given(st.lists(st.sampled_from(HEADS), max_size=8), st.lists(st.lists(CELLS, max_size=8), max_size=6))
def test_any_sheet(connection: Connection, header: list[str], rows: list[list[Any]]) -> None:
    judged(connection, workbook([header, *rows]))


@QUICK
@given(st.data())
def test_any_damage_to_a_workbook(connection: Connection, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(SEED)) as seed:
        files = {name: seed.read(name) for name in seed.namelist()}
    name = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[name])))
    cut = data.draw(st.integers(0, 20))
    files[name] = files[name][:at] + data.draw(st.binary(max_size=8)) + files[name][at + cut :]
    if data.draw(st.booleans()):
        del files[data.draw(st.sampled_from(sorted(files)))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member, content in files.items():
            archive.writestr(member, content)
    judged(connection, out.getvalue())


LETTERS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệỗợỨ", min_size=1, max_size=6).map(str.capitalize)
TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x1EF9, blacklist_categories=("Cs", "Cc", "Cf", "Cn")),
    min_size=1,
    max_size=20,
)


NAMES = st.lists(LETTERS, min_size=2, max_size=4).map(" ".join)
PEOPLE = st.lists(st.tuples(NAMES, TEXTS, TEXTS, st.booleans(), st.booleans()), max_size=5)


@QUICK
@example([("Lê Lan", "'=1", "''-x", True, False), ("Lê Ân", "=1+1", "' x", True, True)], as_xlsx)
@given(PEOPLE, st.sampled_from([as_xlsx, as_csv]))
def test_any_roster_comes_back_unchanged(
    connection: Connection, rows: list[tuple[Any, ...]], write: Any
) -> None:
    nested = connection.begin_nested()
    try:
        for place, (name, title, english, active, serves) in enumerate(rows):
            put_official(connection, f"{place:012}", name, title, english, active=active, serves=serves)
        raw = write(connection, read_people(connection), TODAY)
        assert preview(connection, raw, TODAY).numbers == {"unchanged": len(rows) + 1}
    finally:
        nested.rollback()


def put_official(
    connection: Connection, number: str, name: str, title: str, english: str, *, active: bool, serves: bool
) -> None:
    official = f"00000000-0000-4000-8000-{number}"
    titles = {"title_vi": composed(title) or "x", "title_en": composed(english) or "x"}
    row = {"official": official, "unit": UNIT, "name": name, "active": int(active), "code": number}
    connection.execute(officials.insert().values(**row, **titles))
    if serves:
        connection.execute(counter_officials.insert().values(counter=COUNTER, official=official))
