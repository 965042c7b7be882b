"""Where officials serve on which day, as a kiosk of the unit is told."""

import msgspec
import pytest
from sqlalchemy import Connection

from sync.central.directory.edition import Outdated, edition_of
from sync.central.directory.parts import Parts, written_parts
from sync.central.directory.people import Leave, read_people
from sync.central.directory.rosters import on_duty
from sync.central.directory.writing import (
    Unfit,
    WrittenCounter,
    WrittenOfficial,
    WrittenUnit,
    write_counters,
    write_official,
    write_unit,
    written_counters,
    written_official,
    written_unit,
)
from tests.central.directory.conftest import TODAY
from tests.central.world import COUNTER, OFFICIAL, OTHER_COUNTER, OTHER_UNIT, UNIT


def hoa(connection: Connection) -> WrittenOfficial:
    written = written_official(connection, OFFICIAL)
    assert written is not None
    return written


def change(connection: Connection, **changes: object) -> None:
    before = hoa(connection)
    write_official(
        connection, OFFICIAL, msgspec.structs.replace(before, **changes), edition_of(before), TODAY
    )


def served(parts: Parts, day: str) -> list[str]:
    return [one.official.name for one in parts.officials if one.serves_on(day)]


def test_leave_takes_somebody_from_the_kiosk_on_its_days_only(connection: Connection) -> None:
    change(connection, leaves=(Leave("2026-12-01", "2026-12-05"), Leave("2027-03-01", None)))
    parts = written_parts(connection, UNIT, TODAY)
    days = ("2026-11-30", "2026-12-01", "2026-12-05", "2026-12-06", "2027-03-01", "2029-01-01")
    assert [len(served(parts, day)) for day in days] == [1, 0, 0, 1, 0, 0]


def test_a_planned_move_is_told_to_both_units_with_its_day(connection: Connection) -> None:
    change(connection, unit=OTHER_UNIT, since="2026-12-01", duty={OTHER_COUNTER: ("mon",)})
    before, after = (written_parts(connection, unit, TODAY) for unit in (UNIT, OTHER_UNIT))
    assert (served(before, TODAY), served(after, TODAY)) == (["Nguyễn Thị Hoa"], [])
    assert (served(before, "2026-12-01"), served(after, "2026-12-01")) == ([], ["Nguyễn Thị Hoa"])
    assert before.officials[0].official.counters == (COUNTER,)
    assert after.officials[0].official.counters == (OTHER_COUNTER,)
    assert before.from_day("2026-12-01").officials == ()


def test_a_day_that_goes_by_is_no_change_by_itself(connection: Connection) -> None:
    change(connection, leaves=(Leave("2026-11-20", "2026-11-25"),))
    kept = written_parts(connection, UNIT, TODAY)
    assert kept != written_parts(connection, UNIT, "2026-11-26")
    assert kept.from_day("2026-11-26") == written_parts(connection, UNIT, "2026-11-26")


def test_whoever_is_rostered_at_a_counter_is_told_to_stand_there(connection: Connection) -> None:
    change(connection, duty={COUNTER: ("mon", "2026-12-24")})
    (one,) = written_parts(connection, UNIT, TODAY).officials
    assert one.official.counters == (COUNTER,)
    assert hoa(connection).duty == {COUNTER: ("2026-12-24", "mon")}


def test_a_date_goes_before_its_weekday_and_nobody_on_leave_is_on_duty(connection: Connection) -> None:
    change(connection, duty={COUNTER: ("mon",)})
    every_day = WrittenOfficial("Lê Lan", None, "x", "x", UNIT, "", True, {COUNTER: ()}, ())
    dated = WrittenOfficial("Vũ Mai", None, "x", "x", UNIT, "", True, {COUNTER: ("2026-11-30",)}, ())
    for new in (every_day, dated):
        write_official(connection, None, new, "", TODAY)

    def there(day: str) -> set[str]:
        return {one.name for one in on_duty(read_people(connection), COUNTER, day)}

    assert there("2026-11-23") == {"Nguyễn Thị Hoa", "Lê Lan"}
    assert there("2026-11-24") == {"Lê Lan"}
    assert there("2026-11-30") == {"Vũ Mai"}
    change(connection, leaves=(Leave("2026-11-23", None),))
    assert there("2026-11-23") == {"Lê Lan"}


