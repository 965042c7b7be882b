import re
import time

from tests.central.web.province import Province, fill
from tests.central.web.reader import ask

SPACE = "\N{NO-BREAK SPACE}"


def text_of(page: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_overview_shows_every_figure_with_its_number_and_interval(province: Province) -> None:
    fill(province, heard_ms=time.time_ns() // 1_000_000)
    page = text_of(ask(province.application(), "/").text)
    assert f"Số phiếu 1.103 Từ 1/9/2026 đến 24/11/2026 Hài lòng và rất hài lòng 79,2{SPACE}%" in page
    assert f"Khoảng tin cậy 95{SPACE}%: 76,7–81,5{SPACE}%" in page
    assert "Đơn vị 8/9" in page
    assert "Máy có liên lạc 6/9" in page
    assert f"Phường An Bình Phiếu 260 12 47 37 Hài lòng trở lên 83,5{SPACE}%" in page
    assert "Phiếu chưa rõ ngày Có trong tổng số, không thuộc ngày nào 3" in page
    assert "Dòng cần xem xét Được giữ nguyên, chưa tính 9" in page


def test_english_readers_get_english_words_and_numbers(province: Province) -> None:
    fill(province, heard_ms=0)
    answer = ask(province.application(), "/?lang=en")
    page = text_of(answer.text)
    assert "Ratings 1,103" in page
    assert "79.2% 95% confidence interval: 76.7–81.5%" in page.replace(SPACE, " ")
    assert "phiếu" not in page.lower()
    assert 'href="/units/' in answer.text
    assert all("?lang=en" in link for link in re.findall(r'href="(/units/[^"]+)"', answer.text))


def test_few_ratings_are_hidden_or_marked_in_words(province: Province) -> None:
    unit = fill(province, heard_ms=0)
    page = text_of(ask(province.application(), "/").text)
    assert "Xã Ân Phú Phiếu 8 Chưa đủ 10 phiếu" in page
    assert f"Đặc khu Cát Hải Phiếu 18 17 44 33 Hài lòng trở lên 77,8{SPACE}% ít dữ liệu" in page
    assert "Xã Yên Nghĩa Phiếu 0 Chưa có phiếu" in page
    officials = text_of(ask(province.application(), f"/units/{unit}").text)
    assert "Lê Hoàng Ân Công chức tiếp nhận Phiếu 6 Chưa đủ 10 phiếu" in officials
    assert "Cả bộ phận (không chọn cán bộ) Phiếu 75" in officials


def test_a_bar_says_in_words_what_it_draws(province: Province) -> None:
    unit = province.add_unit("Phường An Bình")
    province.rate(unit, (0, 10, 20, 30, 40))
    page = ask(province.application(), "/").text
    assert (
        f'aria-label="Không hài lòng 10,0{SPACE}%; Bình thường 20,0{SPACE}%; '
        f'Hài lòng 30,0{SPACE}%; Rất hài lòng 40,0{SPACE}%"'
    ) in page


def test_a_table_keeps_its_meaning_when_a_narrow_screen_lays_it_out_anew(province: Province) -> None:
    fill(province, heard_ms=0)
    page = ask(province.application(), "/").text
    for tag, role in (("table", "table"), ("tr", "row"), ("td", "cell"), ("thead", "rowgroup")):
        assert all(f'role="{role}"' in found for found in re.findall(rf"<{tag}\b[^>]*>", page))
    assert all('scope="' in found for found in re.findall(r"<th\b[^>]*>", page))


def test_an_empty_province_is_welcomed_and_not_divided_by_zero(province: Province) -> None:
    page = text_of(ask(province.application(), "/").text)
    assert "Chưa có phiếu đánh giá nào" in page
    assert "Đơn vị 0/0" in page


def test_a_province_with_fewer_than_ten_ratings_says_how_many_and_no_more(province: Province) -> None:
    unit = province.add_unit("Phường An Bình")
    province.rate(unit, (0, 0, 0, 4, 5))
    for path in ("/", f"/units/{unit}"):
        page = ask(province.application(), path).text
        assert '<p class="number">9</p>' in page
        assert "level-" not in page


def test_names_that_look_like_markup_stay_text(province: Province) -> None:
    unit = province.add_unit("<img src=x onerror=alert(1)>")
    province.rate(unit, (0, 0, 0, 0, 40), province.add_official(unit, "<b>Lan</b>"))
    page = ask(province.application(), "/").text + ask(province.application(), f"/units/{unit}").text
    assert "<img src=x" not in page
    assert "<b>Lan" not in page
    assert "&lt;b&gt;Lan&lt;/b&gt;" in page


def test_a_unit_that_does_not_exist_has_a_calm_page(province: Province) -> None:
    answer = ask(province.application(), "/units/nowhere")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_a_province_of_170_units_without_regions_shows_them_all_and_is_sent_packed(
    province: Province,
) -> None:
    names = [f"Trung tâm Phục vụ hành chính công phường Nguyễn Thị Minh Khai {place}" for place in range(170)]
    for place, name in enumerate(names):
        province.rate(province.add_unit(name), (place, 40, 170 - place, 300, 700 + 13 * place))
    overview = province.application()
    packed, plain = (ask(overview, "/", {"Accept-Encoding": coding}) for coding in ("gzip", "identity"))
    assert packed.text == plain.text
    assert all(f">{name}</a>" in plain.text for name in names)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    assert int(plain.headers["Content-Length"]) == len(plain.content) <= 250_000
    assert int(packed.headers["Content-Length"]) <= 40_000
