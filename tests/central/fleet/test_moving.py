import pytest

from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.fleet.adding import KioskRefused, Place
from sync.central.fleet.moving import move_kiosk
from tests.central.desk import Desk
from tests.central.world import COUNTER, OTHER_UNIT, UNIT, World


def move(world: World, kiosk: str, place: Place) -> bool:
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        return move_kiosk(connection, world.identity, world.clock, site, kiosk, place)


def test_a_kiosk_moves_within_its_unit_and_its_history_stays(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(5)
    desk.deliver()
    assert move(world, desk.kiosk, Place(UNIT, COUNTER, "fixed", ""))
    assert desk.held().directory == "2"
    assert world.query("SELECT name, attribution FROM kiosks") == [("Sảnh", "fixed")]
    assert world.query("SELECT n FROM unit_days") == [(1,)]
    assert world.verify().differences == []


def test_a_kiosk_moves_to_another_unit_only_while_it_delivered_nothing(desk: Desk, world: World) -> None:
    assert move(world, desk.kiosk, Place(OTHER_UNIT, None, "choose", "Sảnh 2"))
    assert move(world, desk.kiosk, Place(UNIT, None, "choose", "Sảnh 2"))
    desk.open()
    desk.deliver()
    with pytest.raises(KioskRefused, match=f"--unit: what this kiosk delivered names unit {UNIT}"):
        move(world, desk.kiosk, Place(OTHER_UNIT, None, "choose", ""))
