"""Figures with and without what is marked; below supervisors nobody is told of marks."""

from tests.central.results.test_pages import text_of
from tests.central.web.province import Province, fill
from tests.central.web.reader import ask


def test_supervisors_see_how_many_are_marked_by_which_rule(province: Province) -> None:
    fill(province, heard_ms=0)
    page = text_of(ask(province.application(), "/").text)
    assert "Có dấu hiệu cần xem: 9" in page
    assert "Dồn dập: từ 5 phiếu trong một phút ở một máy 6" in page
    assert "Ngoài giờ làm việc: trước giờ mở cửa, hoặc sau giờ đóng cửa hơn 30 phút 5" in page


def test_the_same_page_leaves_them_out_of_every_sum(province: Province) -> None:
    unit = fill(province, heard_ms=0)
    page = text_of(ask(province.application(), "/?view=unmarked").text)
    assert "Số phiếu 1.094" in page
    assert "không gồm các phiếu có dấu hiệu" in page
    assert "Phường An Bình Phiếu 251" in page
    officials = text_of(ask(province.application(), f"/units/{unit}?view=unmarked").text)
    assert "Nguyễn Thị Lan Công chức tiếp nhận Phiếu 73" in officials
    assert "Trần Văn Đức Công chức tiếp nhận Phiếu 67" in officials
    assert f'href="/units/{unit}?view=unmarked"' in ask(province.application(), "/?view=unmarked").text


def test_below_supervisors_there_is_no_view_without_marked_ones_and_no_word_of_them(
    province: Province,
) -> None:
    unit = fill(province, heard_ms=0)
    for path in ("/", f"/units/{unit}"):
        for query in ("", "?view=unmarked"):
            head = province.application(("head_of_unit", unit))
            page = text_of(ask(head, path + query).text)
            assert "dấu hiệu" not in page


def test_the_rest_of_a_desk_keeps_its_own_figures(province: Province) -> None:
    unit = province.add_unit("Phường An Bình")
    lan = province.add_official(unit, "Nguyễn Thị Lan")
    province.rate(unit, (0, 0, 0, 0, 40), lan)
    province.rate(unit, (0, 0, 30, 0, 0))
    province.mark(unit, {"*": (0, 0, 0, 0, 20)}, lan)
    page = text_of(ask(province.application(), f"/units/{unit}?view=unmarked").text)
    assert "Số phiếu 50" in page
    assert "Nguyễn Thị Lan Công chức tiếp nhận Phiếu 20" in page
    assert "Cả bộ phận (không chọn cán bộ) Phiếu 30" in page
