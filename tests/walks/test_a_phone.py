"""A citizen scans what the kiosk shows, and goes on by phone: before the kiosk has delivered, and after."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.central.web.judging import CHROMIUM, chromium
from tests.journeys.office import Office, answer, come_to_faces, touch_face
from tests.journeys.programs import Citizen
from tests.journeys.sealed import comments

PASSPHRASE = "only for this test"
TEXT = "Xin cảm ơn cán bộ xkzvwq"
SCREENS = Path(__file__).parents[2] / "build" / "screens"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(name="browser")
def a_browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def scanned(someone: Citizen, picture: Path) -> str:
    """What a scanner reads in a picture of the kiosk's screen."""
    someone.picture(picture)
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=True
    )
    [address] = done.stdout.split()
    return address


def opened(browser: Browser, address: str) -> Page:
    """The address in a phone's browser, which runs no script and keeps nothing."""
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, locale="vi-VN", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(address)
    return page


def kept(page: Page, name: str) -> None:
    page.screenshot(path=SCREENS / f"journey-{name}.png", full_page=True)


def test_a_citizen_rates_at_home_comments_and_withdraws(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    key = tmp_path / "supervisors.pem"
    typed = ["keys", "supervisors", "--out", str(key), "--stdin"]
    assert office.central(*typed, typed=PASSPHRASE + "\n").code == 0
    with office.serving():
        office.enrol()
        with office.citizen() as someone:
            come_to_faces(someone)
            someone.touch("phone")
            someone.see("thanks")
            invited = scanned(someone, tmp_path / "invited.png")
            someone.touch("finish")
            touch_face(someone, 4)
            answer(someone, asked="comment")
            someone.touch("skip")
            someone.see("thanks")
            rated = scanned(someone, tmp_path / "rated.png")
            someone.touch("finish")
            someone.see("attract")
            assert someone.leave() == 0

        home, late = opened(browser, invited), opened(browser, invited)
        kept(home, "invited")
        home.get_by_text("Không hài lòng", exact=True).click()
        home.get_by_label("Không", exact=True).first.check()
        home.get_by_role("button", name="Gửi đánh giá").click()
        assert "Đã nhận đánh giá của Ông/Bà." in home.content()
        assert "vẫn được giữ ở trung tâm" in home.content()
        assert home.context.cookies() == []
        late.get_by_text("Rất hài lòng", exact=True).click()
        late.get_by_role("button", name="Gửi đánh giá").click()
        assert "Biên nhận đánh giá" in late.content()

        slip = opened(browser, rated)
        assert "Chưa về tới trung tâm" in slip.content()
        slip.get_by_label("Ông/Bà muốn nói thêm điều gì?").fill(TEXT)
        slip.get_by_role("button", name="Gửi góp ý").click()
        assert "Đã nhận góp ý của Ông/Bà." in slip.content()
        assert TEXT not in slip.content()
        kept(slip, "commented")

    with office.serving():
        assert office.kiosk("deliver").code == 0
        assert office.counted() == (2, [])
        home.goto(invited)
        assert "Đã về tới trung tâm" in home.content()
        slip.goto(rated)
        assert "Đã về tới trung tâm" in slip.content()
        code = slip.locator(".code").text_content() or ""
        slip.get_by_text("Rút lại phần chữ đã viết").click()
        slip.get_by_role("button", name="Rút lại").click()
        assert "đã được rút lại" in slip.content()
        kept(slip, "withdrawn")
        slip.goto(rated.partition("/T/")[0] + "/r")
        slip.get_by_label("Mã biên nhận").fill(code.partition(":")[2].replace("-", " ").lower())
        slip.get_by_role("button", name="Xem").click()
        assert "Đã về tới trung tâm" in slip.content()
        assert office.counted() == (2, [])
    assert comments(tmp_path / "central.sqlite", key, PASSPHRASE) == [TEXT]
    wal = [path for path in tmp_path.glob("central*") if path.is_file()]
    assert not any(b"xkzvwq" in path.read_bytes() for path in wal)
