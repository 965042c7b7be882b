"""What a published report tells of a small unit, beside the public pages."""

import json

import pytest

from sync.central.database.engine import writing
from sync.central.reports.going import publish
from tests.central.desk import Desk
from tests.central.reports.test_going import REPORT, Owner, after_the_period, rate
from tests.central.results.test_pages import text_of
from tests.central.world import OTHER_UNIT, UNIT, World


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite: pages and reports are the same on each engine."""
    return sqlite_url


def test_neither_the_public_pages_nor_the_report_tell_what_twelve_ratings_say(
    world: World, desk: Desk
) -> None:
    owner = Owner(world)
    owner.close(0)
    desk.open()
    rate(desk, 12, 4)
    desk.deliver()
    other = Desk(world, OTHER_UNIT)
    other.open()
    rate(other, 40, 5, unit=OTHER_UNIT)
    other.deliver()
    owner.close()
    after_the_period(owner)
    owner.freeze()
    owner.sign()
    with writing(world.engine) as connection:
        publish(connection, world.identity, world.clock, REPORT)

    page = text_of(world.call("GET", "/public").text)
    shown, waiting = page.split("Chưa đủ 30 phiếu")
    assert ("Phường An Bình" in shown, "Phường An Bình" in waiting) == (False, True)
    assert world.call("GET", f"/public/units/{UNIT}").status_code == 404

    annex = world.call("GET", f"/public/reports/{REPORT}/json").json()
    units = {one["unit"]: one["now"] for one in annex["units"]}
    assert (units[UNIT]["standing"], units[UNIT]["levels"], units[UNIT]["top_two"]) == ("hidden", [], None)
    assert units[OTHER_UNIT]["standing"] == "covering", "the province less the other is the small one"
    assert annex["whole"]["levels"] == [0, 0, 0, 12, 40]
    assert json.dumps(annex["unmarked"]["units"]).count('"levels": []') == 2
