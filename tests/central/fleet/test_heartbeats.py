from typing import Any

import httpx

from sync.contract.encoding import write_json
from sync.contract.ledger import Head, head_message
from sync.contract.problems import Code
from sync.contract.signed import open_document
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import OTHER_COUNTER, World, small_province


def beat(desk: Desk, **other: Any) -> httpx.Response:
    last = Head(len(desk.lines), desk.heads[-1])
    body = {
        "hailong": 1,
        "kiosk": desk.kiosk,
        "ledger": desk.ledger,
        "last": last.seq,
        "head": last.hex,
        "signature": desk.sign(head_message(desk.kiosk, desk.ledger, last)),
        "settled": 0,
        "room_bytes": 10**9,
        "software": "0.1.0\0",
        "directory": 1,
        "offset_ms": -250,
    }
    path = f"/api/v1/kiosks/{desk.kiosk}/heartbeat?nonce={NONCE}"
    return desk.call("PUT", path, write_json(body | other))


def test_a_heartbeat_is_kept_and_answered_with_what_is_held(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(5)
    desk.deliver(1, 1)
    receipt = desk.receipt(beat(desk).content)
    assert (receipt.held, receipt.nonce, receipt.directory) == (1, NONCE, "1")
    kept = world.query(
        "SELECT last, pending, room_bytes, software, directory_version, offset_ms, last_heard_ms FROM kiosks"
    )
    assert kept == [(2, 1, 10**9, "0.1.0", 1, -250, world.clock.now_ms)]


def test_a_kiosk_without_lines_may_say_that_it_lives(desk: Desk) -> None:
    assert desk.receipt(beat(desk).content).held == 0


def test_a_heartbeat_of_somebody_else_or_unsigned_is_refused(desk: Desk, world: World) -> None:
    other = Desk(world)
    desk.open()
    refusal(beat(desk, kiosk=other.kiosk), Code.NOT_YOURS)
    refusal(beat(desk, head="00" * 32), Code.REQUEST)
    refusal(beat(desk, hailong=2), Code.VERSION)
    refusal(beat(desk, last="many"), Code.REQUEST)
    path = f"/api/v1/kiosks/{other.kiosk}/heartbeat"
    refusal(desk.call("PUT", path, b"{}"), Code.NOT_YOURS)
    assert world.query("SELECT count(*) FROM kiosks WHERE last_heard_ms IS NOT NULL") == [(0,)]


def test_a_kiosk_that_knows_a_newer_directory_gets_one_that_is_newer_still(desk: Desk, world: World) -> None:
    other = Desk(world)
    assert desk.receipt(beat(desk, directory=7).content).directory == "8"
    assert desk.receipt(beat(desk, directory=7).content).directory == "8"
    assert desk.receipt(beat(desk, directory=8).content).directory == "8"
    assert other.receipt(beat(other).content).directory == "1"
    raw = desk.call("GET", "/api/v1/directory").content
    assert b'"version":8,' in open_document("directory", raw, [world.identity.public])
    assert world.verify().differences == []


def test_what_changes_after_a_restore_has_a_version_the_kiosk_takes(desk: Desk, world: World) -> None:
    province = small_province()
    for hotline in ("1", "2", "3"):
        province["policies"]["hotline"] = hotline
        world.load(province)
    world.execute("UPDATE kiosks SET directory_version = 4")
    world.execute("DELETE FROM directories WHERE version > 1")
    province["policies"]["hotline"] = "4"
    assert world.load(province) == [desk.kiosk]
    assert desk.held().directory == "5"


def test_a_heartbeat_is_answered_where_no_directory_can_be_published(desk: Desk, world: World) -> None:
    world.execute(f"UPDATE kiosks SET attribution = 'fixed', counter = '{OTHER_COUNTER}'")
    assert desk.receipt(beat(desk, directory=7).content).directory == "1"
