"""What is wrong between a kiosk and the server becomes an alarm that says so, ends, or is acknowledged."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from sync.central.alarms.kinds import WORDS, Kind
from sync.central.alarms.listing import Alarm, AlarmRefused, acknowledge, list_alarms
from sync.central.database.engine import reading, writing
from sync.central.database.tables import alarms
from sync.central.keys.acting_person import mark_of
from sync.contract.encoding import write_json
from sync.contract.ledger import opening
from sync.contract.problems import Code
from tests.central.desk import Desk, refusal
from tests.central.fleet.test_heartbeats import beat
from tests.central.world import World


def raised(world: World) -> dict[str, Alarm]:
    """What somebody must look at, by its kind; never two of one."""
    with reading(world.engine) as connection:
        found = list_alarms(connection)
    kinds = [alarm.kind for alarm in found]
    assert len(kinds) == len(set(kinds)), kinds
    return {alarm.kind: alarm for alarm in found}


def told(world: World) -> list[dict[str, Any]]:
    """The bodies of the own ledger's lines, with their kinds."""
    rows = world.query("SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq")
    lines = [json.loads(bytes(raw)) for (raw,) in rows]
    return [line["body"] | {"kind": line["kind"]} for line in lines]


def go_on_elsewhere(desk: Desk, agreed: int, reason: str) -> str:
    """The kiosk opens a ledger that names the old one's line `agreed` as its parent; the old one's name."""
    old, head = desk.ledger, desk.heads[agreed].hex()
    desk.ledger = "b0000000-0000-4000-8000-0000000000b2"
    desk.lines, desk.heads = [], [opening(desk.ledger)]
    parent = {"ledger": old, "seq": agreed, "head": head}
    desk.append("ledger.opened", {"kiosk": desk.kiosk, "software": "0", "reason": reason, "parent": parent})
    return old


def part(desk: Desk, line: int) -> None:
    """The kiosk's disk is as it was at `line`, and then it wrote something else."""
    del desk.lines[line:], desk.heads[line + 1 :]
    desk.up += 5
    desk.rate(2)


@pytest.fixture
def delivered(desk: Desk) -> Desk:
    desk.open()
    for _ in range(5):
        desk.rate(4)
    desk.deliver()
    return desk


def test_every_kind_says_in_both_languages_what_it_is_and_what_to_do() -> None:
    for kind in Kind:
        assert WORDS[kind].meaning.keys() == WORDS[kind].way_out.keys() == {"vi", "en"}


def test_nothing_is_wrong_with_a_kiosk_that_delivers_and_beats(delivered: Desk, world: World) -> None:
    for _ in range(3):
        delivered.rate(3)
        beat(delivered)
        delivered.deliver(len(delivered.lines))
        beat(delivered, settled=len(delivered.lines))
    assert raised(world) == {}


def test_a_fork_is_one_alarm_until_the_kiosk_goes_on_elsewhere(delivered: Desk, world: World) -> None:
    part(delivered, 3)
    refusal(delivered.send(delivered.segment(4)), Code.FORKED)
    beat(delivered)
    forked = raised(world)["forked"]
    assert (forked.kiosk, forked.ledger, forked.times) == (delivered.kiosk, delivered.ledger, 2)
    assert forked.detail["seq"] == 4
    old = go_on_elsewhere(delivered, 3, "forked")
    delivered.deliver()
    alarm = raised(world)
    assert alarm.keys() == {"new_ledger"}
    opened = alarm["new_ledger"]
    assert (opened.ledger, opened.about) == (old, delivered.ledger)
    assert opened.detail == {"reason": "forked", "seq": 3}
    assert world.verify().differences == []


def test_two_that_live_with_one_key_are_seen_by_the_old_ledgers_heartbeat(
    delivered: Desk, world: World
) -> None:
    twin_lines, twin_heads = list(delivered.lines), list(delivered.heads)
    old = go_on_elsewhere(delivered, 5, "restored")
    delivered.deliver()
    beat(delivered)
    assert raised(world).keys() == {"new_ledger"}
    new, delivered.ledger = delivered.ledger, old
    delivered.lines, delivered.heads = twin_lines, twin_heads
    for _ in range(2):
        beat(delivered)
    clone = raised(world)["clone"]
    assert (clone.ledger, clone.about, clone.times) == (old, new, 2)


