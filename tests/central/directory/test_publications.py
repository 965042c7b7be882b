import dataclasses
import json

import msgspec

from sync.central.api.site import site_of
from sync.central.app import build_app
from sync.central.database.engine import reading, writing
from sync.central.directory.differences import Field
from sync.central.directory.edition import edition_of
from sync.central.directory.people import Leave
from sync.central.directory.publications import begin_day, list_publications, pending_changes, publish_edits
from sync.central.directory.publish import Published, publish_all
from sync.central.directory.versions import who_has_which
from sync.central.directory.writing import write_official, written_official
from sync.contract.desk_time import desk_day
from tests.central.desk import Desk
from tests.central.directory.test_publish import directory_of
from tests.central.people import QUICK
from tests.central.world import DAY_MS, OFFICIAL, OTHER_UNIT, UNIT, World


def edit(world: World, **changes: object) -> None:
    with writing(world.engine) as connection:
        before = written_official(connection, OFFICIAL)
        assert before is not None
        new = msgspec.structs.replace(before, **changes)
        write_official(connection, OFFICIAL, new, edition_of(before), desk_day(world.clock.wall_ms()))


def publish(world: World, unit: str | None = None) -> Published:
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        return publish_edits(connection, world.identity, world.clock, site, "Trần Minh", unit=unit)


def morning(world: World) -> list[str]:
    with writing(world.engine) as connection:
        return begin_day(
            connection, world.identity, world.clock, site_of(connection, world.settings)
        ).published


def test_an_edit_waits_until_somebody_publishes_and_is_shown_before(desk: Desk, world: World) -> None:
    edit(world, name="Nguyễn Thị Hoà")
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        assert publish_all(connection, world.identity, world.clock, site, edits=False).published == []
    assert directory_of(desk).officials[0].name == "Nguyễn Thị Hoa"
    with reading(world.engine) as connection:
        (change,) = pending_changes(connection, desk_day(world.clock.wall_ms()))
    assert (change.unit, change.kiosks) == (UNIT, 1)
    assert [(one.kind, one.what, one.name) for one in change.differences] == [
        ("changed", "official", "Nguyễn Thị Hoà")
    ]
    assert change.differences[0].fields == (Field("name", "Nguyễn Thị Hoa", "Nguyễn Thị Hoà"),)
    assert publish(world).published == [desk.kiosk]
    assert directory_of(desk).officials[0].name == "Nguyễn Thị Hoà"
    with reading(world.engine) as connection:
        assert pending_changes(connection, desk_day(world.clock.wall_ms())) == []
        (done,) = list_publications(connection)
    assert (done.person, done.kiosks, done.changes) == ("Trần Minh", 1, (change,))
    assert publish(world).published == []


def test_only_the_kiosks_of_the_unit_get_what_is_published_for_it(desk: Desk, world: World) -> None:
    edit(world, name="Nguyễn Thị Hoà")
    assert publish(world, OTHER_UNIT).published == []
    assert publish(world, UNIT).published == [desk.kiosk]


def test_a_refused_publication_leaves_everything_as_it_was(desk: Desk, world: World) -> None:
    edit(world, name="Nguyễn Thị Hoà")
    keeper = world.sign_in(("administrator", ""))
    moved = msgspec.structs.replace(world.settings, address="https://moved.example")
    world.door.app = build_app(dataclasses.replace(world.state, settings=moved), None, QUICK)
    page = world.call("GET", "/directory/publish", headers=keeper.headers).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    answer = world.send(keeper, "/directory/publish", seen=seen)
    assert (answer.status_code, "--move-kiosks" in answer.text) == (422, True)
    with reading(world.engine) as connection:
        assert len(pending_changes(connection, desk_day(world.clock.wall_ms()))) == 1
        assert list_publications(connection) == []
    with writing(world.engine) as connection:
        site = site_of(connection, moved)
        publish_all(connection, world.identity, world.clock, site, moving=True, edits=False)
    told = directory_of(desk)
    assert (told.addresses, told.officials[0].name) == (("https://moved.example",), "Nguyễn Thị Hoa")


def test_a_new_day_begins_leaves_and_moves_and_publishes_nobodys_edits(desk: Desk, world: World) -> None:
    other = Desk(world, OTHER_UNIT)
    tomorrow, later = (desk_day(world.clock.wall_ms() + days * DAY_MS) for days in (1, 2))
    edit(world, leaves=(Leave(tomorrow, tomorrow),))
    edit(world, unit=OTHER_UNIT, since=later, duty={})
    publish(world)
    assert [one.name for one in directory_of(desk).officials] == ["Nguyễn Thị Hoa"]
    edit(world, name="Nguyễn Thị Hoà")
    world.clock.now_ms += DAY_MS
    assert morning(world) == [desk.kiosk]
    assert directory_of(desk).officials == ()
    world.clock.now_ms += DAY_MS
    assert morning(world) == [other.kiosk]
    assert [one.name for one in directory_of(other).officials] == ["Nguyễn Thị Hoa"]
    assert world.query(f"SELECT unit FROM officials WHERE official = '{OFFICIAL}'") == [(OTHER_UNIT,)]
    assert morning(world) == []


def test_it_is_known_who_has_which_version(desk: Desk, world: World) -> None:
    edit(world, name="Nguyễn Thị Hoà")
    publish(world)
    with reading(world.engine) as connection:
        (found,) = who_has_which(connection, UNIT)
        assert (found.kiosk, found.newest, found.has, found.up_to_date) == (desk.kiosk, 2, None, False)
        assert who_has_which(connection, OTHER_UNIT) == []
    world.execute("UPDATE kiosks SET directory_version = 2")
    with reading(world.engine) as connection:
        assert [one.up_to_date for one in who_has_which(connection)] == [True]


def test_each_publication_is_a_line_of_the_own_ledger_for_each_kiosk(desk: Desk, world: World) -> None:
    edit(world, name="Nguyễn Thị Hoà")
    publish(world)
    lines = world.query("SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq")
    told = [json.loads(bytes(raw)) for (raw,) in lines]
    versions = [line["body"]["version"] for line in told if line["kind"] == "directory.published"]
    assert versions == [1, 2]
    assert desk.kiosk in {line["body"].get("kiosk") for line in told}
