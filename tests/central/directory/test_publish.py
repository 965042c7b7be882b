import hashlib
import json

import msgspec
import pytest

from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.directory.keeping import COMMENTS
from sync.central.directory.publish import publish_all
from sync.central.directory.refusal import ProvinceRefused, WouldMoveKiosks
from sync.central.retention.policies import set_policy
from sync.contract.directory import Directory, StaffMember, judge
from sync.contract.problems import Code
from sync.contract.signed import open_document
from tests.central.desk import Desk, refusal
from tests.central.world import (
    ADDRESS,
    COUNTER,
    JPEG,
    OFFICIAL,
    OTHER_COUNTER,
    OTHER_STAFF,
    OTHER_UNIT,
    PIN,
    QUESTIONS,
    STAFF,
    UNIT,
    World,
    named,
    small_province,
)


def directory_of(desk: Desk) -> Directory:
    answer = desk.call("GET", "/api/v1/directory")
    assert answer.headers["content-type"] == "application/vnd.hailong.signed"
    raw = open_document("directory", answer.content, [desk.world.identity.public])
    directory = msgspec.json.decode(raw, type=Directory)
    judge(directory)
    return directory


def test_a_kiosk_gets_its_own_unit_signed(desk: Desk, world: World) -> None:
    directory = directory_of(desk)
    assert (directory.server, directory.kiosk, directory.version) == (world.identity.server_id, desk.kiosk, 1)
    assert [unit.unit for unit in directory.units] == [UNIT]
    assert [counter.counter for counter in directory.counters] == [COUNTER]
    assert [official.official for official in directory.officials] == [OFFICIAL]
    assert directory.officials[0].counters == (COUNTER,)
    assert directory.policies.hotline == "1022"
    assert directory.policies.paper_form
    assert directory.addresses == (ADDRESS,)
    assert directory.texts == small_province()["texts"]


def test_how_long_comments_are_kept_is_told_at_the_next_publication(desk: Desk, world: World) -> None:
    assert directory_of(desk).policies.comment_days is None
    for days in (730, None):
        with writing(world.engine) as connection:
            set_policy(connection, world.identity, world.clock, COMMENTS, days, "Trần Văn Minh")
        assert world.load(small_province()) == [desk.kiosk]
        assert directory_of(desk).policies.comment_days == days


def test_photos_are_fetched_by_their_digest(desk: Desk) -> None:
    digest = directory_of(desk).officials[0].photo
    assert digest == hashlib.sha256(JPEG).hexdigest()
    answer = desk.call("GET", f"/api/v1/photos/{digest}")
    assert (answer.content, answer.headers["content-type"]) == (JPEG, "image/jpeg")
    refusal(desk.call("GET", "/api/v1/photos/" + "0" * 64), Code.ABSENT)


def test_loading_the_same_province_again_publishes_nothing(desk: Desk, world: World) -> None:
    lines = world.query("SELECT count(*) FROM lines")
    world.clock.now_ms += 60_000
    assert world.load(small_province()) == []
    assert world.query("SELECT count(*) FROM lines") == lines
    assert directory_of(desk).version == 1


def test_a_change_is_a_higher_version_for_the_kiosks_it_touches(desk: Desk, world: World) -> None:
    other = Desk(world, OTHER_UNIT)
    province = small_province()
    province["officials"][0]["name"] = "Nguyễn Thị Hoà"
    assert world.load(province) == [desk.kiosk]
    assert directory_of(desk).version == 2
    assert directory_of(other).version == 1
    assert world.load(small_province()) == [desk.kiosk]
    assert directory_of(desk).version == 3
    assert desk.held().directory == "3"


def test_the_own_ledger_tells_what_was_published_and_the_directory_witnesses_its_head(
    desk: Desk, world: World
) -> None:
    raw = desk.call("GET", "/api/v1/directory").content
    lines = [
        json.loads(bytes(line))
        for (line,) in world.query("SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq")
    ]
    published = [line for line in lines if line["kind"] == "directory.published"]
    told = {"kiosk": desk.kiosk, "version": 1, "digest": hashlib.sha256(raw).hexdigest()}
    assert [line["body"] for line in published] == [told]
    assert directory_of(desk).ledger.seq == published[0]["seq"] - 1


