"""The first administrator, from the command line to a page of theirs, in a real browser without a script."""

import re
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.central.web.judging import CHROMIUM, OPTIONS, PATIENCE_MS
from tests.journeys.programs import ROOT, central, serving

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

PASSWORD = "con bò vàng gặm cỏ ven đê"
PICTURES = ROOT / "build" / "screens"


def test_the_first_administrator_signs_in_and_invites_an_auditor(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    login = ("--login", "minh@tinh.example", "--name", "Trần Văn Minh")
    first = central("account", "first", *login, *data, "--json").told
    with serving(tmp_path, "https://hailong.example") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS, timeout=PATIENCE_MS)
        page = browser.new_context(java_script_enabled=False, locale="vi-VN").new_page()
        page.set_default_timeout(PATIENCE_MS)
        enrol(page, server.address + first["path"])
        page.get_by_role("link", name="Tôi đã cất các mã").click()
        page.get_by_role("link", name="Thêm tài khoản").click()
        page.get_by_label("Họ và tên của người dùng").fill("Bùi Thị An")
        page.get_by_label("Tên đăng nhập").fill("an@tinh.example")
        page.get_by_label("Vai trò").select_option("auditor")
        page.get_by_role("button", name="Thêm tài khoản").click()
        link = page.locator("code.link").inner_text()
        picture(page, "link")
        page.get_by_role("button", name="Đăng xuất").click()
        assert page.url.endswith("/sign-in")

        enrol(page, link)
        page.get_by_role("link", name="Tôi đã cất các mã").click()
        assert page.url.endswith("/audit")
        page.get_by_label("Hành động").select_option("role_granted")
        page.get_by_role("button", name="Lọc").click()
        rows = page.locator("tbody tr")
        assert rows.count() == 2
        assert "Trần Văn Minh" in rows.first.inner_text()
        picture(page, "audit")
        browser.close()
    assert central("audit", "verify", *data, "--json").told["differences"] == []


def enrol(page: Page, link: str) -> None:
    """Choose a password and set up an app, as the pages ask for it."""
    page.goto(link)
    page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    page.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
    page.get_by_role("button", name="Lưu").click()
    secret = re.sub(r"\s", "", page.locator("code.secret").inner_text())
    page.get_by_label("Mã xác thực", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Tiếp tục").click()
    assert page.locator(".codes code").count() == 10
    picture(page, "codes")


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"journey-{name}.png", full_page=True)
