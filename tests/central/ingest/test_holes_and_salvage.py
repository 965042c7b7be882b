import hashlib
import json

import pytest

from sync.contract.problems import Code
from sync.contract.salvage import build_salvage
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import World


@pytest.fixture
def pruned(desk: Desk) -> Desk:
    """A kiosk whose server came back from a backup with 2 lines, and that no longer has lines 3 to 5."""
    desk.open()
    for _ in range(7):
        desk.rate(4)
    desk.deliver(1, 2)
    return desk


def test_a_hole_right_after_what_is_held_lets_the_rest_follow(pruned: Desk, world: World) -> None:
    answer = pruned.send(pruned.hole(3, 5))
    assert pruned.receipt(answer.content).held == 5
    assert pruned.deliver(6, 8).held == 8
    assert world.query("SELECT score, n FROM unit_days") == [(4, 4)]
    assert world.verify().differences == []
    told = [bytes(raw) for (raw,) in world.query("SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq")]
    body = json.loads(told[-1])["body"]
    assert (body["ledger"], body["first"], body["last"]) == (pruned.ledger, 3, 5)


def test_a_hole_told_twice_is_one_hole(pruned: Desk, world: World) -> None:
    for _ in range(2):
        assert pruned.receipt(pruned.send(pruned.hole(3, 5)).content).held == 5
    assert world.query('SELECT "first", "last" FROM holes') == [(3, 5)]


def test_a_hole_over_held_lines_must_start_after_them(pruned: Desk, world: World) -> None:
    refusal(pruned.send(pruned.hole(2, 5)), Code.GAP)
    assert world.query("SELECT count(*) FROM holes") == [(0,)]


def test_a_hole_with_another_head_is_forked(pruned: Desk) -> None:
    pruned.deliver(3, 8)
    pruned.heads[5] = bytes(32)
    refusal(pruned.send(pruned.hole(3, 5)), Code.FORKED)


def test_the_head_inside_a_hole_is_the_holes_last(pruned: Desk) -> None:
    pruned.send(pruned.hole(3, 5))
    pruned.deliver(6, 8)
    answer = pruned.call("GET", f"/api/v1/ledgers/{pruned.ledger}/heads/4?nonce={NONCE}")
    assert f'"seq":5,"head":"{pruned.heads[5].hex()}"' in answer.text


def test_lines_that_a_hole_stood_for_change_nothing_afterwards(pruned: Desk, world: World) -> None:
    pruned.send(pruned.hole(3, 5))
    assert pruned.deliver(4, 8).held == 8
    assert world.query("SELECT count(*) FROM lines WHERE ledger_no > 1") == [(5,)]
    assert world.verify().differences == []


def test_a_ledger_may_begin_with_a_hole(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(1)
    desk.rate(2)
    assert desk.receipt(desk.send(desk.hole(1, 2)).content).held == 2
    assert world.verify().differences == []
    assert desk.deliver(3).held == 3
    assert world.verify().differences == []


def test_salvage_is_kept_once_answered_and_not_counted(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(1)
    body = build_salvage(
        kiosk=desk.kiosk, ledger=desk.ledger, reason="forked", lines=desk.lines, blobs=(), sign=desk.sign
    )
    digest = hashlib.sha256(b"".join(line + b"\n" for line in desk.lines)).hexdigest()
    path = f"/api/v1/ledgers/{desk.ledger}/salvage?nonce={NONCE}"
    for _ in range(2):
        answer = desk.call("POST", path, body)
        assert answer.status_code == 200
        assert f'"digest":"{digest}"' in answer.text
    assert [bytes(kept) for (kept,) in world.query("SELECT body FROM salvages")] == [body]
    assert world.query("SELECT count(*) FROM ratings") == [(0,)]


def test_salvage_that_is_none_is_refused_and_kept_aside(desk: Desk, world: World) -> None:
    desk.open()
    good = build_salvage(
        kiosk=desk.kiosk, ledger=desk.ledger, reason="corrupt", lines=desk.lines, blobs=(), sign=desk.sign
    )
    forged = build_salvage(
        kiosk=desk.kiosk,
        ledger=desk.ledger,
        reason="corrupt",
        lines=desk.lines,
        blobs=(),
        sign=lambda _: "AA==",
    )
    path = f"/api/v1/ledgers/{desk.ledger}/salvage"
    for body in (b"junk", good[:-9], forged, desk.segment()):
        refusal(desk.call("POST", path, body), Code.FRAMING)
    refusal(desk.call("POST", f"/api/v1/ledgers/{desk.kiosk}/salvage", good), Code.FRAMING)
    refusal(Desk(world).call("POST", path, good), Code.NOT_YOURS)
    assert world.query("SELECT count(*) FROM refused") == [(6,)]
    assert world.query("SELECT count(*) FROM salvages") == [(0,)]
