"""What every people's page must be in a real browser: accessible, light, sending for nothing elsewhere."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

SCREENS = Path(__file__).parents[3] / "build" / "screens"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE: ViewportSize = {"width": 1440, "height": 1000}
PHONE: ViewportSize = {"width": 360, "height": 780}
MOST_BYTES = 300_000
PATIENCE_MS = 30_000

CLIPPED = """[...document.querySelectorAll('h1, h2, h3, p, th, td, dt, dd, li, a, label, button, select')]
    .filter(found => !found.closest('.unseen, .skip, thead') && !found.querySelector('.unseen'))
    .filter(found => found.scrollWidth > found.clientWidth + 1 && found.clientWidth > 0
        && !['inline', 'contents'].includes(getComputedStyle(found).display))
    .map(found => found.textContent.trim())"""

HANGING = """[...document.querySelectorAll('li')].filter(found => {
    const own = getComputedStyle(found), list = getComputedStyle(found.parentElement);
    return own.display === 'list-item' && own.listStyleType !== 'none' && found.clientWidth > 0
        && parseFloat(list.paddingLeft) + parseFloat(own.marginLeft) < parseFloat(own.fontSize);
}).map(found => found.textContent.trim())"""
"""Items whose bullet has no room of its own."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """One Chromium, for a module of tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS, timeout=PATIENCE_MS)
        yield browser
        browser.close()


@dataclass
class Judged:
    """What a page did while it opened; `faults` are in words, and must be none."""

    status: int = 0
    size: int = 0
    faults: list[str] = field(default_factory=list)


def judge(browser: Browser, address: str, path: str, cookie: str, name: str, locale: str = "vi-VN") -> Judged:
    """Open a page as the browser with this session's secret sees it, keep its pictures, and judge it."""
    judged = Judged()
    context = browser.new_context(viewport=WIDE, locale=locale)
    context.set_default_timeout(PATIENCE_MS)
    if cookie:
        context.add_cookies([{"name": "hailong", "value": cookie, "url": address}])
    page = context.new_page()
    _listen(page, address, judged)
    answer = page.goto(address + path, wait_until="load")
    judged.status = answer.status if answer else 0
    page.evaluate("document.fonts.ready.then(() => true)")
    _look_closely(page, judged)
    keep(page, f"page-{name}-wide")
    page.set_viewport_size(PHONE)
    judged.faults += unfit(page)
    keep(page, f"page-{name}-phone")
    if judged.size > MOST_BYTES:
        judged.faults.append(f"weighs {judged.size} bytes")
    context.close()
    return judged


def _listen(page: Page, address: str, judged: Judged) -> None:
    def asked(request: Any) -> None:
        if not request.url.startswith(address + "/"):
            judged.faults.append(f"asks elsewhere: {request.url}")

    def came(event: dict[str, Any]) -> None:
        judged.size += int(event["encodedDataLength"])

    page.on("request", asked)
    page.on("pageerror", lambda error: judged.faults.append(f"error: {error}"))
    page.on("requestfailed", lambda request: judged.faults.append(f"failed: {request.url}"))
    page.on("console", lambda told: judged.faults.append(told.text) if "status of" not in told.text else None)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", came)


def _look_closely(page: Page, judged: Judged) -> None:
    for found in Axe().run(page).response["violations"]:
        where = "; ".join(node["html"][:120] for node in found["nodes"][:3])
        judged.faults.append(f"axe {found['id']} ({found['impact']}): {where}")
    judged.faults += unfit(page)


def unfit(page: Page) -> list[str]:
    """What does not fit the screen as wide as it is now, in words."""
    width = page.evaluate("window.innerWidth")
    wider = page.evaluate("document.documentElement.scrollWidth") > width
    faults = [f"clipped at {width} px: {text}" for text in page.evaluate(CLIPPED)]
    faults += [f"its bullet hangs outside: {text}" for text in page.evaluate(HANGING)]
    return [f"wider than a screen of {width} px", *faults] if wider else faults


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
