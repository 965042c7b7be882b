"""The fleet's pages with ten thousand kiosks, against the same pages with a hundred."""

from functools import partial

from tests.benchmarks.measuring import report, seconds
from tests.central.fleet.test_table import NOW, fill
from tests.central.world import World

FEW, MANY = 100, 10_000
PATHS = {
    "by unit": "/fleet",
    "silent longest": "/fleet?sort=heard",
    "only silent": "/fleet?condition=silent",
    "found by words": "/fleet?search=dat+dai",
    "picture": "/fleet/picture",
}
LONGEST = 50
"""How many times as long a page may take with a hundred times as many kiosks."""


def pages(world: World, number: int) -> dict[str, float]:
    fill(world.engine, number)
    world.clock.now_ms = NOW
    person = world.sign_in(("supervisor", ""))
    taken = {}
    for name, path in PATHS.items():
        assert world.call("GET", path, headers=person.headers).status_code == 200
        taken[name] = seconds(partial(world.call, "GET", path, headers=person.headers), 5)
    return taken


def test_a_page_of_ten_thousand_kiosks_takes_little_longer_than_one_of_a_hundred(world: World) -> None:
    few = pages(world, FEW)
    world.execute("DELETE FROM ledgers WHERE kiosk IN (SELECT kiosk FROM kiosks)")
    world.execute("DELETE FROM kiosks")
    world.execute("DELETE FROM units WHERE substr(unit, 1, 1) = 'u'")
    many = pages(world, MANY)
    name = world.engine.dialect.name
    for page, taken in many.items():
        report(f"{name}: {page}, {MANY:,} kiosks", taken, few[page], f"with {FEW}")
        assert taken < LONGEST * few[page]
