"""Somebody with an account before Chromium, which runs no script: from a one-time link to signed in."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyotp
from playwright.sync_api import Browser, Locator, Page

from tests.central.web.judging import PATIENCE_MS, PHONE, WIDE, keep, unfit

_SHORT: Final = "quá ngắn"
_PASSWORD: Final = "bốn con vịt xanh qua cầu gỗ"
_STEP_SECONDS: Final = 30
_BROKEN: Final = "[...document.querySelectorAll('.leave button')].some(one => one.offsetHeight > 44)"


@dataclass
class Person:
    """Whoever sits before `page`; `recovery` are the codes they put aside."""

    page: Page
    recovery: tuple[str, ...] = ()

    def follow(self, *links: str) -> None:
        """Click one link after the other."""
        for name in links:
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def press(self, button: str) -> None:
        """Click a button."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def fill(self, **fields: str) -> None:
        """Type into the fields of these names."""
        for name, text in fields.items():
            self.page.locator(f"[name={name}]:visible").first.fill(text)

    def reads(self, text: str) -> bool:
        """Whether the page says so."""
        return " ".join(text.split()) in " ".join(self.page.locator("main").inner_text().split())

    def figure(self, title: str) -> str:
        """The number of the card with this title."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator(".figure", has=heading).locator(".number").inner_text()

    def row(self, text: str) -> Locator:
        """The row of a table that says so."""
        return self.page.get_by_role("row").filter(has_text=text)

    def level(self, name: str) -> list[str]:
        """The cells of a level's row."""
        named = self.page.get_by_role("rowheader", name=name, exact=True)
        return self.page.get_by_role("row").filter(has=named).get_by_role("cell").all_inner_texts()

    def fact(self, term: str) -> str:
        """What a list of facts says of this term."""
        named = self.page.locator("dt", has_text=term)
        return self.page.locator("dl > div", has=named).locator("dd").first.inner_text()

    def keep(self, role: str) -> list[str]:
        """Keep pictures of the page, and say what does not fit it."""
        faults = unfit(self.page)
        keep(self.page, f"walk-{role}-wide")
        self.page.set_viewport_size(PHONE)
        faults += unfit(self.page)
        faults += ["the way out is broken in two lines"] if self.page.evaluate(_BROKEN) else []
        keep(self.page, f"walk-{role}-phone")
        self.page.set_viewport_size(WIDE)
        return faults


def visitor(browser: Browser, address: str) -> Person:
    """Somebody who opens an address."""
    context = browser.new_context(viewport=WIDE, locale="vi-VN", java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    return Person(page)


def invited(browser: Browser, link: str, login: str, folder: Path) -> Person:
    """Open a one-time link, choose a password, set up the second factor, sign out and in again."""
    someone = visitor(browser, link)
    page = someone.page
    _choose(someone, _SHORT)
    assert someone.reads("Mật khẩu cần ít nhất 12 ký tự.")
    _choose(someone, _PASSWORD)
    app = _scanned(page, folder / f"{login}.png")
    someone.fill(code=app.now())
    someone.press("Tiếp tục")
    someone.recovery = tuple(page.locator(".codes code").all_inner_texts())
    assert len(set(someone.recovery)) == 10
    someone.follow("Tôi đã cất các mã")
    someone.press("Đăng xuất")
    someone.fill(login=login, password=_PASSWORD)
    someone.press("Đăng nhập")
    someone.fill(code=app.at(int(time.time()) + _STEP_SECONDS))  # the last code is spent
    someone.press("Tiếp tục")
    return someone


def _choose(someone: Person, password: str) -> None:
    someone.fill(new_password=password, again=password)
    someone.press("Lưu")


def _scanned(page: Page, picture: Path) -> pyotp.TOTP:
    """The app, as it reads the code on the screen."""
    page.locator("svg.qr").screenshot(path=picture)
    read = ["zbarimg", "--quiet", "--raw", str(picture)]
    [address] = subprocess.run(read, capture_output=True, text=True, check=True).stdout.split()
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    return app
