from concurrent.futures import ThreadPoolExecutor

from tests.central.desk import Desk
from tests.central.world import World, small_province


def test_kiosks_enrol_deliver_and_leave_holes_while_a_province_is_loaded(world: World) -> None:
    province = small_province()

    def load(number: int) -> int:
        province["officials"][0]["name"] = f"Nguyễn Thị Hoa {number}"
        return len(world.load(province))

    def arrive(_number: int) -> int:
        desk = Desk(world)
        desk.open()
        desk.rate(5)
        desk.rate(4)
        desk.deliver(1, 1)
        assert desk.receipt(desk.send(desk.hole(2, 2)).content).held == 2
        return desk.deliver(3).held

    with ThreadPoolExecutor(1) as clerk, ThreadPoolExecutor(3) as kiosks:
        loads = clerk.map(load, range(12))
        assert list(kiosks.map(arrive, range(18))) == [3] * 18
        assert max(loads) > 0
    assert world.query("SELECT score, n FROM unit_days") == [(4, 18)]
    assert world.verify().differences == []
