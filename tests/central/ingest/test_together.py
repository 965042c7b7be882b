from concurrent.futures import ThreadPoolExecutor

from tests.central.desk import Desk
from tests.central.world import UNIT, World


def test_kiosks_of_one_unit_that_deliver_at_once_are_all_counted(world: World) -> None:
    desks = [Desk(world) for _ in range(4)]
    for desk in desks:
        desk.open()
        for _ in range(12):
            desk.rate(5)

    def deliver(desk: Desk) -> None:
        for last in range(3, 14, 2):
            desk.deliver(last - 2, last)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(deliver, desks))
    assert world.query("SELECT unit, score, n FROM unit_days") == [(UNIT, 5, 48)]
    assert world.verify().differences == []


def test_one_segment_that_arrives_on_many_wires_is_taken_once(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(3)
    with ThreadPoolExecutor(4) as threads:
        receipts = list(threads.map(lambda _: desk.deliver(), range(8)))
    assert {(receipt.held, receipt.head) for receipt in receipts} == {(2, desk.heads[2].hex())}
    assert world.query("SELECT score, n FROM unit_days") == [(3, 1)]
