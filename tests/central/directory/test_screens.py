"""The directory's fullest pages in a real browser, with the longest of names."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.central.directory.site import LONG, OFFICIAL, QUESTIONS, WARD, Site, a_site
from tests.central.directory.test_pages import upload
from tests.central.directory.workbooks import workbook
from tests.central.people import Person
from tests.central.web.judging import CHROMIUM, chromium, judge

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

PAGES = {
    "unit": f"/directory/units/{WARD}",
    "official": f"/directory/officials/{OFFICIAL}",
    "questions": f"/directory/questionnaires/{QUESTIONS}/edit",
    "publish": "/directory/publish",
}
MESSY = [
    ["UBND TỈNH BÌNH HÀ"],
    ["DANH SÁCH CÔNG CHỨC BỘ PHẬN MỘT CỬA"],
    [],
    ["TT", "HỌ VÀ TÊN", "Chức vụ", "Quầy số", "Đơn vị", "Ghi chú riêng"],
    [1, "Công Tằng Tôn Nữ Phương Thảo Nguyên", "Công chức Tư pháp – Hộ tịch", 1, "phường An Bình", "x"],
    [
        2,
        "ĐẶNG NGUYỄN THỊ MỸ HẠNH",
        "Công chức Địa chính – Xây dựng – Đô thị và Môi trường",
        "2, 3",
        LONG,
        None,
    ],
    [3, "Lê Văn 8", "Công chức", 1, "phường An Bình", None],
    [
        4,
        "Nguyễn Thị Phương Thảo Nguyên",
        "Trưởng bộ phận tiếp nhận và trả kết quả",
        1,
        "phường An Bình",
        None,
    ],
    [None, "Người lập biểu", None, None, None, None],
]


@pytest.fixture(scope="module", name="site")
def a_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("directory")) as site:
        site.world.execute(
            "UPDATE officials SET title_vi = 'Trưởng bộ phận tiếp nhận và trả kết quả liên thông'"
        )
        yield site


@pytest.fixture(scope="module")
def admin(site: Site) -> Person:
    return site.world.sign_in(("administrator", ""))


@pytest.fixture(scope="module", name="browser")
def a_browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("name", PAGES)
def test_a_full_page_is_accessible_and_fits_every_screen(
    site: Site, browser: Browser, admin: Person, name: str
) -> None:
    judged = judge(browser, site.address, PAGES[name], admin.secret, f"directory-{name}")
    assert (judged.status, judged.faults) == (200, [])


def test_a_messy_roster_is_shown_row_by_row(site: Site, browser: Browser, admin: Person) -> None:
    raw = workbook(MESSY, ["A1:F1"])
    path = upload(site, admin, "/directory/import", "roster", "danh-sách.xlsx", raw).headers["location"]
    for kind in ("refused", "changed"):
        name = re.sub(r"\W", "-", f"directory-preview-{kind}")
        judged = judge(browser, site.address, f"{path}?kind={kind}", admin.secret, name)
        assert (judged.status, judged.faults) == (200, [])
