"""A messy roster, looked at and published in a browser; a kiosk fetches it and shows the new official."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from sync.central.database.engine import open_engine
from sync.central.keys.clock import SystemClock
from tests.central.directory.workbooks import workbook
from tests.central.people import sign_in
from tests.central.web.judging import CHROMIUM, OPTIONS
from tests.journeys.office import Office

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

COMMUNE = "103b2923-a0f9-40e9-b8a2-1a8740659073"
MESSY = [
    ["UBND XÃ HƯƠNG MAI"],
    ["DANH SÁCH CÔNG CHỨC BỘ PHẬN MỘT CỬA"],
    [],
    ["TT", "HỌ VÀ TÊN", "Chức danh", "QUẦY SỐ", "Đơn vị"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    [1, "ĐẶNG NGUYỄN THỊ MỸ HẠNH", "Công chức Văn phòng – Thống kê", "Quầy số 1", "xã Hương Mai"],
    [2, "Lê Văn 8", "Công chức", 1, "xã Hương Mai"],
    [None, "Người lập biểu", None, None, None],
]


def test_a_messy_roster_reaches_the_screen_of_a_kiosk(office: Office) -> None:
    with office.serving() as server:
        stand = ["--unit", COMMUNE, "--name", "Sảnh", "--address", office.wire.address, "--json"]
        added = office.central("kiosk", "add", *stand).told
        there = ["--central", office.wire.address, "--code", f"{added['code']}.{added['fingerprint']}"]
        assert office.kiosk("enrol", *there).code == 0
        with (
            sync_playwright() as playwright,
            closing(playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)) as browser,
        ):
            context = browser.new_context(locale="vi-VN")
            context.set_default_timeout(20_000)
            secret = a_keeper(office.database)
            context.add_cookies([{"name": "hailong", "value": secret, "url": server.address}])
            published(context.new_page(), server.address, office.data.with_name("danh-sách.xlsx"))
        assert office.kiosk("deliver").code == 0
        with office.citizen() as someone:
            someone.see("attract")
            someone.read("Đặng Nguyễn Thị")
            assert someone.leave() == 0


def a_keeper(database: str) -> str:
    """Somebody who keeps the commune's directory; the secret of their session."""
    engine = open_engine(database)
    try:
        now_ms = SystemClock().wall_ms()
        return sign_in(engine, now_ms, ("it_staff", COMMUNE), name="Trần Văn Minh").secret
    finally:
        engine.dispose()


def published(page: Page, address: str, file: Path) -> None:
    """Import the roster without its refused row, and publish it."""
    file.write_bytes(workbook(MESSY, ["A1:E1", "A2:E2"]))
    page.goto(f"{address}/directory/import")
    page.set_input_files("#roster", file)
    page.click("main button.action")
    assert page.locator(".kinds").inner_text().split() == ["Không", "nhận", "1", "Mới", "1", "Bỏ", "qua", "2"]
    page.check("input[name=without_refused]")
    page.click("main button.action")
    page.wait_for_url("**/directory/publish*")
    assert "Đặng Nguyễn Thị Mỹ Hạnh" in page.locator(".differences").inner_text()
    page.click("main button.action")
    assert "Đã công bố cho 1 máy" in page.locator("p[role=status]").inner_text()
