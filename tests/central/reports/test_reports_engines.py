"""One story of a report on each engine: other tests tell theirs on SQLite."""

from tests.central.desk import Desk
from tests.central.reports.test_going import Owner, after_the_period, rate
from tests.central.world import UNIT, World


def test_a_report_is_frozen_signed_and_recomputed(world: World, desk: Desk) -> None:
    owner = Owner(world)
    owner.close(0)
    owner.close()
    desk.open()
    rate(desk, 12, 4)
    desk.deliver()
    owner.close()
    after_the_period(owner)
    owner.freeze()
    (unit,) = [one for one in owner.facts().units if one.unit == UNIT]
    assert unit.now.scores == {"4": 12}
    owner.sign()
    assert owner.verify().differences == []
    assert world.verify().differences == []
