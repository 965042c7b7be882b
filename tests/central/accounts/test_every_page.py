"""Every people's page in Chromium, in the eyes of somebody who may see it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from tests.central.accounts.browser import invited
from tests.central.accounts.walking import TABLE, Walker
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.fleet.test_releases import keep_a_release
from tests.central.fleet.test_rollouts import made as provisioned
from tests.central.people import sign_in
from tests.central.web.judging import CHROMIUM, chromium, judge
from tests.central.web.province import Province, fill
from tests.central.world import OFFICIAL, QUESTIONS, UNIT, World

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

SEEN = {
    key.removeprefix("GET "): row
    for key, row in TABLE["routes"].items()
    if key.startswith("GET ") and row.get("open", 200) == 200 and row.get("ok") != [] and not row.get("file")
} | {
    "/link/{secret}": {},
    f"/sign-on/{UNIT}": {"ok": ["it_staff"]},
    "/units/nowhere": {"ok": ["supervisor"], "status": 404},
    "/audit?lang=en": {"ok": ["supervisor"], "status": 403},
    "/sign-on/{unit}": {"ok": ["it_staff"], "status": 404},
}


@pytest.fixture(scope="module", name="walker")
def a_walker(tmp_path_factory: pytest.TempPathFactory, door: Door) -> Iterator[Walker]:
    folder = tmp_path_factory.mktemp("pages")
    engine = open_engine(f"sqlite:///{folder / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    world = World(engine, folder / "province", door)
    unit, now_ms = fill(Province(engine), heard_ms=world.clock.wall_ms()), world.clock.wall_ms()
    roles = [("head_of_unit", unit), ("auditor", "")]
    somebody = sign_in(engine, now_ms, *roles, name="Công Tằng Tôn Nữ Phương Thảo Nguyên")
    login = "thao.nguyen.trung.tam.hanh.chinh@tinh.example"
    secret = invited(world, login, ("it_staff", UNIT), ("official", OFFICIAL)).rpartition("/")[2]
    places = {
        "unit": unit,
        "official": OFFICIAL,
        "id": QUESTIONS,
        "account": somebody.account,
        "secret": secret,
    }
    places["kiosk"] = Desk(world).kiosk
    keep_a_release(world, folder)
    provisioned(world)
    yield Walker(world, places)
    world.state.end()
    engine.dispose()


@pytest.fixture(scope="module", name="browser")
def a_browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("path", SEEN)
def test_a_page_is_accessible_light_and_asks_nobody_else(walker: Walker, browser: Browser, path: str) -> None:
    row = SEEN[path]
    asked = re.sub(r"{(\w+)}", lambda place: walker.places[place[1]], path)
    seer = "administrator" if row.get("ok") == "signed_in" else [*row.get("ok", []), row.get("half", "")][0]
    name = re.sub(r"\W+", "-", path).strip("-") or "overview"
    secret = walker.person(seer).secret if seer else ""
    judged = judge(browser, walker.world.door.address, asked, secret, name)
    assert (judged.status, judged.faults) == (row.get("status", 200), [])
