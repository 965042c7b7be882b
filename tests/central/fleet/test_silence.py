import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central.database.engine import writing
from sync.central.directory.open_hours import OpenHours
from sync.central.directory.public_days import public_days
from sync.central.fleet.looking import Looked, look_at_fleet
from sync.central.fleet.silence import ALLOWED_MS
from sync.contract.desk_time import DAY_MS
from sync.contract.hours import read_hours
from tests.central.desk import Desk
from tests.central.fleet.test_canaries import plan
from tests.central.fleet.test_heartbeats import beat
from tests.central.world import OTHER_UNIT, UNIT, World, small_province

HOUR_MS = 3_600_000
OFFICE = {day: ["07:30-11:30", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS = OpenHours(read_hours(OFFICE))


def at(text: str) -> int:
    """Ms UTC of a moment in Vietnam."""
    return int(datetime.datetime.fromisoformat(f"{text}+07:00").timestamp() * 1000)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-25T08:00", "2026-11-25T10:00", 2),
        ("2026-11-25T11:00", "2026-11-25T14:00", 1),
        ("2026-11-27T16:00", "2026-11-30T08:30", 2),  # Friday to Monday
        ("2026-11-28T00:00", "2026-11-29T23:00", 0),
        ("2026-02-13T16:00", "2026-02-23T08:30", 2),  # Tết
        ("2026-08-22T07:30", "2026-08-22T09:30", 2),  # a Saturday that is worked for 31 August
    ],
)
def test_only_open_hours_count(start: str, end: str, hours: int) -> None:
    assert HOURS.open_ms(at(start), at(end)) == hours * HOUR_MS


def test_what_the_policy_says_of_a_date_goes_before_weekdays_and_public_holidays() -> None:
    dates = {"2026-09-02": ["08:00-10:00"], "2026-11-28": ["07:30-11:30"]}
    hours = OpenHours(read_hours(OFFICE | {"days": dates, "holidays": ["2026-11-25"]}))
    assert hours.open_ms(at("2026-09-02T00:00"), at("2026-09-03T00:00")) == 2 * HOUR_MS
    assert hours.open_ms(at("2026-11-28T00:00"), at("2026-11-29T00:00")) == 4 * HOUR_MS
    assert hours.open_ms(at("2026-11-25T00:00"), at("2026-11-26T00:00")) == 0
    assert OpenHours().open_ms(at("2026-11-28T00:00"), at("2026-11-29T00:00")) == DAY_MS


def test_the_calendar_knows_tet_the_national_day_and_days_off_that_were_moved() -> None:
    days = {day.isoformat() for day in public_days(2026).rests}
    assert {"2026-01-01", "2026-02-17", "2026-04-26", "2026-04-30", "2026-09-02", "2026-08-31"} <= days


@given(st.integers(at("2026-01-05T00:00"), at("2027-03-01T00:00")), st.integers(1, 40 * HOUR_MS))
def test_going_back_an_open_time_is_counting_it(now_ms: int, open_ms: int) -> None:
    since_ms = HOURS.back(now_ms, open_ms)
    assert HOURS.open_ms(since_ms, now_ms) == open_ms


def test_an_office_that_never_opens_misses_nobody() -> None:
    assert OpenHours(read_hours({})).back(at("2026-11-25T12:00"), 1) < at("2025-11-01T00:00")


def look(world: World) -> Looked:
    with writing(world.engine) as connection:
        return look_at_fleet(connection, world.clock)


def test_a_kiosk_that_falls_silent_while_its_office_is_open_raises_one_alarm_until_it_is_heard(
    desk: Desk, world: World
) -> None:
    province = small_province()
    province["policies"]["hours"] = OFFICE
    world.load(province)
    world.clock.now_ms = at("2026-11-27T16:50")
    beat(desk)
    world.clock.now_ms = at("2026-11-30T09:10")
    assert look(world) == Looked(0, 0, 0)
    world.clock.now_ms = at("2026-11-30T09:21")
    assert look(world) == Looked(1, 0, 0)
    assert look(world) == Looked(0, 0, 0)
    assert world.query("SELECT kind, times, ended_ms FROM alarms") == [("silent", 1, None)]
    beat(desk)
    assert look(world) == Looked(0, 1, 0)
    world.clock.now_ms = at("2026-11-30T12:00")
    assert look(world) == Looked(1, 0, 0)


def test_who_never_sent_a_sign_of_life_or_is_out_of_use_is_not_missed(desk: Desk, world: World) -> None:
    other = Desk(world)
    beat(other)
    world.clock.now_ms += 9 * DAY_MS
    world.execute(f"UPDATE kiosks SET state = 'retired' WHERE kiosk = '{other.kiosk}'")
    assert look(world) == Looked(0, 0, 0)
    assert ALLOWED_MS < 9 * DAY_MS


def test_a_proof_that_was_not_given_in_its_day_raises_one_alarm(desk: Desk, world: World) -> None:
    planned = plan(world, desk)
    assert look(world) == Looked(0, 0, 0)
    world.clock.now_ms += DAY_MS
    assert look(world).missing == 1
    assert look(world).missing == 0
    assert world.query("SELECT kind, about FROM alarms") == [("canary_missing", planned.canary)]


def test_a_unit_with_hours_of_its_own_is_missed_by_those(desk: Desk, world: World) -> None:
    beat(desk)
    world.clock.now_ms += 3 * HOUR_MS
    world.execute(
        "INSERT INTO unit_settings (unit, name, document) "
        f"VALUES ('{OTHER_UNIT}', 'policies', '{{\"hours\": {{}}}}')"
    )
    world.execute(f"UPDATE units SET parent = '{OTHER_UNIT}' WHERE unit = '{UNIT}'")
    assert look(world) == Looked(0, 0, 0)
    world.execute("DELETE FROM unit_settings")
    assert look(world) == Looked(1, 0, 0)
