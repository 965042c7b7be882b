"""Every people's page in Chromium, in the eyes of somebody who may see it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sync.central.attribution.office import Proposal
from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from sync.central.keys.supervisors import keep_public_key
from sync.central.reports.going import draft
from sync.central.reports.periods import load_form
from sync.contract.token import Purpose
from tests.central.accounts.browser import invited
from tests.central.accounts.walking import TABLE, Walker
from tests.central.attribution.shift import proposed
from tests.central.cases.site import a_case
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.fleet.test_releases import keep_a_release
from tests.central.fleet.test_rollouts import made as provisioned
from tests.central.people import sign_in
from tests.central.phone.phone import Phone
from tests.central.web.judging import CHROMIUM, chromium, judge
from tests.central.web.province import Province, fill, fill_published
from tests.central.world import OFFICIAL, QUESTIONS, UNIT, World

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

SEEN = {
    key.removeprefix("GET "): row
    for key, row in TABLE["routes"].items()
    if key.startswith("GET ") and row.get("open", 200) == 200 and row.get("ok") != [] and not row.get("file")
} | {
    "/link/{secret}": {},
    f"/sign-on/{UNIT}": {"ok": ["it_staff"]},
    "/t/{invitation}": {},
    "/t/{rating}": {},
    "/t/nobodys": {"status": 404},
    "/public/units/{unit}": {},
    "/units/nowhere": {"ok": ["supervisor"], "status": 404},
    "/audit?lang=en": {"ok": ["supervisor"], "status": 403},
    "/sign-on/{unit}": {"ok": ["it_staff"], "status": 404},
    "/cases/{case}?lang=en": {"ok": ["head_of_unit"]},
}


@pytest.fixture(scope="module", name="walker")
def a_walker(tmp_path_factory: pytest.TempPathFactory, door: Door) -> Iterator[Walker]:
    folder = tmp_path_factory.mktemp("pages")
    engine = open_engine(f"sqlite:///{folder / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    world = World(engine, folder / "province", door)
    province, now_ms = Province(engine), world.clock.wall_ms()
    unit = fill(province, heard_ms=now_ms)
    fill_published(province, unit)
    with writing(engine) as connection:
        keep_public_key(connection, "0a" * 32, now_ms)
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
    desk = Desk(world)
    places["kiosk"] = desk.kiosk
    for purpose in Purpose:
        phone = Phone(desk, purpose)
        places[purpose.name.lower()] = phone.path.rpartition("/")[2]
        if purpose is Purpose.RATING:
            phone.comment("Cảm ơn")
            phone.withdraw()
            places["rating"] = Phone(desk, purpose).path.rpartition("/")[2]
    given = Proposal(desk.kiosk, now_ms - 60_000, now_ms, OFFICIAL, None)
    places["attribution"] = proposed(world, given)
    places["case"] = a_case(world)
    places["report"] = "2026-H2"
    with writing(engine) as connection:
        draft(connection, load_form(), places["report"], now_ms)
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