@pytest.mark.parametrize(("reason", "alarmed"), [("forked", True), ("restored", True), ("corrupt", False)])
def test_lines_that_go_on_in_an_old_ledger_are_a_clones_unless_they_may_be_late(
    delivered: Desk, world: World, reason: str, alarmed: bool
) -> None:
    twin_lines, twin_heads = list(delivered.lines), list(delivered.heads)
    old = go_on_elsewhere(delivered, 5, reason)
    delivered.deliver()
    delivered.ledger, delivered.lines, delivered.heads = old, twin_lines, twin_heads
    delivered.deliver()
    assert "clone" not in raised(world), "what is held already says nothing new"
    delivered.rate(3)
    delivered.deliver()
    assert ("clone" in raised(world)) is alarmed


@pytest.mark.parametrize("again", [0, 4])
def test_a_kiosk_that_is_put_back_is_seen_though_its_lost_lines_never_came(
    delivered: Desk, world: World, again: int
) -> None:
    for _ in range(4):
        delivered.rate(1)
    beat(delivered)
    said = len(delivered.lines)
    part(delivered, 7)
    for _ in range(again):
        delivered.rate(2)
    if again:
        delivered.deliver(7)
    else:
        beat(delivered)
    rewound = raised(world)["rewound"]
    assert rewound.detail == {"said": said, "now": said if again else 8}


def test_a_restored_server_says_so_until_the_kiosk_has_filled_it_again(delivered: Desk, world: World) -> None:
    for _ in range(3):
        delivered.rate(5)
    refusal(delivered.send(delivered.segment(9)), Code.GAP)
    assert raised(world)["lost_here"].detail == {"needed": 8, "held": 6}
    beat(delivered, settled=9)
    assert raised(world)["lost_here"].detail == {"needed": 9, "held": 6}
    delivered.deliver(7, 8)
    assert raised(world).keys() == {"lost_here"}
    delivered.deliver(9)
    assert raised(world) == {}
    with reading(world.engine) as connection:
        (over,) = list_alarms(connection, every=True)
    assert over.ended_ms is not None


def test_a_hole_is_an_alarm_of_its_own(delivered: Desk, world: World) -> None:
    for _ in range(6):
        delivered.rate(5)
    delivered.send(delivered.hole(7, 9))
    delivered.send(delivered.hole(7, 9))
    hole = raised(world)["hole"]
    assert (hole.about, hole.detail, hole.times) == ("7-9", {"first": 7, "last": 9}, 1)


def test_a_code_used_by_another_device_is_an_alarm_of_the_kiosk_that_used_it(
    delivered: Desk, world: World
) -> None:
    other = Desk(world)
    request = {"code": delivered.code, "seal_key": "ab" * 32, "name": "máy cài lại"}
    request |= {"public_key": other.private.public_key().public_bytes_raw().hex()}
    refusal(other.call("POST", "/api/v1/enrolments", write_json(request)), Code.CODE_SPENT)
    assert raised(world)["code_reused"].kiosk == delivered.kiosk


def test_who_acknowledges_an_alarm_stands_in_the_own_ledger(delivered: Desk, world: World) -> None:
    part(delivered, 3)
    beat(delivered)
    number = raised(world)["forked"].alarm
    with writing(world.engine) as connection:
        acknowledge(connection, world.identity, world.clock, number, "  Trần  Văn Minh ")
    assert "forked" not in raised(world)
    assert told(world)[-1]["by"] == mark_of(world.identity, "Trần Văn Minh")
    beat(delivered)
    assert "forked" not in raised(world), "the same fork, seen again, is the one that was acknowledged"
    for wrong, name in ((number, "Lê Thị Mai"), (99, "Lê Thị Mai"), (10**23, "Lê Thị Mai"), (number, " ")):
        with pytest.raises(AlarmRefused), writing(world.engine) as connection:
            acknowledge(connection, world.identity, world.clock, wrong, name)
    with reading(world.engine) as connection:
        by = select(alarms.c.acknowledged_by).where(alarms.c.alarm_no == number)
        assert connection.execute(by).scalar_one() == "Trần Văn Minh"


def test_a_kiosk_without_heartbeats_tells_its_directory_in_its_ledger(desk: Desk, world: World) -> None:
    desk.open()
    desk.append("directory.applied", {"version": 1, "digest": "ab" * 32})
    desk.append("directory.applied", {"version": "?"})
    desk.append("visit.abandoned", {"page": "directory.applied", "version": 9})
    desk.deliver()
    assert world.query("SELECT directory_version FROM kiosks") == [(1,)]