def test_a_kiosk_that_could_not_work_with_a_province_keeps_its_directory_and_holds_up_no_other(
    desk: Desk, world: World
) -> None:
    other = Desk(world)
    where = f"WHERE kiosk = '{desk.kiosk}'"
    world.execute(f"UPDATE kiosks SET attribution = 'fixed', counter = '{COUNTER}' {where}")
    province = small_province()
    province["counters"], province["officials"] = [], []
    assert world.load(province) == [other.kiosk]
    assert directory_of(desk).version == 1
    assert directory_of(other).counters == ()
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        told = publish_all(connection, world.identity, world.clock, site)
    assert told.published == []
    assert [kiosk for kiosk, _why in told.unpublished] == [desk.kiosk]
    assert "could not work with its directory" in told.unpublished[0].why


def test_a_counter_that_moves_needs_a_new_id(world: World) -> None:
    province = small_province()
    province["counters"][0]["unit"], province["officials"] = OTHER_UNIT, []
    with pytest.raises(ProvinceRefused, match=r"counters\[0\]\.unit: .* gets a new id"):
        world.load(province)


def test_an_official_who_moves_is_shown_where_they_are_now(desk: Desk, world: World) -> None:
    other = Desk(world, OTHER_UNIT)
    province = small_province()
    province["officials"][0] |= {"unit": OTHER_UNIT, "counters": [], "title": named("Trưởng phòng")}
    world.load(province)
    assert directory_of(desk).officials == ()
    assert [official.official for official in directory_of(other).officials] == [OFFICIAL]


def test_a_kiosk_learns_its_own_units_staff_pins_badges_and_calls_and_no_others(
    desk: Desk, world: World
) -> None:
    province = small_province()
    province["staff"] = [
        {"staff": STAFF, "unit": UNIT, "name": "Lê Văn Cường", "pin": PIN},
        {"staff": OTHER_STAFF, "unit": OTHER_UNIT, "name": "Vũ Thị Dung", "pin": PIN},
    ]
    province["officials"][0] |= {"pin": PIN, "badge": "cd" * 32}
    hours = {"mon": ["07:30-11:30"], "holidays": ["2026-09-02"], "days": {"2026-08-22": ["07:30-24:00"]}}
    province["policies"] |= {
        "hours": hours,
        "tone_style": "old",
        "sound": True,
        "calls": {COUNTER: "ab" * 32, OTHER_COUNTER: "ef" * 32},
    }
    world.load(province)
    directory = directory_of(desk)
    assert directory.staff == (StaffMember(STAFF, PIN),)
    assert (directory.officials[0].pin, directory.officials[0].badge) == (PIN, "cd" * 32)
    policies = directory.policies
    assert (policies.hours, policies.tone_style, policies.sound) == (hours, "old", True)
    assert policies.calls == {COUNTER: "ab" * 32}
    assert b"Dung" not in desk.call("GET", "/api/v1/directory").content


def test_without_them_everything_is_as_it_was(desk: Desk) -> None:
    directory = directory_of(desk)
    policies = directory.policies
    assert (directory.staff, directory.officials[0].pin, directory.officials[0].badge) == ((), None, None)
    assert (policies.hours, policies.tone_style, policies.sound, policies.calls) == (
        None,
        "modern",
        False,
        {},
    )


def test_staff_who_left_the_province_open_no_page_any_more(desk: Desk, world: World) -> None:
    province = small_province()
    province["staff"] = [{"staff": STAFF, "unit": UNIT, "name": "Lê Văn Cường", "pin": PIN}]
    world.load(province)
    assert world.load(small_province()) == [desk.kiosk]
    assert directory_of(desk).staff == ()


def test_a_questionnaire_that_changes_needs_a_higher_version(desk: Desk, world: World) -> None:
    province = small_province()
    (questionnaire,) = province["questionnaires"]
    questionnaire["questions"][0]["text"] = named("Ông/Bà hài lòng không?")
    with pytest.raises(ProvinceRefused, match=r"questionnaires\[0\]\.version: .* gets a higher version"):
        world.load(province)
    assert directory_of(desk).version == 1
    questionnaire["version"] = 2
    world.load(province)
    assert [(found.id, found.version) for found in directory_of(desk).questionnaires] == [(QUESTIONS, 2)]
    assert world.query("SELECT version FROM questionnaires ORDER BY version") == [(1,), (2,)]


def test_a_new_address_is_published(desk: Desk, world: World) -> None:
    moved = msgspec.structs.replace(world.settings, address="https://moved.example")
    with writing(world.engine) as connection:
        site = site_of(connection, moved)
        with pytest.raises(WouldMoveKiosks, match=f"{ADDRESS}; .* https://moved.example"):
            publish_all(connection, world.identity, world.clock, site)
        assert publish_all(connection, world.identity, world.clock, site, moving=True).published == [
            desk.kiosk
        ]
        assert publish_all(connection, world.identity, world.clock, site).published == []
    assert directory_of(desk).addresses == ("https://moved.example",)
