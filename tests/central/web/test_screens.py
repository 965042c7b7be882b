"""The pages in a real browser: nothing overflows, nothing is refused, nothing comes from elsewhere."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from tests.central.door import Door
from tests.central.web.province import Province, an_id, fill, fill_published

SCREENS = Path(__file__).parents[3] / "build" / "screens"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SIZES = {"wide": (1440, 1000), "phone": (360, 780)}
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@dataclass(frozen=True)
class Site:
    address: str
    unit: str
    arrived: str
    on_its_way: str


@pytest.fixture(scope="module", name="site")
def a_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('site') / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    province = Province(engine)
    now_ms = time.time_ns() // 1_000_000
    unit = fill(province, heard_ms=now_ms)
    fill_published(province, unit)
    kiosk = province.add_kiosk(unit, heard_ms=now_ms, name="Quầy 9")
    ledger_no = province.open_ledger(kiosk.kiosk, an_id("ledger"))
    province.receive(ledger_no, kiosk.kiosk, unit, an_id("rating"), now_ms)
    with Door(province.application()) as door:
        yield Site(
            door.address,
            unit,
            kiosk.token(an_id("ledger"), an_id("rating")),
            kiosk.token(an_id("ledger"), an_id("another rating")),
        )
    engine.dispose()


@pytest.fixture(scope="module", name="near")
def many_units_near_each_other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server where half of the units lie beyond chance, all of them close by."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('near') / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    province = Province(engine)
    for place in range(24):
        bad = (10 if place % 2 else 80) + place
        province.rate(province.add_unit(f"Xã {place}"), (bad, 0, 0, 0, 400 + 3 * place))
    with Door(province.application()) as door:
        yield door.address
    engine.dispose()


@pytest.fixture(scope="module", name="browser")
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


def open_page(browser: Browser, address: str, size: str, locale: str) -> tuple[Page, list[str], list[str]]:
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        locale=locale,
        device_scale_factor=2 if size == "phone" else 1,
    )
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page, complaints, requests


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("locale", ["vi-VN", "en-GB"])
@pytest.mark.parametrize("name", ["dashboard", "unit", "arrived", "on-its-way"])
def test_a_page_fits_its_screen_and_asks_nobody_else(
    site: Site, browser: Browser, name: str, locale: str, size: str
) -> None:
    path = {
        "dashboard": "/",
        "unit": f"/units/{site.unit}",
        "arrived": f"/T/{site.arrived}",
        "on-its-way": f"/t/{site.on_its_way}",
    }[name]
    page, complaints, requests = open_page(browser, site.address + path, size, locale)
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"web-{name}-{size}-{locale[:2]}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(CLIPPED) == []
    rows = 3 if size == "phone" and name in ("dashboard", "unit") else 1  # name, sections, who is signed in
    assert page.evaluate("document.querySelector('.band-row').clientHeight") < rows * 48 + 12
    assert complaints == []
    assert all(request.startswith(site.address + "/") for request in requests)
    assert page.evaluate("document.fonts.check('600 15px \"Be Vietnam Pro\"', 'Ấễợ')")
    page.close()


@pytest.mark.parametrize(("size", "locale"), [("wide", "en-GB"), ("phone", "vi-VN")])
@pytest.mark.parametrize("name", ["dashboard", "unit"])
def test_published_figures_fit_the_screen_too(
    site: Site, browser: Browser, name: str, locale: str, size: str
) -> None:
    path = {"dashboard": "/?view=published", "unit": f"/units/{site.unit}?view=published"}[name]
    page, complaints, _ = open_page(browser, site.address + path, size, locale)
    page.screenshot(path=SCREENS / f"web-published-{name}-{size}-{locale[:2]}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(CLIPPED) == []
    assert complaints == []
    links = page.evaluate("[...document.querySelectorAll('.trail a, th a')].map(a => a.search)")
    assert links
    assert all("view=published" in link for link in links)
    page.close()


CLIPPED = """[...document.querySelectorAll('h1, h2, p, th, td, dt, dd, li, a')]
    .filter(found => !found.closest('.unseen, .skip, thead') && !found.querySelector('.unseen'))
    .filter(found => found.scrollWidth > found.clientWidth + 1 && found.clientWidth > 0
        && getComputedStyle(found).display !== 'inline')
    .map(found => found.textContent.trim())"""


TOUCHING = """() => {
    const half = 6  // of the digits, which are lower than their line
    const frame = document.querySelector('.funnel svg').getBoundingClientRect()
    const [numbers, dots] = ['.funnel .named', '.funnel circle'].map(kind =>
        [...document.querySelectorAll(kind)]
        .filter(one => getComputedStyle(one).display !== 'none').map(one => one.getBoundingClientRect()))
    const boxes = numbers.map(({left, right, top, bottom}) =>
        ({left, right, top: (top + bottom) / 2 - half, bottom: (top + bottom) / 2 + half}))
    const touch = (one, other) => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom
    return {named: boxes.length, touching: boxes.filter((one, place) => dots.some(dot => touch(one, dot))
        || boxes.slice(place + 1).some(other => touch(one, other)) || one.left < frame.left
        || one.right > frame.right || one.top < frame.top || one.bottom > frame.bottom).length}
}"""


@pytest.mark.parametrize("size", SIZES)
def test_numbers_of_near_dots_touch_neither_each_other_nor_a_dot(
    near: str, browser: Browser, size: str
) -> None:
    page, complaints, _ = open_page(browser, f"{near}/differences", size, "vi-VN")
    page.locator(".funnel").screenshot(path=SCREENS / f"web-funnel-{size}.png")
    found = page.evaluate(TOUCHING)
    assert found["touching"] == 0
    assert 8 <= found["named"] <= 24
    assert complaints == []
    page.close()


def test_the_keyboard_reaches_the_content_first_and_then_every_link(site: Site, browser: Browser) -> None:
    page, _, _ = open_page(browser, site.address + "/", "wide", "vi-VN")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    told = "one => one.getAttribute('href') ?? one.textContent"
    links = page.locator("#content :is(a, summary)").evaluate_all(f"some => some.map({told})")
    assert any(link.startswith("/units/") for link in links)
    for link in links:
        page.keyboard.press("Tab")
        assert page.evaluate(f"({told})(document.activeElement)") == link
    page.close()


def test_the_dashboard_prints_its_bars_on_few_sheets(site: Site, browser: Browser) -> None:
    page, complaints, _ = open_page(browser, site.address + "/", "wide", "vi-VN")
    printed = page.pdf(path=SCREENS / "web-dashboard.pdf", format="A4")
    assert 1 <= printed.count(b"/Type /Page\n") <= 3
    assert complaints == []
    page.close()
