"""What readers below the supervisor see, whatever they ask for."""

import pytest

from tests.central.results.test_pages import text_of
from tests.central.web.province import Province, fill, fill_published
from tests.central.web.reader import ask


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


def test_below_the_supervisor_nothing_is_shown_but_what_is_published(province: Province) -> None:
    unit = fill(province, heard_ms=0)
    fill_published(province, unit)
    below = province.application(("survey_owner", ""), ("head_of_unit", unit))
    for asked in ("", "?view=live", "?view="):
        overview, page = (text_of(ask(below, f"{path}{asked}").text) for path in ("/", f"/units/{unit}"))
        assert "Số phiếu 616 Công bố đến hết ngày 23/11/2026" in overview
        assert "1.103" not in overview
        assert "Xã Long Thạnh Phiếu – Chưa công bố: chờ đủ 10 phiếu" in overview
        assert "Số phiếu 244" in page
        assert "Nguyễn Thị Lan Công chức tiếp nhận Phiếu 82" in page
        assert "Phiếu 17 Chưa đủ 30 phiếu để hiện kết quả của một người" in page
        hidden = "Phiếu 11 Tạm ẩn: nếu hiện, có thể suy ra một dòng khác đang ẩn"
        assert f"Gộp chung các dòng còn chờ khi hết tháng hoặc hết quý {hidden}" in page
        assert "Phiếu chưa rõ ngày" not in overview + page
    above = province.application()
    assert "Số phiếu 1.103" in text_of(ask(above, "/").text)
    assert "Số phiếu 616" in text_of(ask(above, "/?view=published").text)


def test_who_may_not_see_the_fleet_reads_nothing_of_it_on_the_overview(province: Province) -> None:
    fill_published(province, fill(province, heard_ms=0))
    words = ("Máy có liên lạc", "Dòng cần xem xét", "Dòng còn ở máy")
    page = text_of(ask(province.application(("survey_owner", "")), "/").text)
    assert "Số phiếu 616" in page
    assert not [word for word in words if word in page]
    page = text_of(ask(province.application(), "/?view=published").text)
    assert "Máy có liên lạc" in page


def test_before_anything_is_published_the_page_says_what_it_waits_for(province: Province) -> None:
    province.rate(province.add_unit("Phường An Bình"), (0, 0, 0, 20, 30))
    page = text_of(ask(province.application(("survey_owner", "")), "/").text)
    assert "Chưa có số liệu công bố" in page
    assert "50" not in page
