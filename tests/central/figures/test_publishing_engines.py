"""Closing days on SQLite and PostgreSQL: one story of rows, answers, calls, a month's end and a restore."""

from concurrent.futures import ThreadPoolExecutor

from sync.central.figures.closing import CALLS, DESK
from tests.central.desk import Desk
from tests.central.figures.test_publishing import Copy, close, next_day, rate, state, whole
from tests.central.world import COUNTER, DAY_MS, OFFICIAL, QUESTIONS, World


def test_days_close_alike_on_each_engine(world: World, desk: Desk) -> None:
    close(world)
    desk.open()
    rate(desk, 6, official=OFFICIAL)
    rate(desk, 11, 2)
    for _ in range(10):
        seq = desk.rate(4, official=None, via="call")
        desk.append("rating.detailed", {"of": seq, "answers": {"polite": "yes"}, "reasons": ["waiting"]})
        desk.append("call.made", {"counter": COUNTER, "official": OFFICIAL, "via": "call"})
    desk.deliver()
    backup = Copy(world)
    world.clock.now_ms += DAY_MS
    with ThreadPoolExecutor(8) as readers:
        assert sorted(readers.map(lambda _: close(world), range(8))) == [0] * 7 + [1]
    first = state(world)
    assert first.leaves() == {DESK: {"2": 11, "4": 10}}
    assert first.cells[f"answers:{QUESTIONS}/polite"].shown == {"*": 10, "yes": 10}
    assert first.cells[f"answers:{QUESTIONS}/improve"].shown == {"*": 10, "waiting": 10}
    assert first.cells[CALLS].shown == {"called": 10, "rated": 10}
    backup.restore(world)
    close(world)
    assert state(world) == first
    rate(desk, 3, 1)
    rate(desk, 3, 3, official=OFFICIAL)
    desk.deliver(len(desk.lines) - 5)
    assert next_day(world, days=39) == 1
    assert state(world).pool == {"5": 6, "3": 3, "1": 3}
    assert whole(world) == 33
    assert world.verify().differences == []
