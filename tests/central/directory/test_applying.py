from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select, update

from sync.central.database.tables import counter_officials, leaves, moves, officials, postings, rosters
from sync.central.directory.importing.applying import NotAsShown, RowsRefused, apply_file
from sync.central.directory.importing.exporting import as_csv, as_xlsx, harmless
from sync.central.directory.importing.preview import preview
from sync.central.directory.people import Person, read_people
from tests.central.directory.conftest import TODAY
from tests.central.directory.workbooks import csv_file
from tests.central.world import COUNTER, OFFICIAL, OTHER_COUNTER, OTHER_UNIT, UNIT, World

HEADER = "Mã định danh,Họ tên,Chức vụ,Đơn vị,Quầy,Lịch trực,Từ ngày,Nghỉ từ,Nghỉ đến,Trạng thái"
NEW = ",Trần Văn Đức,Chuyên viên,Phường An Bình,1,T2-T6,1/10/2026,1/12/2026,,"


def people(connection: Connection) -> dict[str, Person]:
    return {person.name: person for person in read_people(connection)}


def apply(connection: Connection, *rows: str, without_refused: bool = False) -> list[str]:
    raw = csv_file(HEADER, *rows)
    shown = preview(connection, raw, TODAY)
    return apply_file(connection, raw, TODAY, digest=shown.digest, without_refused=without_refused).units


def test_a_new_official_is_written_with_counter_duty_day_and_leave(connection: Connection) -> None:
    assert apply(connection, NEW) == [UNIT]
    duc = people(connection)["Trần Văn Đức"]
    assert (duc.unit, duc.counters, duc.since, duc.active) == (UNIT, (COUNTER,), "2026-10-01", True)
    assert duc.duty == {COUNTER: ("fri", "mon", "thu", "tue", "wed")}
    assert duc.leaves == (("2026-12-01", None),)
    known = select(postings.c.unit).where(postings.c.official == duc.official)
    assert connection.execute(known).scalars().all() == [UNIT]


def test_applying_twice_changes_nothing_the_second_time(connection: Connection) -> None:
    apply(connection, NEW)
    shown = preview(connection, csv_file(HEADER, NEW), TODAY)
    assert shown.numbers == {"unchanged": 1}
    assert apply(connection, NEW) == []


def test_what_changed_since_the_preview_is_refused_and_shown_again(connection: Connection) -> None:
    raw = csv_file(HEADER, f"{OFFICIAL},Nguyễn Thị Hoà,,,,,,,,")
    digest = preview(connection, raw, TODAY).digest
    connection.execute(update(officials).values(title_vi="Trưởng phòng"))
    with pytest.raises(NotAsShown) as refused:
        apply_file(connection, raw, TODAY, digest=digest, without_refused=False)
    assert refused.value.now.digest == preview(connection, raw, TODAY).digest != digest
    assert list(people(connection)) == ["Nguyễn Thị Hoa"]


def test_one_refused_row_keeps_everything_unless_somebody_says_otherwise(connection: Connection) -> None:
    rows = (NEW, ",Lê Lan,Chuyên viên,Xã Không Có,,,,,,")
    with pytest.raises(RowsRefused):
        apply(connection, *rows)
    assert list(people(connection)) == ["Nguyễn Thị Hoa"]
    assert apply(connection, *rows, without_refused=True) == [UNIT]
    assert sorted(people(connection)) == ["Nguyễn Thị Hoa", "Trần Văn Đức"]


def test_a_planned_move_leaves_everything_where_it_is_until_its_day(connection: Connection) -> None:
    apply(connection, f"{OFFICIAL},Nguyễn Thị Hoa,,Xã Hương Mai,1,,1/12/2026,,,")
    hoa = people(connection)["Nguyễn Thị Hoa"]
    assert (hoa.unit, hoa.stands, hoa.since) == (UNIT, OTHER_UNIT, "2026-12-01")
    assert sorted(hoa.counters) == sorted([COUNTER, OTHER_COUNTER])


def test_a_move_in_the_past_takes_effect_at_once_and_leaves_the_old_counters(connection: Connection) -> None:
    apply(connection, f"{OFFICIAL},Nguyễn Thị Hoa,,Xã Hương Mai,,,1/11/2026,,,")
    hoa = people(connection)["Nguyễn Thị Hoa"]
    assert (hoa.unit, hoa.counters, hoa.since) == (OTHER_UNIT, (), "2026-11-01")
    assert [move.unit for move in hoa.moves] == [UNIT, OTHER_UNIT]
    known = select(postings.c.unit).where(postings.c.official == OFFICIAL)
    assert set(connection.execute(known).scalars()) == {UNIT, OTHER_UNIT}


def test_who_left_stays_known_and_may_come_back(connection: Connection) -> None:
    apply(connection, f"{OFFICIAL},Nguyễn Thị Hoa,,,,,,,,Nghỉ việc")
    assert not people(connection)["Nguyễn Thị Hoa"].active
    apply(connection, f"{OFFICIAL},Nguyễn Thị Hoa,,,,,,,,đang công tác")
    assert people(connection)["Nguyễn Thị Hoa"].active


def test_a_dash_takes_somebody_from_every_counter(connection: Connection) -> None:
    apply(connection, f"{OFFICIAL},Nguyễn Thị Hoa,,,-,,,,,")
    assert people(connection)["Nguyễn Thị Hoa"].counters == ()


def test_a_move_before_the_last_one_is_refused(connection: Connection) -> None:
    apply(connection, f"{OFFICIAL},Nguyễn Thị Hoa,,Xã Hương Mai,,,1/11/2026,,,")
    raw = csv_file(HEADER, f"{OFFICIAL},Nguyễn Thị Hoa,,An Bình,,,1/10/2026,,,")
    (verdict,) = preview(connection, raw, TODAY).verdicts
    assert verdict.why is not None
    assert verdict.why.key == "moved_before"


@pytest.mark.parametrize("write", [as_xlsx, as_csv])
def test_what_was_exported_comes_back_unchanged(connection: Connection, write: Callable[..., bytes]) -> None:
    apply(
        connection,
        NEW,
        ',Đỗ Ân,Chuyên viên,Hương Mai,1,"T2, 02/09/2026",,,,',
        f"{OFFICIAL},Nguyễn Thị Hoa,,Xã Hương Mai,,,1/12/2026,1/1/2027,3/1/2027,",
    )
    connection.execute(
        update(officials)
        .where(officials.c.name == "Đỗ Ân")
        .values(title_vi="=SUM(A1)", title_en="-1+2", code="@x")
    )
    raw = write(connection, read_people(connection), TODAY)
    shown = preview(connection, raw, TODAY)
    assert shown.numbers == {"unchanged": 3}
    assert b'"=SUM' not in raw
    assert b",=SUM" not in raw


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_exported_cell_begins_as_a_formula_does(sign: str) -> None:
    assert harmless(sign + "1") == f"'{sign}1"
    assert harmless("1" + sign) == "1" + sign


def test_it_is_so_on_every_engine(world: World) -> None:
    with world.engine.begin() as connection:
        assert apply(connection, NEW, f"{OFFICIAL},Nguyễn Thị Hoa,,Xã Hương Mai,,,1/11/2026,,,") == sorted(
            [UNIT, OTHER_UNIT]
        )
        tables = (counter_officials, rosters, moves, leaves)
        counts = [len(connection.execute(select(table)).all()) for table in tables]
        assert counts == [1, 5, 3, 1]
