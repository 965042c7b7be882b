from typing import Any

import httpx

from sync.contract.encoding import write_json
from sync.contract.ledger import Head, head_message
from sync.contract.problems import Code
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import World


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
