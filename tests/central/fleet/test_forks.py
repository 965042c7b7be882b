"""A clone or a rollback that the server saw is noted, and counted among what needs attention."""

from sync.central.database.engine import reading
from sync.central.results.overview import read_overview
from sync.contract.problems import Code
from tests.central.desk import Desk, refusal
from tests.central.fleet.test_heartbeats import beat
from tests.central.world import World

FORKS = "SELECT seq, detail FROM needs_attention WHERE reason = 'forked'"


def attention(world: World) -> int:
    with reading(world.engine) as connection:
        return read_overview(connection, world.clock.now_ms).attention


def forked(desk: Desk) -> None:
    """The kiosk delivered three lines; from the second on it now has others, and more of them."""
    desk.open()
    desk.rate(5)
    desk.rate(5)
    desk.deliver()
    del desk.lines[1:], desk.heads[2:]
    for _ in range(3):
        desk.rate(1)


def test_a_segment_that_forks_is_noted_once_a_ledger_with_its_newest_head(desk: Desk, world: World) -> None:
    forked(desk)
    refusal(desk.send(desk.segment(1, 3)), Code.FORKED)
    refusal(desk.send(desk.segment(2)), Code.FORKED)
    assert world.query(FORKS) == [(4, desk.heads[-1].hex())]
    assert attention(world) == 1
    assert world.verify().differences == []


def test_a_heartbeat_whose_head_does_not_fit_is_noted(desk: Desk, world: World) -> None:
    forked(desk)
    beat(desk)
    assert world.query(FORKS) == []
    for last in (3, 2):
        del desk.lines[last:], desk.heads[last + 1 :]
        beat(desk)
        assert [row[0] for row in world.query(FORKS)] == [last]
    assert attention(world) == 1


def test_a_kiosk_in_order_has_forked_nothing(desk: Desk, world: World) -> None:
    beat(desk)
    desk.open()
    desk.rate(5)
    desk.deliver()
    beat(desk)
    desk.deliver(1, 1)
    desk.rate(4)
    beat(desk)
    assert world.query(FORKS) == []
    assert attention(world) == 0
