import pytest

from sync.central.ingest.admission import Admission, Limits
from sync.contract.ledger import opening
from sync.contract.problems import Code
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import World

COUNTS = "SELECT score, n FROM unit_days ORDER BY score"


@pytest.fixture
def rated(desk: Desk) -> Desk:
    desk.open()
    for score in (5, 4, 1):
        desk.rate(score)
    return desk


def test_a_delivered_ledger_is_held_to_its_last_line_and_counted(rated: Desk, world: World) -> None:
    receipt = rated.deliver()
    assert (receipt.held, receipt.head) == (4, rated.heads[4].hex())
    assert (receipt.server, receipt.nonce, receipt.state) == (world.identity.server_id, NONCE, "held")
    assert receipt.directory == "1"
    assert world.query(COUNTS) == [(1, 1), (4, 1), (5, 1)]
    assert world.verify().differences == []


def test_a_lost_reply_never_counts_a_rating_twice(rated: Desk, world: World) -> None:
    first, again = rated.deliver(), rated.deliver()
    assert (first.held, first.head) == (again.held, again.head)
    assert world.query(COUNTS) == [(1, 1), (4, 1), (5, 1)]
    assert world.query("SELECT count(*) FROM lines WHERE ledger_no > 1") == [(4,)]


def test_overlapping_segments_append_only_what_is_new(rated: Desk, world: World) -> None:
    rated.deliver(1, 3)
    assert rated.deliver(2, 4).held == 4
    assert rated.deliver(1, 2).held == 4
    assert world.query(COUNTS) == [(1, 1), (4, 1), (5, 1)]
    assert world.verify().differences == []


def test_a_segment_that_starts_too_late_is_a_gap_and_the_receipt_says_what_is_held(rated: Desk) -> None:
    rated.deliver(1, 2)
    problem = refusal(rated.send(rated.segment(4, 4)), Code.GAP)
    receipt = rated.receipt(problem["receipt"].encode())
    assert (receipt.held, receipt.nonce) == (2, NONCE)
    assert rated.deliver(3, 4).held == 4


def test_a_gap_before_the_first_line_names_the_opening_head(rated: Desk) -> None:
    problem = refusal(rated.send(rated.segment(2, 4)), Code.GAP)
    receipt = rated.receipt(problem["receipt"].encode())
    assert (receipt.held, receipt.head) == (0, opening(rated.ledger).hex())


def test_another_history_is_forked_and_changes_nothing(rated: Desk, world: World) -> None:
    rated.deliver()
    kept = rated.heads[4].hex()
    rated.lines, rated.heads = rated.lines[:2], rated.heads[:3]
    rated.rate(2)
    rated.rate(2)
    rated.rate(2)
    for body in (rated.segment(1), rated.segment(3), rated.segment(5)):
        problem = refusal(rated.send(body), Code.FORKED)
        assert rated.receipt(problem["receipt"].encode()).head == kept
    assert world.query(COUNTS) == [(1, 1), (4, 1), (5, 1)]
    assert world.verify().differences == []


def test_a_first_segment_that_begins_elsewhere_claims_no_ledger(rated: Desk, world: World) -> None:
    rated.heads[0] = bytes(32)
    rated.lines, lines = [], rated.lines
    rated.heads = rated.heads[:1]
    for line in lines:
        rated.append_raw(line)
    refusal(rated.send(rated.segment()), Code.FORKED)
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]


def test_a_ledger_belongs_to_the_kiosk_that_brought_its_first_line(rated: Desk, world: World) -> None:
    rated.deliver()
    thief = Desk(world)
    thief.ledger, thief.lines, thief.heads = rated.ledger, rated.lines, rated.heads
    refusal(thief.send(thief.segment()), Code.NOT_YOURS)
    refusal(thief.call("GET", f"/api/v1/ledgers/{rated.ledger}"), Code.NOT_YOURS)
    refusal(thief.call("GET", f"/api/v1/ledgers/{rated.ledger}/heads/1?nonce={NONCE}"), Code.NOT_YOURS)


def test_nobody_writes_into_the_servers_own_ledger(rated: Desk, world: World) -> None:
    ((own,),) = world.query("SELECT ledger FROM server")
    rated.ledger, rated.heads, lines, rated.lines = own, [opening(own)], rated.lines, []
    for line in lines:
        rated.append_raw(line)
    refusal(rated.send(rated.segment()), Code.NOT_YOURS)


def test_a_ledger_nobody_delivered_is_held_to_line_zero(desk: Desk) -> None:
    assert (desk.held().held, desk.held().head) == (0, opening(desk.ledger).hex())


def test_heads_are_told_for_every_held_line_and_no_other(rated: Desk) -> None:
    rated.deliver()
    for seq in range(5):
        answer = rated.call("GET", f"/api/v1/ledgers/{rated.ledger}/heads/{seq}?nonce={NONCE}")
        assert f'"seq":{seq},"head":"{rated.heads[seq].hex()}","nonce":"{NONCE}"' in answer.text
    refusal(rated.call("GET", f"/api/v1/ledgers/{rated.ledger}/heads/5?nonce={NONCE}"), Code.ABSENT)
    refusal(rated.call("GET", f"/api/v1/ledgers/{rated.ledger}/heads/2"), Code.REQUEST)


def test_a_thousand_lines_are_one_segment(desk: Desk, world: World) -> None:
    desk.open()
    for _ in range(999):
        desk.rate(4)
    assert desk.deliver().held == 1000
    assert world.query(COUNTS) == [(4, 999)]


def test_a_full_server_says_when_to_come_again(rated: Desk, world: World) -> None:
    world.open(Admission(lambda: 0, Limits(live=0)))
    answer = rated.send(rated.segment())
    refusal(answer, Code.BUSY)
    assert int(answer.headers["retry-after"]) > 0
    assert world.query(COUNTS) == []
