import pytest
from sqlalchemy import Connection, update

from sync.central.database.tables import units
from sync.central.directory.cohorts import Member, list_cohorts, write_cohort
from sync.central.directory.edition import Outdated, edition_of
from sync.central.directory.inheriting import Heard, heard_settings, own_settings
from sync.central.directory.parts import written_parts
from sync.central.directory.writing import write_settings
from tests.central.directory.conftest import TODAY
from tests.central.world import OTHER_UNIT, UNIT


def test_the_nearest_unit_that_says_something_is_heard_and_it_is_known_which(connection: Connection) -> None:
    connection.execute(update(units).where(units.c.unit == UNIT).values(parent=OTHER_UNIT))
    write_settings(connection, OTHER_UNIT, "policies", {"hotline": "19001", "sound": True}, edition_of({}))
    write_settings(connection, UNIT, "policies", {"hotline": None}, edition_of({}))
    heard = heard_settings(connection, UNIT, "policies")
    assert heard["hotline"] == Heard(None, UNIT)
    assert heard["sound"] == Heard(True, OTHER_UNIT)
    assert heard["paper_form"] == Heard(True, None)
    policies = written_parts(connection, UNIT, TODAY).policies
    assert (policies.hotline, policies.sound, policies.paper_form) == (None, True, True)
    assert written_parts(connection, OTHER_UNIT, TODAY).policies.hotline == "19001"


def test_a_unit_that_says_nothing_any_more_hears_the_province_again(connection: Connection) -> None:
    write_settings(connection, UNIT, "texts", {"caption": {"vi": "Xin chào"}}, edition_of({}))
    assert "caption" in written_parts(connection, UNIT, TODAY).texts
    write_settings(connection, UNIT, "texts", {}, edition_of(own_settings(connection, UNIT, "texts")))
    assert "caption" not in written_parts(connection, UNIT, TODAY).texts
    with pytest.raises(Outdated):
        write_settings(connection, UNIT, "texts", {}, "of another day")


def test_a_unit_may_join_a_cohort_leave_it_and_join_again(connection: Connection) -> None:
    members = (Member(UNIT, "2022-07-01", "2023-01-01"), Member(UNIT, "2024-01-01", None))
    name = write_cohort(connection, None, ("Chính quyền thân thiện", "Friendly"), members, "")
    (cohort,) = list_cohorts(connection)
    days = ("2022-06-30", "2022-07-01", "2022-12-31", "2023-01-01", "2024-06-01")
    assert [cohort.holds(UNIT, day) for day in days] == [False, True, True, False, True]
    write_cohort(connection, name, ("Thí điểm", "Pilot"), (), edition_of(cohort))
    with pytest.raises(Outdated):
        write_cohort(connection, name, ("x", "x"), (), edition_of(cohort))
    assert [(one.name_vi, one.members) for one in list_cohorts(connection)] == [("Thí điểm", ())]