def test_an_official_whom_somebody_else_saved_meanwhile_is_not_overwritten(connection: Connection) -> None:
    seen = edition_of(hoa(connection))
    change(connection, title_vi="Trưởng phòng")
    with pytest.raises(Outdated):
        write_official(
            connection, OFFICIAL, msgspec.structs.replace(hoa(connection), name="X Y"), seen, TODAY
        )
    assert hoa(connection).name == "Nguyễn Thị Hoa"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"duty": {OTHER_COUNTER: ()}}, "counter_of_another_unit"),
        ({"leaves": (Leave("2026-12-02", "2026-12-01"),)}, "ends_before_it_begins"),
    ],
)
def test_what_does_not_fit_is_refused(connection: Connection, changes: dict[str, object], key: str) -> None:
    with pytest.raises(Unfit) as refused:
        change(connection, **changes)
    assert refused.value.key == key


def test_a_code_belongs_to_one_official(connection: Connection) -> None:
    change(connection, code="CC-1")
    second = WrittenOfficial("Lê Lan", "CC-1", "x", "x", UNIT, TODAY, True, {}, ())
    with pytest.raises(Unfit, match="code_taken"):
        write_official(connection, None, second, "", TODAY)


def test_a_move_comes_after_the_last_one_and_its_day_can_be_mended(connection: Connection) -> None:
    change(connection, unit=OTHER_UNIT, since="2026-11-10", duty={})
    change(connection, since="2026-11-01")
    assert hoa(connection).since == "2026-11-01"
    with pytest.raises(Unfit, match="moves_before_the_last_move"):
        change(connection, unit=UNIT, since="2026-10-01")


def test_a_unit_never_stands_below_itself(connection: Connection) -> None:
    first, second = (written_unit(connection, unit) for unit in (UNIT, OTHER_UNIT))
    assert first is not None
    assert second is not None
    write_unit(connection, OTHER_UNIT, msgspec.structs.replace(second, parent=UNIT), edition_of(second))
    for parent in (OTHER_UNIT, UNIT):
        with pytest.raises(Unfit, match="unit_below_itself"):
            write_unit(connection, UNIT, msgspec.structs.replace(first, parent=parent), edition_of(first))


def test_a_unit_comes_after_others_and_may_end(connection: Connection) -> None:
    new = WrittenUnit("Phường Mới", "New Ward", None, "2026-12-01", None, (UNIT, OTHER_UNIT))
    name = write_unit(connection, None, new, "")
    assert written_unit(connection, name) == msgspec.structs.replace(
        new, predecessors=tuple(sorted((UNIT, OTHER_UNIT)))
    )
    with pytest.raises(Unfit, match="ends_before_it_begins"):
        write_unit(connection, None, msgspec.structs.replace(new, until="2026-12-01"), "")


def test_counters_change_together_and_stay_their_units(connection: Connection) -> None:
    before = written_counters(connection, UNIT)
    (desk,) = before
    rows = [desk._replace(active=False), WrittenCounter(None, 1, "Đất đai", "Land", True)]
    write_counters(connection, UNIT, rows, edition_of(before))
    now = {
        (row.counter == desk.counter, row.number, row.active) for row in written_counters(connection, UNIT)
    }
    assert now == {(True, 1, False), (False, 1, True)}
    with pytest.raises(Outdated):
        write_counters(connection, UNIT, [], edition_of(before))
    for wrong, key in (
        ([WrittenCounter(OTHER_COUNTER, 1, "x", "x", True)], "counter_of_another_unit"),
        ([WrittenCounter(None, 7, "x", "x", True)] * 2, "one_number_twice"),
    ):
        with pytest.raises(Unfit, match=key):
            write_counters(connection, UNIT, wrong, edition_of(written_counters(connection, UNIT)))
