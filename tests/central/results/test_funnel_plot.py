"""The funnel plot on the province's page."""

from dataclasses import replace

import pytest

from sync.central.database.engine import reading
from sync.central.results.funnel_plot import Funnel, Place, draw_funnel
from sync.central.results.overview import Overview, read_overview
from sync.central.results.statistics.pooling import Nothing
from sync.central.results.view import View
from tests.central.results.test_pages import text_of
from tests.central.web.province import NOW_MS, Province, fill, fill_published
from tests.central.web.reader import ask


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


def overview_of(province: Province) -> Overview:
    with reading(province.engine) as connection:
        return read_overview(connection, NOW_MS)


def drawn(province: Province) -> Funnel:
    found = draw_funnel(overview_of(province))
    assert found is not None
    return found


def test_a_unit_that_chance_does_not_explain_lies_outside(province: Province) -> None:
    fill(province, heard_ms=0)
    places = {point.row.name["vi"]: point.place for point in drawn(province).points}
    assert places == {
        "Đặc khu Cát Hải": Place.WITHIN,
        "Phường An Bình": Place.WITHIN,
        "Phường Bình Minh": Place.WITHIN,
        "Phường Tân Thuận": Place.WITHIN,
        "Xã Long Thạnh": Place.WITHIN,
        "Xã Phước Hưng": Place.BELOW,
    }


def test_who_has_few_ratings_is_drawn_to_the_others_more_than_who_has_many(province: Province) -> None:
    province.rate(province.add_unit("Ít"), (0, 6, 0, 8, 0))
    for name, low, high in (("A", 20, 380), ("B", 60, 340), ("C", 40, 360), ("D", 100, 300)):
        province.rate(province.add_unit(name), (low, 0, 0, 0, high))
    by_name = {point.row.name["vi"]: point for point in drawn(province).points}
    few, many = by_name["Ít"], by_name["D"]
    assert few.pooled is not None
    assert many.pooled is not None
    assert few.pooled.share - few.raw.share > 0.1
    assert 0 < many.pooled.share - many.raw.share < 0.02


def test_units_that_are_alike_are_said_to_be(province: Province) -> None:
    for name in ("A", "B", "C"):
        province.rate(province.add_unit(name), (0, 20, 0, 80, 0))
    found = drawn(province)
    assert found.nothing is Nothing.ALIKE
    assert [point.pooled for point in found.points] == [None, None, None]


def test_every_point_lies_in_the_plot_and_a_hidden_unit_in_none(province: Province) -> None:
    fill(province, heard_ms=0)
    found = drawn(province)
    assert all(0 < point.x < 100 and 0 <= point.y <= 100 for point in found.points)
    assert {point.number for point in found.points} == set(range(1, 7))
    assert all(point.row.standing.shown for point in found.points)


def test_nothing_is_drawn_of_published_figures_or_of_two_units(province: Province) -> None:
    for name in ("A", "B"):
        province.rate(province.add_unit(name), (0, 20, 0, 80, 0))
    assert draw_funnel(overview_of(province)) is None
    province.rate(province.add_unit("C"), (0, 20, 0, 80, 0))
    assert draw_funnel(replace(overview_of(province), view=View.PUBLISHED)) is None


def test_supervisors_see_it_with_every_number_in_a_table_and_nobody_below_does(province: Province) -> None:
    unit = fill(province, heard_ms=0)
    fill_published(province, unit)
    page = text_of(ask(province.application(), "/differences").text)
    assert "6. Xã Phước Hưng Phiếu 194 Hài lòng trở lên 68,6 %" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Thấp hơn mức ngẫu nhiên" in page
    assert "Ước lượng gộp" in page
    for grants in (("survey_owner", ""), ("head_of_unit", unit)):
        reader = province.application(grants)
        assert "ngẫu nhiên" not in text_of(ask(reader, "/").text)
        assert ask(reader, "/differences").status_code == 403
